// SPDX-License-Identifier: Apache-2.0
//
// The window as a user drives it.
#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTreeWidget>

#include "tests/desktop/driven.hpp"

namespace chargerig::desktop {
namespace {

using evse::ControllerState;

class Window : public Driven {};

TEST_F(Window, StartsWithScenariosByGroupEachWithASentence) {
    const auto* const tree = window_->findChild<QTreeWidget*>();
    ASSERT_NE(tree, nullptr);
    EXPECT_GE(tree->topLevelItemCount(), 5);
    for (int g = 0; g < tree->topLevelItemCount(); ++g) {
        const auto* const group = tree->topLevelItem(g);
        EXPECT_GT(group->childCount(), 0);
        for (int i = 0; i < group->childCount(); ++i) {
            EXPECT_GT(group->child(i)->text(1).size(), 20) << qPrintable(group->child(i)->text(0));
        }
    }
    EXPECT_EQ(window_->top_bar().banner(), QStringLiteral("READY"));
}

TEST_F(Window, DemoRunsInTwoClicksAndKeysChooseTheScene) {
    QTest::mouseClick(find<QPushButton>(QStringLiteral("Start the demo")), Qt::LeftButton);
    ASSERT_TRUE(window_->scene());
    EXPECT_EQ(*window_->scene(), 0U);
    EXPECT_EQ(window_->caption(), QStringLiteral("The charger waits for a car."));
    EXPECT_EQ(window_->top_bar().banner(), QStringLiteral("SIMULATED"));
    EXPECT_TRUE(happens([&] { return window_->session()->recording().frames().count() > 0; }));
    QTest::keyClick(window_.get(), Qt::Key_3);
    EXPECT_EQ(*window_->scene(), 2U);
    EXPECT_EQ(window_->session()->title(), QStringLiteral("Demo, too hot, and back again"));
}

TEST_F(Window, PlaysAScenarioToItsVerdict) {
    play("normal/din.yaml");
    window_->tick();
    EXPECT_EQ(window_->top_bar().state(), QStringLiteral("verdict: pass"));
    const auto& seen = window_->session()->steps_seen();
    EXPECT_TRUE(
        std::all_of(seen.begin(), seen.end(), [](const auto& s) { return s.done && !s.missed; }));
    QTest::mouseClick(find<QPushButton>(QStringLiteral("Copy as command line")), Qt::LeftButton);
    EXPECT_EQ(QApplication::clipboard()->text(),
              QStringLiteral("chargerig run %1 --speed max").arg(shipped("normal/din.yaml")));
}

TEST_F(Window, ASessionIsRecordedAndTheRecordingShowsTheSame) {
    play("normal/din.yaml");
    const std::uint64_t frames = window_->session()->recording().frames().count();
    const auto states = window_->session()->recording().states();
    const QString recorded = window_->session()->log_path();
    EXPECT_TRUE(recorded.endsWith(QStringLiteral("session-000001.log"))) << qPrintable(recorded);
    ASSERT_TRUE(window_->open(recorded));
    EXPECT_EQ(window_->session()->recording().frames().count(), frames);
    EXPECT_EQ(window_->session()->recording().states(), states);
}

TEST_F(Window, OnlyTheLatestRecordingsAreKept) {
    Settings settings(path("desktop.ini"));
    QStringList names;
    for (int i = 0; i < Settings::kRecordings + 5; ++i) {
        names << settings.next_recording();
        QFile file(names.back());
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    }
    EXPECT_FALSE(QFile::exists(names[4]));
    EXPECT_TRUE(QFile::exists(names[5]));
    EXPECT_TRUE(QFile::exists(names.back()));
}

TEST_F(Window, StepsThatHoldStepsAreAllSeen) {
    for (const char* name : {"limits/limit-profile.yaml", "normal/three-sessions.yaml"}) {
        play(name);
        window_->tick();
        EXPECT_EQ(window_->top_bar().state(), QStringLiteral("verdict: pass")) << name;
        const auto& seen = window_->session()->steps_seen();
        EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](const auto& s) {
            return s.done && !s.missed;
        })) << name;
    }
}

