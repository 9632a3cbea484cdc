// SPDX-License-Identifier: Apache-2.0
//
// The plots: what they hold, and what hands do to them.
#include <QFile>
#include <QWheelEvent>
#include <cmath>

#include "app/desktop/data/table.hpp"
#include "sim/rig/run.hpp"
#include "tests/desktop/driven.hpp"

namespace chargerig::desktop {
namespace {

class Plots : public Driven {
protected:
    void SetUp() override {
        Driven::SetUp();
        const QString log = path("session.log");
        const auto scenario =
            scenario::read_scenario(shipped("bidirectional/iso20-dynamic-ocpp.yaml").toStdString(),
                                    {CHARGERIG_SOURCE_DIR "/resources", {}, {}});
        ASSERT_TRUE(scenario);
        rig::RunOptions options;
        options.registry = &registry();
        options.log_path = log.toStdString();
        rig::Interrupt interrupt;
        ASSERT_TRUE(rig::run(*scenario, options, interrupt, {}));
        ASSERT_TRUE(window_->open(log));
        QApplication::processEvents();
    }
    const Recording& recording() { return window_->session()->recording(); }
};

TEST_F(Plots, DrawEachSampleWhenLookedAtClosely) {
    EXPECT_EQ(window_->top_bar().banner(), QStringLiteral("RECORDED LOG"));
    plots().set_range({100.0, 150.0});
    const auto& curves = plots().canvas().curves();
    std::size_t compared = 0;
    for (std::size_t c = 0; c < curves.size(); ++c) {
        const auto& series = curves[c].track->series;
        const auto& drawn = plots().canvas().drawn(c);
        for (std::size_t i = series.first_at(recording().begin() + core::from_seconds(100.0));
             i < series.size() &&
             series.at(i).time <= recording().begin() + core::from_seconds(150.0);
             ++i) {
            // What is drawn at the sample's time: the last corner at or before it.
            const double t_s = core::to_seconds(series.at(i).time - recording().begin());
            double seen = std::nan("");
            for (const auto& point : drawn) {
                if (point.t_s <= t_s) seen = point.value;
            }
            const auto wanted = value_at(curves[c], series.at(i).time);
            if (!wanted) continue;
            ASSERT_EQ(seen, *wanted) << curves[c].kind->name << " at " << t_s;
            ++compared;
        }
    }
    EXPECT_GT(compared, 2000U);
}

TEST_F(Plots, ShowALogAsAWholeAndAxesThatHoldIt) {
    const double length = core::to_seconds(recording().end() - recording().begin());
    EXPECT_LE(plots().range().begin, 0.0);
    EXPECT_GE(plots().range().end, length);
    EXPECT_EQ(plots().mode(), Mode::stay);
    const Extent current = plots().canvas().values(Pane::current);
    EXPECT_GT(current.high, 250.0);  // the set-point beyond the range
    EXPECT_LT(current.low, -120.0);
}

TEST_F(Plots, KeysZoomAndPan) {
    const Range_s whole = plots().range();
    QTest::keyClick(&plots(), Qt::Key_Plus);
    EXPECT_NEAR(plots().range().width(), whole.width() / 1.25, 1e-6);
    const Range_s closer = plots().range();
    QTest::keyClick(&plots(), Qt::Key_Right);
    EXPECT_NEAR(plots().range().begin, closer.begin + closer.width() * 0.1, 1e-6);
    QTest::keyClick(&plots(), Qt::Key_Home);
    EXPECT_NEAR(plots().range().width(), whole.width(), 1e-6);
}

TEST_F(Plots, WheelZoomsAboutTheMouse) {
    auto* const target = plots().findChild<QWidget*>();
    ASSERT_NE(target, nullptr);
    const QPointF at(target->width() / 2.0, target->height() / 4.0);
    const double under = plots().canvas().seconds_at(at.x());
    const double width = plots().range().width();
    QWheelEvent turn(at, target->mapToGlobal(at), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                     Qt::NoScrollPhase, false);
    QApplication::sendEvent(target, &turn);
    EXPECT_NEAR(plots().range().width(), width / 1.25, 1e-6);
    EXPECT_NEAR(plots().canvas().seconds_at(at.x()), under, width * 0.002);
    const Extent before = plots().canvas().values(Pane::voltage);
    QWheelEvent shifted(at, target->mapToGlobal(at), {}, QPoint(0, 120), Qt::NoButton,
                        Qt::ShiftModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(target, &shifted);
    const Extent after = plots().canvas().values(Pane::voltage);
    EXPECT_NEAR(after.high - after.low, (before.high - before.low) / 1.25, 1e-6);
    QTest::keyClick(&plots(), Qt::Key_A);
    EXPECT_EQ(plots().canvas().values(Pane::voltage).high, before.high);
}

TEST_F(Plots, ABoxIsZoomedInto) {
    auto* const target = plots().findChild<QWidget*>();
    const QPoint from(300, 60);
    const QPoint to(400, 100);
    const double begin = plots().canvas().seconds_at(from.x());
    const double end = plots().canvas().seconds_at(to.x());
    const double high = plots().canvas().value_at(Pane::voltage, from.y());
    QTest::mousePress(target, Qt::RightButton, {}, from);
    QTest::mouseMove(target, to);
    QTest::mouseRelease(target, Qt::RightButton, {}, to);
    EXPECT_NEAR(plots().range().begin, begin, 1e-6);
    EXPECT_NEAR(plots().range().end, end, 1e-6);
    EXPECT_NEAR(plots().canvas().values(Pane::voltage).high, high, 1e-6);
}

TEST_F(Plots, CursorsTellWhatLiesBetween) {
    plots().set_cursor(0, recording().begin() + core::from_seconds(100.0));
    plots().set_cursor(1, recording().begin() + core::from_seconds(110.0));
    const QStringList lines = readout(plots(), recording());
    ASSERT_EQ(lines.size(), 4);
    EXPECT_EQ(lines[0], QStringLiteral("A 100.000 s, B 110.000 s, \u0394t 10.000 s"));
    EXPECT_TRUE(lines[2].startsWith(
        QStringLiteral("current: A 50.0 A, B 50.0 A, \u0394 0.0 A, slope 0.000 A/s, mean 50.0 A")))
        << qPrintable(lines[2]);
    const double volts = *recording()
                              .track("Power_Modules_Status", "Present_Voltage")
                              ->series.value_at(*plots().cursor(0));
    EXPECT_NEAR(lines[3].section(QLatin1Char(' '), 1, 1).toDouble(), volts * 50.0 * 10.0 / 3.6e6,
                0.0005);
    QTest::keyClick(&plots(), Qt::Key_C);
    EXPECT_TRUE(readout(plots(), recording()).isEmpty());
}

TEST_F(Plots, AreWrittenInEachFormat) {
    QString why;
    for (const auto& [name, head] :
         {std::pair{"a.png", "\x89PNG"}, {"a.svg", "<?xml"}, {"a.pdf", "%PDF"}}) {
        ASSERT_TRUE(plots().save(path(name), why)) << qPrintable(why);
        QFile file(path(name));
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        EXPECT_TRUE(file.readAll().startsWith(head)) << name;
    }
    plots().set_range({100.0, 101.0});
    ASSERT_TRUE(plots().save(path("a.csv"), why)) << qPrintable(why);
    QFile file(path("a.csv"));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const auto at = [&](double t_s) { return recording().begin() + core::from_seconds(t_s); };
    EXPECT_EQ(file.readAll().toStdString(),
              to_csv(plots().canvas().curves(), at(100.0), at(101.0), recording().begin()));
    EXPECT_FALSE(plots().save(path("a.bmp"), why));
    EXPECT_EQ(why,
              path("a.bmp") +
                  QStringLiteral(": no format has this ending; allowed: .png, .svg, .pdf, .csv"));
    EXPECT_FALSE(plots().save(QStringLiteral("/no/such/folder/a.png"), why));
    EXPECT_EQ(
        why,
        QStringLiteral(
            "/no/such/folder/a.png: cannot write the file; check the folder and its permissions"));
}

TEST_F(Plots, AnEventLeadsToItsInstant) {
    QTest::keyClick(&plots(), Qt::Key_Plus);
    const core::Instant late = recording().begin() + core::from_seconds(611.0);
    plots().set_range({0.0, 60.0});
    plots().go_to(late);
    EXPECT_LT(plots().range().begin, 611.0);
    EXPECT_GT(plots().range().end, 611.0);
    EXPECT_EQ(plots().cursor(0), late);
}

TEST_F(Plots, TheTraceIsFilteredAndLeadsBack) {
    TraceModel trace;
    trace.set_recording(&recording());
    EXPECT_EQ(static_cast<std::uint64_t>(trace.rowCount()), recording().frames().count());
    trace.set_filter(QStringLiteral("ocpp"));
    EXPECT_GT(trace.rowCount(), 0);
    EXPECT_LT(trace.rowCount(), 50);
    for (int row = 0; row < trace.rowCount(); ++row) {
        EXPECT_EQ(trace.data(trace.index(row, TraceModel::kMessage), Qt::DisplayRole).toString(),
                  QStringLiteral("OCPP_Control"));
    }
    EXPECT_EQ(trace.row_at(trace.time_of(2)), 2);
    trace.set_filter(QStringLiteral("no such thing"));
    EXPECT_EQ(trace.rowCount(), 0);
}

class Live : public Driven {};

TEST_F(Live, FreezingStopsThePictureAndCountsWhatComes) {
    ASSERT_TRUE(window_->start_scenario(shipped("normal/din.yaml"), 20.0));
    const auto frames = [&] { return window_->session()->recording().frames().count(); };
    ASSERT_TRUE(happens([&] { return frames() > 200; }));
    EXPECT_EQ(plots().mode(), Mode::follow);
    plots().setFocus();
    QTest::keyClick(&plots(), Qt::Key_Space);
    EXPECT_EQ(plots().mode(), Mode::frozen);
    const core::Instant known = plots().known();
    const std::uint64_t at_freeze = frames();
    ASSERT_TRUE(happens([&] { return frames() > at_freeze + 100; }));
    EXPECT_EQ(plots().known(), known);
    EXPECT_EQ(plots().frames_behind(), frames() - at_freeze);
    QTest::keyClick(&plots(), Qt::Key_Space);
    EXPECT_EQ(plots().mode(), Mode::follow);
    EXPECT_EQ(plots().frames_behind(), 0U);
    EXPECT_GT(plots().known(), known);
}

}  // namespace
}  // namespace chargerig::desktop
