// SPDX-License-Identifier: Apache-2.0
//
// One run in progress: the instants, one after the other.
#pragma once

#include "sim/rig/ending.hpp"
#include "sim/rig/setup.hpp"
#include "sim/rig/verdict.hpp"

namespace chargerig::rig {

class Session {
public:
    Session(const scenario::Scenario& scenario, const RunOptions& options, Setup setup,
            const core::WallClock& clock, Interrupt& interrupt, const Timeline& timeline);

    // From instant 0 to the end.
    void run();
    report::RunResult result();

private:
    class View;  // what the script can see

    core::Instant next_instant() const;
    // Waits if the run is paced; returns the instant that is now.
    core::Instant wait_for(core::Instant next);
    void instant(core::Instant now);
    void play_script(core::Instant now);
    bool wait_for_port();
    void watch_port(core::Instant now);
    // All is done and seen; the process only stays for a while.
    bool afterglow() const;
    void watch_ending(core::Instant now);
    void tell_unexpected(core::Instant now);
    void tell(std::vector<core::Note>& notes);
    void add_fault(std::string reason);
    Pistol& pistol() { return *setup_.pistols.front(); }
    const Pistol& pistol() const { return *setup_.pistols.front(); }

    const scenario::Scenario& scenario_;
    const RunOptions& options_;
    Setup setup_;
    const core::WallClock& clock_;
    Interrupt& interrupt_;
    const Timeline& timeline_;

    bool paced_ = false;
    double speed_ = 1.0;
    core::Duration paced_offset_;  // of the clock at instant 0
    scenario::EngineState engine_state_;
    core::Instant script_due_;
    Ending ending_;
    Phase phase_ = Phase::running;
    bool interrupted_ = false;
    core::Instant now_;
    core::Instant flushed_;
    bool bus_ended_ = false;     // after the session: what could not be sent then is no loss
    std::uint64_t dropped_ = 0;  // frames, as long as there was a port
    core::Duration wall_;
    std::vector<core::Note> notes_;
    std::vector<core::Note> abnormal_;
    std::vector<std::string> faults_;
};

}  // namespace chargerig::rig