TEST_F(Window, NothingIsLostWhileItStandsStill) {
    ASSERT_TRUE(
        window_->start_scenario(shipped("bidirectional/iso20-dynamic-ocpp.yaml"), std::nullopt));
    auto* const session = window_->session();
    // No event of the window is handled until the rig is at its end.
    while (session->running()) QThread::yieldCurrentThread();
    EXPECT_EQ(session->recording().frames().count(), 0U);
    const std::uint64_t produced = session->rig()->produced();
    EXPECT_GT(produced, 30'000U);
    ASSERT_TRUE(
        happens([&] { return ended() && session->recording().frames().count() == produced; }));
    EXPECT_EQ(session->rig()->lost(), 0U);
    EXPECT_EQ(session->rig()->result()->frames_sent, produced);
}

TEST_F(Window, AStepTypedInIsDone) {
    ASSERT_TRUE(window_->start_scenario(shipped("bidirectional/iso20-dynamic-ocpp.yaml"), 50.0));
    const auto charging = static_cast<std::int64_t>(ControllerState::Charging);
    ASSERT_TRUE(happens([&] { return state() == charging; }));
    auto* const line = window_->findChild<ControlPanel*>()->findChild<QLineEdit*>();
    QTest::keyClicks(line, QStringLiteral("set: {ocpp.target_current_A: 33}"));
    const Track& target =
        *window_->session()->recording().track("OCPP_Control", "Dynamic_Target_Current");
    const auto seen = [&] {
        const auto& series = target.series;
        for (std::size_t i = 0; i < series.size(); ++i) {
            if (series.at(i).value == 33.0) return true;
        }
        return false;
    };
    // Not while it is typed.
    EXPECT_FALSE(seen());
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_TRUE(happens(seen));
    window_->emergency_stop();
    EXPECT_TRUE(happens([this] { return ended(); }));
}

TEST_F(Window, AStepThatCannotBeDoneIsRefusedInWords) {
    ASSERT_TRUE(window_->start_scenario(shipped("normal/din.yaml"), 1.0));
    ASSERT_TRUE(happens([&] { return window_->session()->recording().frames().count() > 0; }));
    QString why;
    QObject::connect(window_->session()->rig(), &RigThread::refused, window_.get(),
                     [&](const QString& text) { why = text; });
    window_->session()->rig()->command("set: {wrong: 1}");
    ASSERT_TRUE(happens([&] { return !why.isEmpty(); }));
    EXPECT_TRUE(why.contains(QStringLiteral("this cannot be set while a session runs: 'wrong'")))
        << qPrintable(why);
}

class EmergencyStop : public Driven, public testing::WithParamInterface<ControllerState> {};

TEST_P(EmergencyStop, EndsTheSessionInEveryState) {
    ASSERT_TRUE(window_->start_scenario(shipped("normal/din.yaml"), 20.0));
    const auto wanted = static_cast<std::int64_t>(GetParam());
    ASSERT_TRUE(happens([&] { return state() == wanted; }));
    QTest::keyClick(window_.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(happens([this] { return ended(); }));
    EXPECT_TRUE(window_->session()->rig()->result()->interrupted);
    const Recording& recording = window_->session()->recording();
    const Track& contactors = *recording.track("DC_Power_Control", "Output_Contactors");
    if (!contactors.series.empty()) {
        EXPECT_EQ(contactors.series.last().value, 0.0);
    }
}

INSTANTIATE_TEST_SUITE_P(States, EmergencyStop,
                         testing::Values(ControllerState::Waiting_For_PEV,
                                         ControllerState::Negotiating_Connection,
                                         ControllerState::Insulation_Test,
                                         ControllerState::Precharge, ControllerState::Charging),
                         [](const auto& each) {
                             return "raw" + std::to_string(static_cast<int>(each.param));
                         });

TEST_F(Window, EmergencyStopWorksWhileADialogIsOpen) {
    ASSERT_TRUE(window_->start_scenario(shipped("normal/din.yaml"), 20.0));
    ASSERT_TRUE(
        happens([&] { return state() == static_cast<std::int64_t>(ControllerState::Charging); }));
    QMessageBox box(QMessageBox::Information, QStringLiteral("x"), QStringLiteral("y"),
                    QMessageBox::Ok, window_.get());
    box.setModal(true);
    box.show();
    QTest::keyClick(&box, Qt::Key_Pause);
    EXPECT_TRUE(box.isVisible());
    ASSERT_TRUE(happens([this] { return ended(); }));
    const Track& origin = *window_->session()->recording().track("Emergency_Stop", "Origin");
    EXPECT_FALSE(origin.series.empty());
}

TEST_F(Window, ABrokenScenarioIsToldWithAllItsErrors) {
    const QString file = path("broken.yaml");
    QFile out(file);
    ASSERT_TRUE(out.open(QIODevice::WriteOnly));
    out.write("format: 1\nname: x\nwrong: 1\nsteps:\n  - plug_inn\n");
    out.close();
    EXPECT_FALSE(window_->open(file));
    EXPECT_EQ(window_->session(), nullptr);
    const QString told = window_->start_page().error();
    EXPECT_TRUE(told.contains(file + QStringLiteral(":3:1: "))) << qPrintable(told);
    EXPECT_TRUE(told.contains(file + QStringLiteral(":5:5: "))) << qPrintable(told);
    EXPECT_TRUE(told.contains(QStringLiteral("plug_in"))) << qPrintable(told);
}

TEST_F(Window, OneSideAloneNeedsABus) {
    EXPECT_FALSE(window_->open(shipped("bench/modules-under-test.yaml")));
    EXPECT_EQ(
        window_->start_page().error(),
        shipped("bench/modules-under-test.yaml") +
            QStringLiteral(
                ": emulates only controller,vehicle; allowed: a scenario that emulates all sides; "
                "the other side is on a bus: chargerig run FILE --bus BUS"));
}

TEST_F(Window, ABusThatIsNoneIsToldBeforeAnythingRuns) {
    EXPECT_FALSE(window_->listen(QStringLiteral("nonsense"), QStringLiteral("9.9")));
    EXPECT_EQ(window_->session(), nullptr);
    EXPECT_EQ(window_->start_page().error().count(QLatin1Char('\n')), 1);
}

TEST_F(Window, WhatWasOpenedIsOfferedAgain) {
    EXPECT_TRUE(window_->open(shipped("normal/din.yaml")));
    const QString recorded = window_->session()->log_path();
    window_->go_home();
    EXPECT_EQ(Settings(path("desktop.ini")).recent(),
              (QStringList{shipped("normal/din.yaml"), recorded}));
}

TEST_F(Window, SettingsThatCannotBeReadAreSetAside) {
    window_.reset();
    const QString file = path("desktop.ini");
    QFile out(file);
    ASSERT_TRUE(out.open(QIODevice::WriteOnly));
    out.write("\x01\x02 this is no settings file");
    out.close();
    make({});
    EXPECT_TRUE(QFile::exists(file + QStringLiteral(".aside")));
    EXPECT_TRUE(window_->start_page().error().contains(QStringLiteral("desktop.ini.aside")));
}

TEST_F(Window, TheThemeIsRemembered) {
    window_->set_dark(true);
    Wishes wishes;
    wishes.settings = path("desktop.ini");
    EXPECT_EQ(Settings(path("desktop.ini")).theme(), 1);
}

TEST_F(Window, EachSceneOfTheDemoPassesAndItsCaptionsHaveTheirSteps) {
    for (const Scene& scene : scenes()) {
        ASSERT_TRUE(window_->start_scenario(scene_file(scene), std::nullopt)) << scene.scenario;
        ASSERT_TRUE(happens([this] { return ended(); })) << scene.scenario;
        EXPECT_EQ(window_->session()->rig()->result()->verdict, report::Verdict::pass)
            << scene.scenario;
        ASSERT_FALSE(scene.captions.empty());
        EXPECT_EQ(scene.captions.front().steps_over, 0U);
        for (std::size_t i = 1; i < scene.captions.size(); ++i) {
            EXPECT_GT(scene.captions[i].steps_over, scene.captions[i - 1].steps_over);
            EXPECT_LT(scene.captions[i].steps_over, window_->session()->steps().size());
        }
    }
}

TEST(Theme, TextAndLinesStandOutInBothThemes) {
    for (const bool dark : {false, true}) {
        const Theme& look = theme(dark);
        for (const auto& text :
             {look.text, look.dim, look.good, look.warning, look.bad, look.accent}) {
            EXPECT_GE(contrast(text, look.panel), 4.5) << qPrintable(text.name()) << dark;
            EXPECT_GE(contrast(text, look.window), 4.5) << qPrintable(text.name()) << dark;
        }
        EXPECT_GE(contrast(look.on_stop, look.stop), 4.5);
        EXPECT_GE(contrast(look.on_accent, look.accent), 4.5);
        for (const auto role : {Role::measured, Role::target, Role::range, Role::setpoint,
                                Role::vehicle, Role::charger}) {
            EXPECT_GE(contrast(pen_of(look, role).color(), look.plot), 3.0)
                << static_cast<int>(role) << dark;
        }
    }
}

}  // namespace
}  // namespace chargerig::desktop
