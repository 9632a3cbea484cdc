// SPDX-License-Identifier: Apache-2.0
//
// Runs one scenario from start to verdict, in virtual or wall-clock time.
//
// An instant is the earliest of: a participant's next wake-up, a frame's or a link message's
// arrival, a scripted step. At each instant the same phases run in the same order: physics carries
// the electrical world from the last instant to this one on its fixed grid; what can be measured is
// measured; what has arrived is received; whoever is due decides; frames and link messages are
// sent. What is sent now is received at a later instant.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/can/bus_address.hpp"
#include "sim/can/frame.hpp"
#include "sim/core/note.hpp"
#include "sim/core/wall_clock.hpp"
#include "sim/evse/registry.hpp"
#include "sim/plant/external_battery.hpp"
#include "sim/report/result.hpp"
#include "sim/rig/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::rig {

// How the outside ends a run before its time. request() may be called from a signal handler.
class Interrupt {
public:
    void request() noexcept {
        requests_.fetch_add(1);
        bell_.post();
    }
    int requests() const { return requests_.load(); }
    core::WakeUp& bell() { return bell_; }

private:
    std::atomic<int> requests_{0};
    core::WakeUp bell_;
};

struct RunOptions {
    const evse::Registry* registry = nullptr;  // never null in run()
    can::BusAddress bus;                       // in-process unless told otherwise
    std::optional<double> speed;               // empty: as fast as possible; only without a port
    std::string log_path;                      // empty: no file
    std::optional<double> timeout_s;           // of the run's own time; empty: see Ending
    // What somebody else sends on the in-process bus, in the order of time; empty: nobody is there.
    std::vector<can::Frame> stranger;
    // A user's own; all of them outlive the run. Together with the stranger and what the scenario
    // has there are at most can::VirtualBus::kMaxEndpoints ends on the bus.
    std::vector<Guest*> guests;
    core::Duration guest_budget = kGuestBudget;  // for a turn of a guest on a port
    std::vector<FrameTap*> taps;
    plant::ExternalBattery* battery = nullptr;  // null: the vehicle profile's
    core::Duration battery_tick{10'000'000};
    core::Duration load_time;  // spent on reading so far, for the result
};

// Sees every note of the session as it happens.
using Timeline = std::function<void(const core::Note&)>;

// All that is wrong with a file, as somebody reads it from top to bottom: what the reader said, and
// what check_against_version() says of the rest.
core::Errors check_completely(const scenario::Reading& reading, const evse::Registry& registry);

// What in the scenario does not fit its version of the interface: unknown signals and labels, a
// capability that the version lacks. All at once; run() presumes there is none.
core::Errors check_against_version(const scenario::Scenario& scenario,
                                   const evse::Registry& registry);

// Why this cannot be played on that bus: nobody else comes to one inside this process. Empty if it
// can.
std::string lack_of(const scenario::Scenario& scenario, const can::BusAddress& bus);

// The result has the verdict. An error means that the run could not be set up at all (bus, log,
// input); all of them at once.
tl::expected<report::RunResult, core::Errors> run(const scenario::Scenario& scenario,
                                                  const RunOptions& options, Interrupt& interrupt,
                                                  const Timeline& timeline);

}  // namespace chargerig::rig
