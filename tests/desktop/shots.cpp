// SPDX-License-Identifier: Apache-2.0
//
// shots FOLDER [SUBSTRING]: every screen of the desktop app in both themes, at 1280x720 and at
// 3840x2160, as PNG; with SUBSTRING those alone whose name has it. Needs no display.
#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QTemporaryDir>
#include <cstdio>
#include <filesystem>

#include "app/desktop/main_window.hpp"

namespace {

using namespace chargerig;
using desktop::MainWindow;

// Until the rig is at this instant, or at its end. The rig's frames come by the window's own timer.
void play_until(MainWindow& window, core::Duration length) {
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        auto* const session = window.session();
        const bool there = session->recording().end() - session->recording().begin() >= length;
        if (there || !session->running()) loop.quit();
    });
    look.start(5);
    loop.exec();
}

struct Stage {
    rig::Folders folders;
    const evse::Registry& registry;
    QDir folder;
    QString only;
    QString settings;
    int written = 0;

    void shoot(MainWindow& window, const QString& name) {
        QApplication::processEvents();
        const QString path = folder.filePath(name + QStringLiteral(".png"));
        if (!window.grab().save(path)) {
            std::fprintf(stderr, "error: %s: cannot write\n", qPrintable(path));
            std::exit(3);
        }
        ++written;
    }

    QString scenario(const char* name) const {
        return QString::fromStdString(folders.scenarios) + QLatin1Char('/') + QLatin1String(name);
    }

    void screens(const QString& suffix, bool dark, QSize size, double scale) {
        const auto wanted = [&](const char* name) {
            return (QLatin1String(name) + suffix).contains(only);
        };
        QFont font = QApplication::font();
        const QFont before = font;
        font.setPointSizeF(font.pointSizeF() * scale);
        QApplication::setFont(font);
        desktop::Wishes wishes;
        wishes.dark = dark;
        wishes.settings = settings;
        {
            MainWindow window(folders, registry, wishes);
            window.resize(size);
            window.show();
            if (wanted("start")) shoot(window, QStringLiteral("start") + suffix);
            if (wanted("error")) {
                window.open(QStringLiteral("/no/such/session.log"));
                shoot(window, QStringLiteral("error") + suffix);
            }
            if (wanted("running")) {
                window.start_scenario(scenario("bidirectional/iso20-dynamic-ocpp.yaml"), 100.0);
                play_until(window, core::from_seconds(200.0));
                window.session_page().plots().show_all();
                shoot(window, QStringLiteral("running") + suffix);
            }
            if (wanted("finished")) {
                window.start_scenario(scenario("bidirectional/iso20-dynamic-ocpp.yaml"),
                                      std::nullopt);
                play_until(window, core::from_seconds(1e6));
                window.tick();
                QApplication::processEvents();
                window.session_page().plots().toggle_cursors();
                shoot(window, QStringLiteral("finished") + suffix);
            }
            if (wanted("fault")) {
                window.start_scenario(scenario("faults/emergency-button.yaml"), std::nullopt);
                play_until(window, core::from_seconds(1e6));
                window.tick();
                QApplication::processEvents();
                shoot(window, QStringLiteral("fault") + suffix);
            }
        }
        QApplication::setFont(before);
        if (wanted("demo")) {
            wishes.kiosk = true;
            MainWindow window(folders, registry, wishes);
            window.resize(size);
            window.show();
            window.play_scene(1);
            play_until(window, core::from_seconds(62.0));
            window.tick();
            shoot(window, QStringLiteral("demo") + suffix);
        }
        QApplication::setFont(before);
    }
};

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    if (argc < 2) {
        std::fprintf(stderr, "usage: shots FOLDER [SUBSTRING]\n");
        return 2;
    }
    QApplication application(argc, argv);
    const auto registry = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    if (!registry) return 3;
    const QTemporaryDir scratch;
    QDir().mkpath(QString::fromLocal8Bit(argv[1]));
    Stage stage{{CHARGERIG_SOURCE_DIR "/resources", CHARGERIG_SOURCE_DIR "/scenarios"},
                *registry,
                QDir(QString::fromLocal8Bit(argv[1])),
                argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString(),
                scratch.filePath(QStringLiteral("desktop.ini"))};
    for (const bool dark : {false, true}) {
        const QString theme = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        stage.screens(theme + QStringLiteral("-1280"), dark, {1280, 720}, 1.0);
        // A screen of this size has about twice the dots for each letter.
        stage.screens(theme + QStringLiteral("-3840"), dark, {3840, 2160}, 2.0);
    }
    std::printf("%d pictures in %s\n", stage.written, argv[1]);
    return 0;
}
