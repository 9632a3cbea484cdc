// SPDX-License-Identifier: GPL-3.0-or-later
//
// One session: plots in the middle, panels around them as docks.
#pragma once

#include <QMainWindow>

#include "app/desktop/panels/control_panel.hpp"
#include "app/desktop/panels/event_model.hpp"
#include "app/desktop/panels/readout.hpp"
#include "app/desktop/panels/signal_model.hpp"
#include "app/desktop/panels/step_model.hpp"
#include "app/desktop/panels/trace_model.hpp"
#include "app/desktop/panels/value_panel.hpp"

class QLineEdit;
class QPushButton;
class QTableView;

namespace chargerig::desktop {

class SessionPage final : public QMainWindow {
    Q_OBJECT

public:
    explicit SessionPage(QWidget* parent = nullptr);

    // Null: none. It must outlive the page or be taken away.
    void set_session(Session* session);
    void set_theme(const Theme& theme, double scale);
    // Plots and numbers alone, for the stage.
    void set_kiosk(bool on);
    // At the rate of the screen; `any`: something new has come.
    void refresh(bool any);
    // The verdict has come.
    void show_end();

    PlotView& plots() { return *plots_; }
    const ValuePanel& values() const { return *values_; }
    const TraceModel& trace() const { return trace_; }
    const StepModel& steps() const { return steps_; }
    const EventModel& events() const { return events_; }

public Q_SLOTS:
    void save_as();
    void copy_command();

private:
    QWidget* make_tools();
    QDockWidget* add_dock(const QString& title, QWidget* content, Qt::DockWidgetArea area);
    QWidget* make_trace();
    void make_docks();
    void show_mode();

    Session* session_ = nullptr;
    TraceModel trace_;
    SignalModel signals_;
    EventModel events_;
    StepModel steps_;
    PlotView* plots_;
    ValuePanel* values_;
    Readout* readout_;
    QWidget* tools_ = nullptr;
    QLabel* remarks_ = nullptr;
    QPushButton* freeze_ = nullptr;
    QPushButton* follow_ = nullptr;
    QTableView* trace_view_ = nullptr;
    QTableView* event_view_ = nullptr;
    QTableView* step_view_ = nullptr;
    QTableView* signal_view_ = nullptr;
    QLineEdit* filter_ = nullptr;
    ControlPanel* control_;
    QDockWidget* side_dock_ = nullptr;
    QDockWidget* step_dock_ = nullptr;
    std::vector<QDockWidget*> docks_;
    int step_shown_ = -1;
    bool kiosk_ = false;
};

}  // namespace chargerig::desktop
