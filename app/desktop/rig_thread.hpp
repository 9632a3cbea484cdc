// SPDX-License-Identifier: GPL-3.0-or-later
//
// A rig in a thread of its own. Frames and notes come to the window through rings without a lock,
// steps go back; the window may stand still, the rig does not notice. Where a ring is full, a rig
// without a port waits for the window (nobody is out there to miss it), one with a port goes on,
// and what the window did not get is counted.
#pragma once

#include <QObject>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/desktop/data/recording.hpp"
#include "sim/core/spsc_ring.hpp"
#include "sim/rig/live.hpp"

namespace chargerig::desktop {

// What is started.
struct Start {
    scenario::Scenario scenario;
    std::optional<double> speed = 1.0;  // empty: as fast as possible
    can::BusAddress bus;
    std::string log_path;  // empty: none
};

class RigThread final : public QObject, private rig::FrameTap {
    Q_OBJECT

public:
    // `registry` outlives it.
    explicit RigThread(const evse::Registry& registry, QObject* parent = nullptr);
    // Stops what runs, in the safe order, and waits for its end.
    ~RigThread() override;

    // Nothing may be running.
    void start(Start start);
    bool running() const { return running_; }

    // A step as in a scenario file: "set: {ocpp.target_current_A: 50}". It is done at the next
    // instant; a refusal comes as a signal.
    void command(const std::string& step);
    // Ends the session in the safe order.
    void stop();
    // Opens the contactors at once. Acts in the rig's own thread, whatever the window does.
    void emergency_stop();

    // The window's turn: what has come since the last one goes into the recording. False: nothing.
    bool drain(Recording& recording);
    // Frames that a full ring did not take. With a port only.
    std::uint64_t lost() const { return lost_; }
    std::uint64_t produced() const { return produced_; }
    // The run's own time.
    core::Instant now() const { return {now_ns_}; }

    // Of the last run, when it is over; empty if it could not be set up.
    const std::optional<report::RunResult>& result() const { return result_; }
    const core::Errors& errors() const { return errors_; }

Q_SIGNALS:
    // In the window's thread, after the last frame is in the ring.
    void finished();
    void refused(const QString& why);

private:
    void on_frame(const can::Frame& frame) override;
    void run();
    void play(rig::Live& live);
    bool asked() const { return commands_.size() > 0; }
    void say(const core::Note& note);
    template <class Item>
    bool push(core::SpscRing<Item>& ring, const Item& item);

    const evse::Registry& registry_;
    Start start_;
    std::thread thread_;
    core::SpscRing<can::Frame> frames_;
    core::SpscRing<core::Note> notes_;
    core::SpscRing<std::string> commands_;
    core::WakeUp room_;  // the window has taken something
    core::WallClock clock_;
    std::atomic<bool> running_{false};
    std::atomic<bool> leaving_{false};
    std::atomic<std::int64_t> now_ns_{0};
    std::atomic<std::uint64_t> produced_{0};
    std::atomic<std::uint64_t> lost_{0};
    bool has_port_ = false;

    std::mutex live_lock_;  // for the pointer; stop() and emergency_stop() come from the window
    rig::Live* live_ = nullptr;
    int interrupts_wanted_ = 0;

    std::optional<report::RunResult> result_;
    core::Errors errors_;
};

}  // namespace chargerig::desktop
