// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/top_bar.hpp"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "sim/core/text.hpp"

namespace chargerig::desktop {
namespace {

QString state_text(const Session& session) {
    const Recording& recording = session.recording();
    const Track* const track = recording.track("Advantics_Controller_Status", "State");
    if (track == nullptr || recording.states().empty()) return QStringLiteral("\u2013");
    const auto raw = static_cast<double>(recording.states().back().raw);
    return QString::fromStdString(recording.text_of(*track, raw))
        .replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString verdict_text(const Session& session) {
    if (!session.rig() || session.running()) return {};
    if (!session.rig()->result()) return TopBar::tr("could not start");
    return QString::fromStdString(report::to_text(session.rig()->result()->verdict));
}

}  // namespace

TopBar::TopBar(QWidget* parent)
    : QFrame(parent),
      home_(new QPushButton(tr("Start page"), this)),
      banner_(new QLabel(this)),
      title_(new QLabel(this)),
      state_(new QLabel(this)),
      time_(new QLabel(this)),
      record_(new QLabel(this)),
      stop_(new QPushButton(tr("Stop"), this)),
      emergency_(new QPushButton(tr("EMERGENCY STOP"), this)),
      theme_(&theme(false)) {
    setObjectName(QStringLiteral("top"));
    banner_->setAccessibleName(tr("Simulated or real bus"));
    state_->setObjectName(QStringLiteral("heading"));
    title_->setObjectName(QStringLiteral("heading"));
    record_->setObjectName(QStringLiteral("dim"));
    time_->setObjectName(QStringLiteral("dim"));
    emergency_->setObjectName(QStringLiteral("stop"));
    emergency_->setAccessibleName(tr("Emergency stop"));
    emergency_->setToolTip(
        tr("Ctrl+Shift+E or Pause: opens the contactors at once.\nA stop by software is no safety "
           "function: with real "
           "power use a wired one."));
    stop_->setToolTip(tr("Ends the session in the safe order (Shift+F5)"));
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(12);
    layout->addWidget(home_);
    layout->addWidget(banner_);
    auto* const texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(title_);
    texts->addWidget(record_);
    layout->addLayout(texts, 1);
    auto* const states = new QVBoxLayout;
    states->setSpacing(0);
    states->addWidget(state_, 0, Qt::AlignRight);
    states->addWidget(time_, 0, Qt::AlignRight);
    layout->addLayout(states);
    layout->addWidget(stop_);
    layout->addWidget(emergency_);
    for (auto* label : {title_, record_}) label->setMinimumWidth(40);
    connect(home_, &QPushButton::clicked, this, &TopBar::home);
    connect(stop_, &QPushButton::clicked, this, &TopBar::stop);
    connect(emergency_, &QPushButton::clicked, this, &TopBar::emergency_stop);
    refresh(nullptr);
}

void TopBar::set_kiosk(bool on) {
    home_->setVisible(!on);
    // The caption is the heading there.
    title_->setObjectName(on ? QString() : QStringLiteral("heading"));
    stop_->setVisible(!on);
}

void TopBar::set_theme(const Theme& theme) {
    theme_ = &theme;
    setStyleSheet(QStringLiteral("QFrame#top { background: %1; border-bottom: 1px solid %2; }")
                      .arg(theme.panel.name(), theme.border.name()));
}

void TopBar::show_banner(const Session* session) {
    QString text = tr("READY");
    QColor colour = theme_->dim;
    if (session != nullptr) {
        switch (session->source()) {
            case Source::log:
                text = tr("RECORDED LOG");
                break;
            case Source::simulated:
                text = tr("SIMULATED");
                colour = theme_->good;
                break;
            case Source::virtual_bus:
                text = tr("VIRTUAL BUS");
                colour = theme_->good;
                break;
            case Source::real_bus:
                text = tr("\u26A0 REAL BUS, listening");
                colour = theme_->warning;
                break;
        }
    }
    banner_->setText(text);
    banner_->setStyleSheet(
        QStringLiteral("QLabel { color: %1; border: 2px solid %1; border-radius: 5px; padding: 4px "
                       "8px; font-weight: 700; }")
            .arg(colour.name()));
}

void TopBar::refresh(const Session* session) {
    show_banner(session);
    const bool running = session != nullptr && session->running();
    stop_->setEnabled(running);
    emergency_->setEnabled(running);
    home_->setEnabled(session != nullptr);
    if (session == nullptr) {
        title_->setText(tr("ChargeRig"));
        record_->setText(tr("no session"));
        state_->clear();
        time_->clear();
        return;
    }
    title_->setText(session->title());
    const QLocale plain(QLocale::C);
    const std::uint64_t frames = session->recording().frames().count();
    QString record = tr("%1 frames").arg(plain.toString(static_cast<qulonglong>(frames)));
    if (session->rig() != nullptr) {
        record += session->log_path().isEmpty()
                      ? tr(", not recorded to a file")
                      : tr(", recorded to %1").arg(QFileInfo(session->log_path()).fileName());
        if (const auto lost = session->rig()->lost(); lost > 0)
            record += tr(", %1 not shown").arg(lost);
    }
    record_->setText(record);
    const QString verdict = verdict_text(*session);
    state_->setText(verdict.isEmpty() ? state_text(*session) : tr("verdict: %1").arg(verdict));
    const core::Duration length = session->recording().end() - session->recording().begin();
    time_->setText(
        tr("%1 s").arg(QString::fromStdString(core::fixed_text(core::to_seconds(length), 1))));
}

QString TopBar::banner() const {
    return banner_->text();
}

QString TopBar::state() const {
    return state_->text();
}

}  // namespace chargerig::desktop
