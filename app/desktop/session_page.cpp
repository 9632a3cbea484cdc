// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/session_page.hpp"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace chargerig::desktop {
namespace {

QTableView* make_table(QAbstractItemModel* model, const std::vector<int>& letters,
                       QWidget* parent) {
    auto* const table = new QTableView(parent);
    table->setModel(model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    // Asking each of a million rows for its size would take a while.
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() * 3 / 2);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    const int letter = table->fontMetrics().averageCharWidth();
    for (std::size_t i = 0; i < letters.size(); ++i) {
        table->setColumnWidth(static_cast<int>(i), letter * letters[i]);
    }
    return table;
}

// Whether the last row is in sight: then it stays so.
bool at_end(const QTableView& table) {
    const int rows = table.model()->rowCount();
    return rows == 0 || table.rowViewportPosition(rows - 1) <= table.viewport()->height();
}

}  // namespace

SessionPage::SessionPage(QWidget* parent)
    : QMainWindow(parent),
      plots_(new PlotView(this)),
      values_(new ValuePanel(*plots_, this)),
      readout_(new Readout(*plots_, this)),
      remarks_(new QLabel(this)),
      control_(new ControlPanel(this)) {
    setWindowFlags(Qt::Widget);
    setDockNestingEnabled(true);
    auto* const middle = new QWidget(this);
    auto* const column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    tools_ = make_tools();
    column->addWidget(tools_);
    remarks_->setObjectName(QStringLiteral("dim"));
    remarks_->setWordWrap(true);
    remarks_->setContentsMargins(8, 0, 8, 4);
    column->addWidget(remarks_);
    column->addWidget(plots_, 1);
    column->addWidget(readout_);
    setCentralWidget(middle);
    make_docks();
    connect(plots_, &PlotView::cursors_changed, this, [this] {
        readout_->refresh();
        values_->update();
    });
    connect(plots_, &PlotView::view_changed, this, &SessionPage::show_mode);
}

QWidget* SessionPage::make_tools() {
    auto* const bar = new QWidget(this);
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 6, 8, 6);
    const auto add = [&](const QString& text, const QString& tip, auto&& action) {
        auto* const button = new QPushButton(text, bar);
        button->setToolTip(tip);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QPushButton::clicked, this, action);
        row->addWidget(button);
        return button;
    };
    follow_ =
        add(tr("Follow"), tr("The end of the time axis is now (L)"), [this] { plots_->follow(); });
    follow_->setCheckable(true);
    freeze_ = add(tr("Freeze"), tr("Stops the picture, not the recording (Space)"),
                  [this] { plots_->freeze(plots_->mode() != Mode::frozen); });
    freeze_->setCheckable(true);
    add(tr("Whole session"), tr("Home"), [this] { plots_->show_all(); });
    add(tr("Fit values"), tr("Free the value axes (A)"), [this] { plots_->free_values(); });
    add(tr("Cursors"), tr("Two cursors with what lies between them (C)"),
        [this] { plots_->toggle_cursors(); });
    row->addStretch(1);
    add(tr("Copy as command line"), tr("What does the same without a window"),
        [this] { copy_command(); });
    add(tr("Export ..."), tr("Plots as PNG, SVG or PDF, values as CSV (Ctrl+E)"),
        [this] { save_as(); });
    return bar;
}

QDockWidget* SessionPage::add_dock(const QString& title, QWidget* content,
                                   Qt::DockWidgetArea area) {
    auto* const dock = new QDockWidget(title, this);
    dock->setObjectName(title);
    dock->setWidget(content);
    // The tabs say what they are.
    dock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    dock->setTitleBarWidget(new QWidget(dock));
    addDockWidget(area, dock);
    docks_.push_back(dock);
    return dock;
}

QWidget* SessionPage::make_trace() {
    auto* const page = new QWidget(this);
    auto* const column = new QVBoxLayout(page);
    column->setContentsMargins(0, 4, 0, 0);
    filter_ = new QLineEdit(page);
    filter_->setPlaceholderText(tr("show only messages or identifiers with ..."));
    filter_->setClearButtonEnabled(true);
    filter_->setAccessibleName(tr("Filter of the trace"));
    connect(filter_, &QLineEdit::textChanged, this,
            [this](const QString& text) { trace_.set_filter(text); });
    column->addWidget(filter_);
    trace_view_ = make_table(&trace_, {9, 14, 14, 12, 32, 6, 26, 60}, page);
    trace_view_->setAccessibleName(tr("Raw trace"));
    connect(trace_view_, &QTableView::activated, this,
            [this](const QModelIndex& index) { plots_->go_to(trace_.time_of(index.row())); });
    column->addWidget(trace_view_);
    return page;
}

