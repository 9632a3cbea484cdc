// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the desktop app share: a window without a screen, and waiting for something to
// happen in it.
#pragma once

#include <gtest/gtest.h>

#include <QApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <memory>

#include "app/desktop/main_window.hpp"

namespace chargerig::desktop {

inline const evse::Registry& registry() {
    static const auto all = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *all;
}

// Lets the window live until `there`, which is asked after events. False: it never came.
inline bool happens(const std::function<bool()>& there) {
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (there()) loop.exit(1);
    });
    QTimer::singleShot(60'000, &loop, [&] { loop.exit(0); });
    look.start(1);
    return loop.exec() == 1;
}

class Driven : public testing::Test {
protected:
    void SetUp() override { make({}); }

    void make(Wishes wishes) {
        window_.reset();
        wishes.settings = path("desktop.ini");
        if (!wishes.dark) wishes.dark = false;
        window_ = std::make_unique<MainWindow>(
            rig::Folders{CHARGERIG_SOURCE_DIR "/resources", CHARGERIG_SOURCE_DIR "/scenarios"},
            registry(), wishes);
        window_->resize(1280, 720);
        window_->show();
        QApplication::processEvents();
    }

    QString path(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    static QString shipped(const char* name) {
        return QStringLiteral(CHARGERIG_SOURCE_DIR "/scenarios/") + QLatin1String(name);
    }
    static QString scene_file(const Scene& scene) {
        return QStringLiteral(CHARGERIG_SOURCE_DIR "/scenarios/%1.yaml")
            .arg(QLatin1String(scene.scenario));
    }

    // Plays a shipped scenario to its end, as fast as it goes.
    void play(const char* name) {
        ASSERT_TRUE(window_->start_scenario(shipped(name), std::nullopt));
        ASSERT_TRUE(happens([this] { return ended(); }));
    }
    // The rig is at its end, and the window has taken all of it.
    bool ended() const {
        const auto* const session = window_->session();
        return !session->running() && session->rig()->result().has_value() &&
               session->recording().frames().count() == session->rig()->produced();
    }
    std::int64_t state() const {
        const auto& states = window_->session()->recording().states();
        return states.empty() ? -1 : states.back().raw;
    }
    PlotView& plots() { return window_->session_page().plots(); }

    template <class Widget>
    Widget* find(const QString& text) {
        for (auto* widget : window_->findChildren<Widget*>()) {
            if (widget->text() == text) return widget;
        }
        ADD_FAILURE() << "no such widget: " << qPrintable(text);
        return nullptr;
    }

    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;
};

}  // namespace chargerig::desktop
