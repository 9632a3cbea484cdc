// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window: start page or session, below what is always on screen.
#pragma once

#include <QMainWindow>
#include <QTimer>
#include <memory>
#include <optional>

#include "app/desktop/demo.hpp"
#include "app/desktop/session_page.hpp"
#include "app/desktop/settings.hpp"
#include "app/desktop/start_page.hpp"
#include "app/desktop/top_bar.hpp"
#include "sim/rig/resources.hpp"

class QLabel;
class QStackedWidget;

namespace chargerig::desktop {

// What was asked for on the command line.
struct Wishes {
    bool demo = false;
    bool kiosk = false;        // full screen, nothing to press but scenes and the emergency stop
    std::optional<bool> dark;  // empty: as remembered, else as the desktop has it
    QString settings;          // file; empty: the user's own
    QString protocol = QStringLiteral("3.6");  // of logs
};

class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    // `registry` outlives it.
    MainWindow(rig::Folders folders, const evse::Registry& registry, const Wishes& wishes);
    ~MainWindow() override;

    // A log or a scenario, by what is in it. False: the start page shows why not.
    bool open(const QString& path);
    // `record`: keep its log, as the settings say.
    bool start_scenario(const QString& path, std::optional<double> speed, bool record = true);
    bool listen(const QString& bus, const QString& protocol);
    // 0 to 2; goes on by itself from then on.
    void play_scene(std::size_t scene);
    void go_home();
    void set_dark(bool dark);
    bool dark() const { return dark_; }

    Session* session() { return session_.get(); }
    SessionPage& session_page() { return *session_page_; }
    StartPage& start_page() { return *start_page_; }
    const TopBar& top_bar() const { return *top_bar_; }
    QString caption() const;
    std::optional<std::size_t> scene() const { return scene_; }

public Q_SLOTS:
    void emergency_stop();
    void stop();
    // Takes what has come and shows it; the repaint timer's turn.
    void tick();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void make_actions();
    void show_session(std::unique_ptr<Session> session);
    void session_ended();
    void apply_theme();
    void refresh_recent();
    bool refuse(const core::Errors& errors);
    bool open_log_file(const QString& path);
    void open_dialog();
    void set_demo(std::optional<std::size_t> scene);

    rig::Folders folders_;
    const evse::Registry& registry_;
    Settings settings_;
    bool kiosk_;
    std::string protocol_;  // of logs
    bool dark_ = false;
    TopBar* top_bar_;
    QLabel* caption_;
    QStackedWidget* stack_;
    StartPage* start_page_;
    SessionPage* session_page_;
    std::unique_ptr<Session> session_;
    std::optional<std::size_t> scene_;
    QTimer repaint_;
    QTimer next_scene_;
};

}  // namespace chargerig::desktop
