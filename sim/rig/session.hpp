// SPDX-License-Identifier: Apache-2.0
//
// One run in progress: the instants, one after the other.
#pragma once

#include <algorithm>
#include <memory>

#include "sim/rig/ending.hpp"
#include "sim/rig/setup.hpp"
#include "sim/rig/verdict.hpp"

namespace chargerig::rig {

// Steps that somebody plays beside the scenario's own.
struct SideScript {
    SideScript(scenario::Scenario resolved, scenario::Emulation emulate,
               std::vector<std::size_t> watched)
        : scenario(std::move(resolved)),
          engine(scenario, emulate),
          state(engine.initial_state()),
          watches(std::move(watched)) {}
    SideScript(const SideScript&) = delete;  // the engine refers to the scenario beside it
    SideScript& operator=(const SideScript&) = delete;

    scenario::Scenario scenario;
    scenario::Engine engine;
    scenario::EngineState state;
    std::vector<std::size_t> watches;  // of the engine's signal waits, in their order
    core::Instant due;
};

class Session {
public:
    Session(const scenario::Scenario& scenario, const RunOptions& options, Setup setup,
            const core::WallClock& clock, Interrupt& interrupt, const Timeline& timeline);

    // From instant 0 to the end.
    void run();
    report::RunResult result();

    // The same in pieces. begin() plays instant 0, unless there is no bus to run on. advance()
    // plays what happens up to and including `until`, less if the run is over or `enough`, which
    // is asked after each instant and may be empty, says so.
    void begin();
    void advance(core::Instant until, const std::function<bool()>& enough);
    bool over() const { return over_; }
    const Guests& guests() const { return setup_.guests; }
    // How far the run has come.
    core::Instant now() const { return std::max(now_, reached_); }
    // While held, a script at its end does not end the run: somebody else says what happens next.
    void hold(bool held) { held_ = held; }
    // Ends the session in the safe order; the verdict says that it was cut short.
    void stop() { stop_asked_ = true; }
    // Steps beside the scenario's own, played from the next instant on. The script stays until it
    // is dropped.
    void play(std::shared_ptr<SideScript> script);
    void drop_finished();
    void drop(const SideScript* script);

private:
    class View;  // what the script can see

    core::Instant next_instant() const;
    // Waits if the run is paced; returns the instant that is now.
    core::Instant wait_for(core::Instant next);
    void instant(core::Instant now);
    void play_script(core::Instant now);
    void play_side_scripts(core::Instant now);
    void command(const scenario::Commands& commands);
    void step_guests(core::Instant now);
    bool script_finished() const { return engine_state_.finished() && !held_; }
    bool wait_for_port();
    void watch_port(core::Instant now);
    // All is done and seen; the process only stays for a while.
    bool afterglow() const;
    void watch_ending(core::Instant now);
    void enter(Phase phase, core::Instant now);
    void play_post(core::Instant now);
    void begin_post(core::Instant now);
    void watch_post(core::Instant now);
    void end_post(core::Instant now, std::string problem);
    bool port_gone() const;
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

    std::vector<std::shared_ptr<SideScript>> side_scripts_;
    bool held_ = false;
    bool stop_asked_ = false;
    bool over_ = false;
    core::Instant reached_;  // all up to there has been played
    bool paced_ = false;
    double speed_ = 1.0;
    core::Duration paced_offset_;  // of the clock at instant 0
    scenario::EngineState engine_state_;
    scenario::Commands commands_;
    core::Instant script_due_;
    Ending ending_;
    bool timed_out_ = false;
    bool overdue_ = false;
    PostEvidence post_;
    core::Instant post_deadline_ = core::kNever;
    int post_interrupts_ = 0;  // when it began
    std::size_t post_faults_ = 0;
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
