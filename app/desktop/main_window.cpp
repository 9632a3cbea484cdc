// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.hpp"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QMessageBox>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "sim/can/bus_address.hpp"

namespace chargerig::desktop {
namespace {

constexpr int kRepaint_ms = 33;
// A scene's end is looked at for a while.
constexpr int kNextScene_ms = 6000;
// Larger letters on a stage, readable from 3 m.
constexpr double kStageScale = 1.6;
constexpr double kCaptionScale = 1.5;
constexpr double kUsualLetters_px = 16.0;

bool is_scenario(const QString& path) {
    return path.endsWith(QStringLiteral(".yaml"), Qt::CaseInsensitive) ||
           path.endsWith(QStringLiteral(".yml"), Qt::CaseInsensitive);
}

bool is_emergency_key(const QKeyEvent& event) {
    constexpr auto kBoth = Qt::ControlModifier | Qt::ShiftModifier;
    return event.key() == Qt::Key_Pause ||
           (event.key() == Qt::Key_E && (event.modifiers() & kBoth) == kBoth);
}

// Before there is any widget: what has letters already keeps theirs.
bool scaled_for_stage(bool kiosk) {
    if (kiosk) {
        QFont font = QApplication::font();
        font.setPointSizeF(font.pointSizeF() * kStageScale);
        QApplication::setFont(font);
    }
    return kiosk;
}

QString speed_text(std::optional<double> speed) {
    return speed ? QString::number(*speed) : QStringLiteral("max");
}

}  // namespace

MainWindow::MainWindow(rig::Folders folders, const evse::Registry& registry, const Wishes& wishes)
    : folders_(std::move(folders)),
      registry_(registry),
      settings_(wishes.settings),
      kiosk_(scaled_for_stage(wishes.kiosk)),
      protocol_(wishes.protocol.toStdString()),
      top_bar_(new TopBar(this)),
      caption_(new QLabel(this)),
      stack_(new QStackedWidget(this)),
      start_page_(new StartPage(this)),
      session_page_(new SessionPage(this)) {
    setWindowTitle(QStringLiteral("ChargeRig"));
    auto* const all = new QWidget(this);
    auto* const column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(top_bar_);
    caption_->setAlignment(Qt::AlignCenter);
    caption_->setWordWrap(true);
    caption_->setContentsMargins(16, 10, 16, 10);
    caption_->setAccessibleName(tr("Caption"));
    caption_->hide();
    column->addWidget(caption_);
    column->addWidget(stack_, 1);
    stack_->addWidget(start_page_);
    stack_->addWidget(session_page_);
    setCentralWidget(all);
    connect(top_bar_, &TopBar::emergency_stop, this, &MainWindow::emergency_stop);
    connect(top_bar_, &TopBar::stop, this, &MainWindow::stop);
    connect(top_bar_, &TopBar::home, this, &MainWindow::go_home);
    connect(start_page_, &StartPage::demo, this, [this] { play_scene(0); });
    connect(start_page_, &StartPage::scenario, this, [this](const QString& path) { open(path); });
    connect(start_page_, &StartPage::open_file, this, &MainWindow::open_dialog);
    connect(start_page_, &StartPage::recent, this, [this](const QString& path) { open(path); });
    connect(start_page_, &StartPage::listen, this, &MainWindow::listen);
    start_page_->set_catalog(catalog(QString::fromStdString(folders_.scenarios)));
    refresh_recent();
    if (!settings_.set_aside().isEmpty()) {
        start_page_->show_error(tr("The settings could not be read and were set aside as %1.")
                                    .arg(settings_.set_aside()));
    }
    make_actions();
    const int remembered = settings_.theme();
    dark_ = wishes.dark.value_or(remembered < 0 ? system_is_dark() : remembered == 1);
    top_bar_->set_kiosk(kiosk_);
    session_page_->set_kiosk(kiosk_);
    apply_theme();
    connect(&repaint_, &QTimer::timeout, this, &MainWindow::tick);
    repaint_.start(kRepaint_ms);
    next_scene_.setSingleShot(true);
    connect(&next_scene_, &QTimer::timeout, this, [this] {
        if (scene_) play_scene((*scene_ + 1) % kScenes);
    });
    // Before any dialog or text field: the emergency stop asks nobody.
    qApp->installEventFilter(this);
    if (wishes.demo || wishes.kiosk) play_scene(0);
}

MainWindow::~MainWindow() {
    qApp->removeEventFilter(this);
    session_page_->set_session(nullptr);
}

void MainWindow::make_actions() {
    const auto add = [this](const QString& text, const QList<QKeySequence>& keys, auto&& action) {
        auto* const entry = new QAction(text, this);
        entry->setShortcuts(keys);
        connect(entry, &QAction::triggered, this, action);
        addAction(entry);
    };
    add(tr("Open"), {QKeySequence::Open}, [this] { open_dialog(); });
    add(tr("Export"), {QKeySequence(tr("Ctrl+E"))}, [this] { session_page_->save_as(); });
    add(tr("Dark or light"), {QKeySequence(tr("Ctrl+D"))}, [this] { set_dark(!dark_); });
    add(tr("Stop"), {QKeySequence(tr("Shift+F5"))}, [this] { stop(); });
    add(tr("Full screen"), {QKeySequence(tr("F11"))},
        [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    add(tr("Quit"), {QKeySequence::Quit}, [this] { close(); });
    for (std::size_t i = 0; i < kScenes; ++i) {
        add(tr("Scene %1").arg(i + 1), {QKeySequence(QString::number(i + 1))}, [this, i] {
            if (scene_) play_scene(i);
        });
    }
}

void MainWindow::apply_theme() {
    const Theme& look = theme(dark_);
    // Lines as wide as the letters are large.
    const double scale =
        std::clamp(QFontMetricsF(QApplication::font()).height() / kUsualLetters_px, 1.0, 4.0);
    desktop::apply(look, *qApp);
    caption_->setStyleSheet(
        QStringLiteral("QLabel { background: %1; color: %2; font-size: %3pt; font-weight: 600; }")
            .arg(look.panel.name(), look.text.name())
            .arg(QApplication::font().pointSizeF() * kCaptionScale));
    top_bar_->set_theme(look);
    session_page_->set_theme(look, scale);
    top_bar_->refresh(session_.get());
}

void MainWindow::set_dark(bool dark) {
    dark_ = dark;
    settings_.set_theme(dark ? 1 : 0);
    apply_theme();
}

void MainWindow::refresh_recent() {
    start_page_->set_recent(settings_.recent());
}

bool MainWindow::refuse(const core::Errors& errors) {
    QStringList lines;
    for (const auto& error : errors) lines << QString::fromStdString(error.text());
    go_home();
    start_page_->show_error(lines.join(QLatin1Char('\n')));
    return false;
}

void MainWindow::show_session(std::unique_ptr<Session> session) {
    session_page_->set_session(nullptr);
    session_ = std::move(session);
    start_page_->show_error({});
    connect(session_.get(), &Session::finished, this, &MainWindow::session_ended);
    stack_->setCurrentWidget(session_page_);
    session_page_->set_session(session_.get());
    top_bar_->refresh(session_.get());
    // At once: also if the program does not live to its end.
    if (session_->rig() != nullptr && !session_->log_path().isEmpty()) {
        settings_.add_recent(session_->log_path());
        refresh_recent();
    }
}

void MainWindow::session_ended() {
    if (!session_ || session_->rig() == nullptr) return;
    if (!session_->rig()->result()) {
        const core::Errors errors = session_->rig()->errors();
        refuse(errors);
        return;
    }
    session_page_->show_end();
    top_bar_->refresh(session_.get());
    if (scene_) next_scene_.start(kNextScene_ms);
}

bool MainWindow::open(const QString& path) {
    const bool opened =
        is_scenario(path) ? start_scenario(path, start_page_->speed()) : open_log_file(path);
    if (!opened) return false;
    settings_.add_recent(QFileInfo(path).absoluteFilePath());
    refresh_recent();
    return true;
}

bool MainWindow::open_log_file(const QString& path) {
    const auto version = registry_.find(protocol_);
    if (!version) return refuse({version.error()});
    auto log = open_log(path.toStdString(), *version);
    if (!log) return refuse({log.error()});
    set_demo(std::nullopt);
    show_session(std::make_unique<Session>(std::move(*log), path));
    return true;
}

bool MainWindow::start_scenario(const QString& path, std::optional<double> speed, bool record) {
    auto scenario = scenario::read_scenario(path.toStdString(), {folders_.resources, {}, {}});
    if (!scenario) return refuse(scenario.error());
    const auto misfits = rig::check_against_version(*scenario, registry_);
    if (!misfits.empty()) return refuse(misfits);
    if (!scenario->emulate.all()) {
        return refuse({{{scenario->file, 0, 0},
                        "emulates only " + scenario::to_text(scenario->emulate),
                        "",
                        "a scenario that emulates all sides",
                        "the other side is on a bus: chargerig run FILE --bus BUS"}});
    }
    const auto version = registry_.find(scenario->protocol);
    if (!version) return refuse({version.error()});
    if (next_scene_.isActive()) next_scene_.stop();
    set_demo(std::nullopt);
    Start start;
    start.scenario = std::move(*scenario);
    start.speed = speed;
    if (record) start.log_path = settings_.next_recording().toStdString();
    const QString command =
        QStringLiteral("chargerig run %1 --speed %2").arg(path, speed_text(speed));
    show_session(std::make_unique<Session>(registry_, *version, std::move(start), Source::simulated,
                                           command));
    return true;
}

bool MainWindow::listen(const QString& bus, const QString& protocol) {
    const auto address = can::parse_bus_address(bus.toStdString());
    const auto version = registry_.find(protocol.toStdString());
    core::Errors errors;
    if (!address) errors.push_back(address.error());
    if (!version) errors.push_back(version.error());
    if (!errors.empty()) return refuse(errors);
    if (address->kind == can::BusKind::in_process) {
        return refuse({{{},
                        "nobody is on the bus inside this process",
                        bus.toStdString(),
                        "PLUGIN:INTERFACE",
                        ""}});
    }
    set_demo(std::nullopt);
    Start start;
    start.scenario.name = "Listening to " + bus.toStdString();
    start.scenario.emulate = {};
    start.scenario.protocol = (*version)->name();
    start.bus = *address;
    start.log_path = settings_.next_recording().toStdString();
    const bool is_virtual = bus.startsWith(QStringLiteral("virtualcan:"));
    show_session(std::make_unique<Session>(
        registry_, *version, std::move(start), is_virtual ? Source::virtual_bus : Source::real_bus,
        QStringLiteral("chargerig run FILE --emulate none --bus %1").arg(bus)));
    return true;
}

void MainWindow::set_demo(std::optional<std::size_t> scene) {
    scene_ = scene;
    caption_->setVisible(scene.has_value());
    // Room for two lines: nothing moves when the text changes.
    caption_->setMinimumHeight(scene ? caption_->fontMetrics().lineSpacing() * 2 + 24 : 0);
    if (scene) caption_->setText(desktop::caption(scenes()[*scene], 0));
}

void MainWindow::play_scene(std::size_t scene) {
    const Scene& next = scenes()[scene];
    const QString path =
        QStringLiteral("%1/%2.yaml")
            .arg(QString::fromStdString(folders_.scenarios), QLatin1String(next.scenario));
    if (start_scenario(path, next.speed, false)) set_demo(scene);
}

QString MainWindow::caption() const {
    return scene_ ? caption_->text() : QString();
}

void MainWindow::go_home() {
    next_scene_.stop();
    set_demo(std::nullopt);
    session_page_->set_session(nullptr);
    session_.reset();
    refresh_recent();
    stack_->setCurrentWidget(start_page_);
    top_bar_->refresh(nullptr);
}

void MainWindow::emergency_stop() {
    if (session_ && session_->rig() != nullptr) session_->rig()->emergency_stop();
}

void MainWindow::stop() {
    if (session_ && session_->rig() != nullptr) session_->rig()->stop();
}

void MainWindow::tick() {
    if (!session_) return;
    const bool any = session_->take();
    session_page_->refresh(any);
    top_bar_->refresh(session_.get());
    if (!scene_) return;
    const auto over = static_cast<std::size_t>(session_page_->steps().current());
    const QString text = desktop::caption(scenes()[*scene_], over);
    if (caption_->text() != text) caption_->setText(text);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        if (is_emergency_key(*static_cast<QKeyEvent*>(event))) {
            emergency_stop();
            event->accept();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::open_dialog() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a log or a scenario"), {},
                                     tr("Logs and scenarios (*.log *.yaml *.yml);;All files (*)"));
    if (!path.isEmpty()) open(path);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (session_) session_page_->set_session(nullptr);
    session_.reset();
    QMainWindow::closeEvent(event);
}

}  // namespace chargerig::desktop
