// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/panels/control_panel.hpp"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>
#include <cmath>

#include "sim/core/text.hpp"

namespace chargerig::desktop {
namespace {

// What a person at the charger or in the car can do.
constexpr std::pair<const char*, const char*> kActions[]{
    {"Plug in", "plug_in"}, {"User stop", "stop: user"}, {"Vehicle stop", "stop: vehicle"},
    {"Pause", "pause"},     {"Resume", "resume"},        {"Unplug", "unplug"},
};

QString ampere(double value) {
    return QString::fromStdString(core::fixed_text(value, 0)) + QStringLiteral(" A");
}

}  // namespace

ControlPanel::ControlPanel(QWidget* parent)
    : QWidget(parent),
      slider_(new QSlider(Qt::Horizontal, this)),
      range_(new QLabel(this)),
      wanted_(new QLabel(this)),
      apply_(new QPushButton(tr("Apply"), this)),
      step_(new QLineEdit(this)),
      do_(new QPushButton(tr("Do"), this)),
      answer_(new QLabel(this)) {
    auto* const layout = new QVBoxLayout(this);
    auto* const title = new QLabel(tr("OCPP set-point"), this);
    title->setObjectName(QStringLiteral("heading"));
    layout->addWidget(title);
    range_->setObjectName(QStringLiteral("dim"));
    layout->addWidget(range_);
    auto* const row = new QHBoxLayout;
    row->addWidget(slider_, 1);
    wanted_->setMinimumWidth(wanted_->fontMetrics().horizontalAdvance(QStringLiteral("-1000 A ")));
    wanted_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(wanted_);
    row->addWidget(apply_);
    layout->addLayout(row);
    slider_->setAccessibleName(tr("Wanted current in ampere"));
    connect(slider_, &QSlider::valueChanged, this, &ControlPanel::show_set_point);
    connect(apply_, &QPushButton::clicked, this, &ControlPanel::send_set_point);

    auto* const grid = new QGridLayout;
    int i = 0;
    for (const auto& [name, step] : kActions) {
        auto* const button = new QPushButton(tr(name), this);
        const QString text = QString::fromLatin1(step);
        connect(button, &QPushButton::clicked, this, [this, text] { send(text); });
        grid->addWidget(button, i / 3, i % 3);
        buttons_.push_back(button);
        ++i;
    }
    layout->addLayout(grid);

    auto* const step_row = new QHBoxLayout;
    step_->setPlaceholderText(QStringLiteral("set: {modules.current_ramp_up_slope: 10}"));
    step_->setAccessibleName(tr("A step as in a scenario file"));
    step_->setToolTip(
        tr("Any step of a scenario file that takes no time: set, fault, clear, stop ... Enter does "
           "it."));
    step_row->addWidget(step_, 1);
    step_row->addWidget(do_);
    layout->addLayout(step_row);
    answer_->setWordWrap(true);
    layout->addWidget(answer_);
    layout->addStretch(1);
    // Never while it is being typed.
    const auto send_step = [this] {
        if (!step_->text().trimmed().isEmpty()) send(step_->text().trimmed());
    };
    connect(step_, &QLineEdit::returnPressed, this, send_step);
    connect(do_, &QPushButton::clicked, this, send_step);
    show_set_point();
    refresh();
}

void ControlPanel::set_session(Session* session) {
    session_ = session;
    show_answer({});
    slider_->setRange(0, 0);
    refresh();
}

void ControlPanel::refresh() {
    const bool running = session_ != nullptr && session_->running();
    for (auto* button : buttons_) button->setEnabled(running);
    step_->setEnabled(running);
    do_->setEnabled(running);
    std::optional<double> lowest;
    std::optional<double> highest;
    if (running) {
        const Recording& recording = session_->recording();
        const auto latest = [&](const char* signal) -> std::optional<double> {
            const Track* const track = recording.track("DC_Power_Control", signal);
            if (track == nullptr || track->series.empty()) return std::nullopt;
            const Sample sample = track->series.last();
            if (recording.end() - sample.time > recording.valid_for(*track)) return std::nullopt;
            return sample.value;
        };
        lowest = latest("Current_Range_Min");
        highest = latest("Current_Range_Max");
    }
    const bool known = lowest && highest && *lowest < *highest;
    slider_->setEnabled(known);
    apply_->setEnabled(known);
    if (!known) {
        range_->setText(tr("while the controller allows a range of currents"));
        return;
    }
    range_->setText(tr("allowed now: %1 to %2").arg(ampere(*lowest), ampere(*highest)));
    if (!slider_->isSliderDown()) {
        slider_->setRange(static_cast<int>(std::ceil(*lowest)),
                          static_cast<int>(std::floor(*highest)));
    }
}

void ControlPanel::show_set_point() {
    wanted_->setText(ampere(slider_->value()));
}

void ControlPanel::send_set_point() {
    send(QStringLiteral("set: {ocpp.target_current_A: %1}").arg(slider_->value()));
}

void ControlPanel::send(const QString& step) {
    if (session_ == nullptr || session_->rig() == nullptr) return;
    show_answer({});
    session_->rig()->command(step.toStdString());
}

void ControlPanel::show_answer(const QString& text) {
    answer_->setText(text);
    answer_->setVisible(!text.isEmpty());
}

}  // namespace chargerig::desktop
