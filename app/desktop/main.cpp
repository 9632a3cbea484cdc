// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <cstdio>

#include "app/desktop/main_window.hpp"
#include "app/desktop/version.hpp"

namespace {

constexpr int kWrongUsage = 2;
constexpr int kSetUpError = 3;

int complain(const chargerig::core::Errors& errors) {
    for (const auto& error : errors) std::fprintf(stderr, "error: %s\n", error.text().c_str());
    return kSetUpError;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace chargerig;
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("chargerig-desktop"));
    QApplication::setApplicationVersion(QString::fromLatin1(desktop::kVersion));
    QCommandLineParser parser;
    parser.setApplicationDescription(QObject::tr("The desktop app of ChargeRig."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(QStringLiteral("demo"),
                                  QObject::tr("Plays three scenes with captions, endlessly."));
    const QCommandLineOption kiosk(QStringLiteral("kiosk"),
                                   QObject::tr("The demo on the full screen, in large letters."));
    const QCommandLineOption dark(QStringLiteral("dark"), QObject::tr("Dark colours."));
    const QCommandLineOption light(QStringLiteral("light"), QObject::tr("Light colours."));
    const QCommandLineOption protocol(QStringLiteral("protocol"),
                                      QObject::tr("Version of the interface in a log."),
                                      QStringLiteral("VERSION"), QStringLiteral("3.6"));
    parser.addOptions({demo, kiosk, dark, light, protocol});
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QObject::tr("A log to look at or a scenario to play."),
                                 QStringLiteral("[FILE]"));
    parser.process(application);
    if (parser.positionalArguments().size() > 1 || (parser.isSet(dark) && parser.isSet(light))) {
        std::fprintf(stderr, "error: one FILE at most, and one of --dark and --light\n");
        return kWrongUsage;
    }

    auto folders = rig::find_folders();
    if (!folders) return complain({folders.error()});
    const auto registry = evse::Registry::load(folders->resources);
    if (!registry) return complain(registry.error());
    desktop::Wishes wishes;
    wishes.demo = parser.isSet(demo);
    wishes.kiosk = parser.isSet(kiosk);
    if (parser.isSet(dark) || parser.isSet(light)) wishes.dark = parser.isSet(dark);
    wishes.protocol = parser.value(protocol);
    if (const auto known = registry->find(wishes.protocol.toStdString()); !known) {
        complain({known.error()});
        return kWrongUsage;
    }
    desktop::MainWindow window(*folders, *registry, wishes);
    window.resize(1280, 800);
    if (wishes.kiosk) {
        window.setCursor(Qt::BlankCursor);
        window.showFullScreen();
    } else {
        window.show();
    }
    if (!parser.positionalArguments().isEmpty())
        window.open(parser.positionalArguments().constFirst());
    return QApplication::exec();
}
