// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/start_page.hpp"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace chargerig::desktop {
namespace {

constexpr int kPathRole = Qt::UserRole;

}  // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent),
      tree_(new QTreeWidget(this)),
      recent_(new QListWidget(this)),
      search_(new QLineEdit(this)),
      speed_(new QComboBox(this)),
      start_(new QPushButton(tr("Start"), this)),
      bus_(new QLineEdit(QStringLiteral("virtualcan:can0"), this)),
      protocol_(new QLineEdit(QStringLiteral("3.6"), this)),
      error_(new QLabel(this)) {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 18, 24, 18);
    column->setSpacing(12);
    auto* const title = new QLabel(tr("What shall it be?"), this);
    title->setObjectName(QStringLiteral("title"));
    column->addWidget(title);
    error_->setWordWrap(true);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_->setAccessibleName(tr("Error"));
    error_->hide();
    column->addWidget(error_);
    auto* const row = new QHBoxLayout;
    row->setSpacing(18);
    row->addWidget(make_ways(), 2);
    row->addWidget(make_scenarios(), 3);
    column->addLayout(row, 1);
}

QFrame* StartPage::make_card(QVBoxLayout*& column, const QString& title, const QString& text) {
    auto* const card = new QFrame(this);
    card->setObjectName(QStringLiteral("card"));
    column = new QVBoxLayout(card);
    column->setContentsMargins(14, 12, 14, 12);
    auto* const heading = new QLabel(title, card);
    heading->setObjectName(QStringLiteral("heading"));
    column->addWidget(heading);
    if (!text.isEmpty()) {
        auto* const sentence = new QLabel(text, card);
        sentence->setObjectName(QStringLiteral("dim"));
        sentence->setWordWrap(true);
        column->addWidget(sentence);
    }
    return card;
}

QWidget* StartPage::make_ways() {
    auto* const side = new QWidget(this);
    auto* const cards = new QVBoxLayout(side);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(12);

    QVBoxLayout* column = nullptr;
    cards->addWidget(make_card(column, tr("See it run"),
                               tr("Three scenes with captions. No hardware, nothing to set up.")));
    auto* const demo_button = new QPushButton(tr("Start the demo"), side);
    demo_button->setObjectName(QStringLiteral("primary"));
    connect(demo_button, &QPushButton::clicked, this, &StartPage::demo);
    column->addWidget(demo_button);

    cards->addWidget(
        make_card(column, tr("Open a log or a scenario"),
                  tr("A log as candump -l and chargerig run --log write it, or a scenario file.")));
    auto* const open_button = new QPushButton(tr("Open a file ..."), side);
    connect(open_button, &QPushButton::clicked, this, &StartPage::open_file);
    column->addWidget(open_button);

    cards->addWidget(make_card(
        column, tr("Listen to a bus"),
        tr("Decodes and plots; sends nothing. PLUGIN:INTERFACE, such as socketcan:can0.")));
    auto* const bus_row = new QHBoxLayout;
    bus_->setAccessibleName(tr("Bus"));
    protocol_->setAccessibleName(tr("Protocol version"));
    protocol_->setToolTip(tr("Version of the generic interface"));
    protocol_->setMaximumWidth(protocol_->fontMetrics().averageCharWidth() * 9);
    bus_row->addWidget(bus_, 1);
    bus_row->addWidget(protocol_);
    auto* const listen_button = new QPushButton(tr("Listen"), side);
    connect(listen_button, &QPushButton::clicked, this,
            [this] { Q_EMIT listen(bus_->text().trimmed(), protocol_->text().trimmed()); });
    bus_row->addWidget(listen_button);
    column->addLayout(bus_row);

    auto* const card = make_card(column, tr("Last opened"), {});
    recent_->setAccessibleName(tr("Last opened files"));
    recent_->setFrameShape(QFrame::NoFrame);
    connect(recent_, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        Q_EMIT recent(item->data(kPathRole).toString());
    });
    column->addWidget(recent_, 1);
    cards->addWidget(card, 1);
    return side;
}

