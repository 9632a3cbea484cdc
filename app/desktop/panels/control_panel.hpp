// SPDX-License-Identifier: GPL-3.0-or-later
//
// A hand on the running rig: the back end's set-point within the present range, what a person at
// the charger does, and any step of a scenario file.
#pragma once

#include <QWidget>

#include "app/desktop/session.hpp"

class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;

namespace chargerig::desktop {

class ControlPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ControlPanel(QWidget* parent = nullptr);

    void set_session(Session* session);
    void refresh();
    // A refusal of the rig; empty takes it away.
    void show_answer(const QString& text);

private:
    void send(const QString& step);
    void send_set_point();
    void show_set_point();

    Session* session_ = nullptr;
    QSlider* slider_;
    QLabel* range_;
    QLabel* wanted_;
    QPushButton* apply_;
    QLineEdit* step_;
    QPushButton* do_;
    QLabel* answer_;
    std::vector<QPushButton*> buttons_;
};

}  // namespace chargerig::desktop