void SessionPage::make_docks() {
    step_view_ = make_table(&steps_, {3, 78, 12, 40}, this);
    step_view_->setAccessibleName(tr("Steps of the scenario"));
    event_view_ = make_table(&events_, {13, 12, 60, 40}, this);
    event_view_->setAccessibleName(tr("Events"));
    signal_view_ = make_table(&signals_, {30, 30, 22, 8, 10, 10, 9, 12, 8}, this);
    signal_view_->setAccessibleName(tr("Signals"));
    // Activated: double click, or Enter. One click is for looking.
    connect(event_view_, &QTableView::activated, this,
            [this](const QModelIndex& index) { plots_->go_to(events_.time_of(index.row())); });
    connect(step_view_, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (const auto time = steps_.time_of(index.row())) plots_->go_to(*time);
    });
    step_dock_ = add_dock(tr("Steps"), step_view_, Qt::BottomDockWidgetArea);
    QDockWidget* const events = add_dock(tr("Events"), event_view_, Qt::BottomDockWidgetArea);
    QDockWidget* const trace = add_dock(tr("Trace"), make_trace(), Qt::BottomDockWidgetArea);
    QDockWidget* const values = add_dock(tr("Signals"), signal_view_, Qt::BottomDockWidgetArea);
    tabifyDockWidget(step_dock_, events);
    tabifyDockWidget(events, trace);
    tabifyDockWidget(trace, values);
    auto* const side = new QWidget(this);
    auto* const column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(values_, 1);
    column->addWidget(control_);
    side_dock_ = add_dock(tr("Values"), side, Qt::RightDockWidgetArea);
    setTabPosition(Qt::BottomDockWidgetArea, QTabWidget::North);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

void SessionPage::set_session(Session* session) {
    session_ = session;
    const Recording* const recording = session != nullptr ? &session->recording() : nullptr;
    const bool live = session != nullptr && session->rig() != nullptr;
    filter_->clear();
    trace_.set_recording(recording);
    signals_.set_recording(recording);
    events_.set_recording(recording);
    steps_.set_session(session);
    values_->set_recording(recording);
    readout_->set_recording(recording);
    control_->set_session(session);
    step_shown_ = -1;
    plots_->set_recording(recording, live ? Mode::follow : Mode::stay);
    remarks_->setText(session != nullptr ? session->remarks() : QString());
    remarks_->setVisible(!remarks_->text().isEmpty());
    step_dock_->setVisible(!kiosk_ && steps_.rowCount() > 0);
    control_->setVisible(!kiosk_ && live);
    (steps_.rowCount() > 0 ? docks_[0] : docks_[1])->raise();
    resizeDocks({docks_[1]}, {height() / 3}, Qt::Vertical);
    if (live) {
        connect(session->rig(), &RigThread::refused, control_, &ControlPanel::show_answer);
    }
    plots_->setFocus();
    show_mode();
}

void SessionPage::set_theme(const Theme& theme, double scale) {
    signals_.set_theme(theme);
    events_.set_theme(theme);
    steps_.set_theme(theme);
    values_->set_theme(theme, scale);
    plots_->set_theme(theme, scale);
}

void SessionPage::set_kiosk(bool on) {
    kiosk_ = on;
    tools_->setVisible(!on);
    for (auto* dock : docks_) dock->setVisible(!on || dock == side_dock_);
    control_->setVisible(!on);
}

void SessionPage::refresh(bool any) {
    if (session_ == nullptr) return;
    control_->refresh();
    if (!any && !session_->running()) return;
    plots_->refresh();
    values_->update();
    if (kiosk_) return;
    const bool follow_trace = at_end(*trace_view_);
    const bool follow_events = at_end(*event_view_);
    if (trace_view_->isVisible()) trace_.refresh();
    if (signal_view_->isVisible()) signals_.refresh();
    events_.refresh();
    steps_.refresh();
    if (follow_trace && trace_view_->isVisible()) trace_view_->scrollToBottom();
    if (follow_events) event_view_->scrollToBottom();
    if (const int row = std::min(steps_.current(), steps_.rowCount() - 1); row != step_shown_) {
        step_shown_ = row;
        step_view_->scrollTo(steps_.index(row, 0));
    }
    show_mode();
}

void SessionPage::show_end() {
    refresh(true);
    plots_->show_all();
}

void SessionPage::show_mode() {
    follow_->setChecked(plots_->mode() == Mode::follow);
    freeze_->setChecked(plots_->mode() == Mode::frozen);
    const bool grows = session_ != nullptr && session_->running();
    follow_->setEnabled(grows);
    freeze_->setEnabled(grows);
    const auto behind = plots_->frames_behind();
    freeze_->setText(plots_->mode() == Mode::frozen ? tr("Frozen, %1 frames behind").arg(behind)
                                                    : tr("Freeze"));
}

void SessionPage::save_as() {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export what is visible"), QStringLiteral("session.png"),
        tr("Picture (*.png);;Drawing (*.svg);;Page (*.pdf);;Values (*.csv)"));
    if (path.isEmpty()) return;
    QString why;
    if (!plots_->save(path, why)) QMessageBox::warning(this, tr("Export"), why);
}

void SessionPage::copy_command() {
    if (session_ != nullptr) QApplication::clipboard()->setText(session_->command());
}

}  // namespace chargerig::desktop
