// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is always on screen: simulated or real bus, what runs, its state and time, what is recorded,
// and the emergency stop.
#pragma once

#include <QFrame>

#include "app/desktop/session.hpp"
#include "app/desktop/theme.hpp"

class QLabel;
class QPushButton;

namespace chargerig::desktop {

class TopBar final : public QFrame {
    Q_OBJECT

public:
    explicit TopBar(QWidget* parent = nullptr);

    // Null: none.
    void refresh(const Session* session);
    void set_theme(const Theme& theme);
    // For the stage: larger, and without what only a hand at a mouse needs.
    void set_kiosk(bool on);
    QString banner() const;
    QString state() const;

Q_SIGNALS:
    void emergency_stop();
    void stop();
    void home();

private:
    void show_banner(const Session* session);

    QPushButton* home_;
    QLabel* banner_;
    QLabel* title_;
    QLabel* state_;
    QLabel* time_;
    QLabel* record_;
    QPushButton* stop_;
    QPushButton* emergency_;
    const Theme* theme_;
};

}  // namespace chargerig::desktop