QWidget* StartPage::make_scenarios() {
    QVBoxLayout* column = nullptr;
    auto* const card = make_card(column, tr("Play a scenario"),
                                 tr("Controller, vehicle and modules in this process."));
    search_->setPlaceholderText(tr("search"));
    search_->setClearButtonEnabled(true);
    search_->setAccessibleName(tr("Search scenarios"));
    connect(search_, &QLineEdit::textChanged, this, &StartPage::search);
    column->addWidget(search_);
    tree_->setHeaderHidden(true);
    tree_->setColumnCount(2);
    tree_->setUniformRowHeights(true);
    tree_->setAccessibleName(tr("Scenarios by group"));
    tree_->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    tree_->header()->setStretchLastSection(true);
    connect(tree_, &QTreeWidget::itemActivated, this, &StartPage::start_selected);
    connect(tree_, &QTreeWidget::itemSelectionChanged, this, [this] {
        const auto selected = tree_->selectedItems();
        start_->setEnabled(!selected.isEmpty() &&
                           !selected[0]->data(0, kPathRole).toString().isEmpty());
    });
    column->addWidget(tree_, 1);
    auto* const row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("Speed"), card));
    speed_->setAccessibleName(tr("Speed"));
    speed_->addItem(tr("as in reality"), 1.0);
    speed_->addItem(tr("10 times"), 10.0);
    speed_->addItem(tr("as fast as possible"), 0.0);
    row->addWidget(speed_);
    row->addStretch(1);
    start_->setObjectName(QStringLiteral("primary"));
    start_->setEnabled(false);
    start_->setToolTip(tr("F5"));
    connect(start_, &QPushButton::clicked, this, &StartPage::start_selected);
    row->addWidget(start_);
    column->addLayout(row);
    return card;
}

void StartPage::set_catalog(const std::vector<CatalogEntry>& entries) {
    tree_->clear();
    QTreeWidgetItem* group = nullptr;
    for (const auto& entry : entries) {
        if (group == nullptr || group->text(0) != entry.group) {
            group = new QTreeWidgetItem(tree_, {entry.group});
            QFont font = tree_->font();
            font.setBold(true);
            group->setFont(0, font);
        }
        auto* const item = new QTreeWidgetItem(
            group, {entry.name.section(QLatin1Char('/'), 1), entry.description});
        item->setData(0, kPathRole, entry.path);
        item->setToolTip(0, entry.title);
        item->setToolTip(1, entry.description);
    }
    tree_->expandAll();
}

void StartPage::set_recent(const QStringList& paths) {
    recent_->clear();
    for (const auto& path : paths) {
        const QFileInfo file(path);
        auto* const item =
            new QListWidgetItem(file.dir().dirName() + QLatin1Char('/') + file.fileName(), recent_);
        item->setData(kPathRole, path);
        item->setToolTip(path);
    }
    if (paths.isEmpty()) {
        auto* const item = new QListWidgetItem(tr("nothing yet"), recent_);
        item->setFlags(Qt::NoItemFlags);
    }
}

void StartPage::show_error(const QString& text) {
    error_->setText(text);
    error_->setVisible(!text.isEmpty());
    error_->setStyleSheet(
        QStringLiteral("QLabel { border: 2px solid #B3261E; border-radius: 5px; padding: 6px; }"));
}

QString StartPage::error() const {
    return error_->text();
}

std::optional<double> StartPage::speed() const {
    const double factor = speed_->currentData().toDouble();
    if (factor == 0.0) return std::nullopt;
    return factor;
}

void StartPage::search(const QString& text) {
    for (int g = 0; g < tree_->topLevelItemCount(); ++g) {
        QTreeWidgetItem* const group = tree_->topLevelItem(g);
        bool any = false;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* const item = group->child(i);
            const bool fits = item->text(0).contains(text, Qt::CaseInsensitive) ||
                              item->text(1).contains(text, Qt::CaseInsensitive) ||
                              group->text(0).contains(text, Qt::CaseInsensitive);
            item->setHidden(!fits);
            any = any || fits;
        }
        group->setHidden(!any);
    }
}

void StartPage::start_selected() {
    const auto selected = tree_->selectedItems();
    if (selected.isEmpty()) return;
    const QString path = selected[0]->data(0, kPathRole).toString();
    if (!path.isEmpty()) Q_EMIT scenario(path);
}

}  // namespace chargerig::desktop
