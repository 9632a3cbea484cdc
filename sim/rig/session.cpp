// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/session.hpp"

#include <algorithm>

#include "sim/core/text.hpp"

namespace chargerig::rig {
namespace {

// A killed process loses no more of its log than this.
constexpr core::Duration kFlushEvery{250'000'000};

std::optional<core::Instant> timeout_of(const RunOptions& options) {
    if (!options.timeout_s) return std::nullopt;
    return core::Instant{} + core::from_seconds(*options.timeout_s);
}

}  // namespace

class Session::View final : public scenario::BusView {
public:
    View(const monitor::BusObserver& observer, const std::vector<std::size_t>& watches,
         core::Instant now)
        : observer_(observer), watches_(watches), now_(now) {}

    std::optional<evse::ControllerState> state() const override { return observer_.state(); }
    std::string state_text() const override {
        return observer_.binding().state_label(*observer_.state());
    }
    std::optional<double> signal(std::size_t question) const override {
        return observer_.watched(watches_[question], now_);
    }
    std::string signal_text(std::size_t question) const override {
        return observer_.watched_text(watches_[question], now_);
    }
    std::uint64_t frames(std::size_t question) const override {
        return observer_.frames_watched(watches_[question]);
    }

private:
    const monitor::BusObserver& observer_;
    const std::vector<std::size_t>& watches_;
    core::Instant now_;
};

Session::Session(const scenario::Scenario& scenario, const RunOptions& options, Setup setup,
                 const core::WallClock& clock, Interrupt& interrupt, const Timeline& timeline)
    : scenario_(scenario),
      options_(options),
      setup_(std::move(setup)),
      clock_(clock),
      interrupt_(interrupt),
      timeline_(timeline),
      paced_(options.speed.has_value() || setup_.hub->port() != nullptr),
      speed_(options.speed.value_or(1.0)),
      engine_state_(setup_.engine->initial_state()),
      ending_(timeout_of(options)) {}

core::Instant Session::next_instant() const {
    if (stop_asked_ && !interrupted_) return std::max(now_ + core::Duration{1}, reached_);
    core::Instant next = core::earliest(script_due_, ending_.next_wakeup());
    for (const auto& script : side_scripts_) next = core::earliest(next, script->due);
    next = core::earliest(next, setup_.guests.next_wakeup());
    next = core::earliest(next, setup_.hub->next_arrival());
    for (const auto& pistol : setup_.pistols) next = core::earliest(next, pistol->next_wakeup());
    // What is asked for at this instant is done at a later one.
    return std::max({next, now_ + core::Duration{1}, reached_});
}

core::Instant Session::wait_for(core::Instant next) {
    if (!paced_) return next;
    const auto real = [&](core::Instant t) {
        return core::Instant{static_cast<std::int64_t>(static_cast<double>(t.ns) / speed_)} +
               paced_offset_;
    };
    clock_.wait_until(next == core::kNever ? core::kNever : real(next), interrupt_.bell());
    const double elapsed = static_cast<double>((clock_.now() - paced_offset_).ns) * speed_;
    const core::Instant now{static_cast<std::int64_t>(elapsed)};
    // Without a port nothing happens between two instants, so that pacing changes no byte of the
    // log.
    if (!setup_.hub->port()) return next;
    if (now - next > kStallLimit) {
        add_fault("the rig stalled for " + core::fixed_text(core::to_seconds(now - next), 3) +
                  " s");
    }
    return std::max(now, now_);
}

void Session::add_fault(std::string reason) {
    if (std::find(faults_.begin(), faults_.end(), reason) == faults_.end()) {
        notes_.push_back({now_, core::Source::rig, core::NoteKind::warning, reason, ""});
        faults_.push_back(std::move(reason));
    }
    ending_.stop(now_);
}

void Session::tell(std::vector<core::Note>& notes) {
    for (const auto& note : notes) {
        // Whoever leaves after the session is not missed, and what follows from the rig's own stop
        // is the rig's doing.
        const bool counts = phase_ == Phase::running && !afterglow();
        if (note.kind == core::NoteKind::abnormal && counts) abnormal_.push_back(note);
        if (timeline_) timeline_(note);
    }
    notes.clear();
}

void Session::play_script(core::Instant now) {
    if (phase_ != Phase::running && phase_ != Phase::post) {
        script_due_ = core::kNever;
        return;
    }
    commands_.clear();
    const View view(pistol().observer(), setup_.watches, now);
    const scenario::Engine& engine = *setup_.engine;
    if (phase_ == Phase::post) {
        script_due_ = engine.advance_post(now, view, engine_state_, commands_, notes_);
    } else {
        const bool before = engine_state_.missed;
        script_due_ = engine.advance(now, view, engine_state_, commands_, notes_);
        if (setup_.expectations) setup_.expectations->on_script(commands_.events);
        if (engine_state_.missed && !before) ending_.stop(now);
    }
    command(commands_);
}

void Session::command(const scenario::Commands& commands) {
    if (!commands.any()) return;
    const auto done = pistol().command(commands);
    if (!done) add_fault(done.error().text());
}

void Session::play(std::shared_ptr<SideScript> script) {
    script->due = now();
    side_scripts_.push_back(std::move(script));
}

void Session::drop_finished() {
    std::erase_if(side_scripts_, [](const auto& script) { return script->state.finished(); });
}

void Session::drop(const SideScript* script) {
    std::erase_if(side_scripts_, [&](const auto& each) { return each.get() == script; });
}

void Session::play_side_scripts(core::Instant now) {
    for (const auto& script : side_scripts_) {
        script->due = core::kNever;
        if (phase_ != Phase::running || script->state.finished()) continue;
        scenario::Commands commands;
        const View view(pistol().observer(), script->watches, now);
        script->due = script->engine.advance(now, view, script->state, commands, notes_);
        command(commands);
    }
}

void Session::step_guests(core::Instant now) {
    auto complaints = setup_.guests.step(now, *setup_.hub, clock_, options_.guest_budget);
    for (auto& complaint : complaints) add_fault(std::move(complaint));
}

bool Session::afterglow() const {
    return script_finished() && pistol().observer().session_finished() &&
           !pistol().session_active();
}

// What is sent before the bus is there would be lost. False: there is no bus to run on.
bool Session::wait_for_port() {
    const can::Port* port = setup_.hub->port();
    if (!port) return true;
    while (port->state() == can::PortState::connecting && interrupt_.requests() == 0) {
        clock_.wait_until(core::kNever, interrupt_.bell());
    }
    if (port->state() == can::PortState::connected) return true;
    if (port->state() != can::PortState::connecting) {
        add_fault("cannot use the bus " + port->name() + ": " + port->last_error());
    }
    interrupted_ = interrupt_.requests() > 0;
    return false;
}

bool Session::port_gone() const {
    const can::Port* port = setup_.hub->port();
    return port &&
           (port->state() == can::PortState::failed || port->state() == can::PortState::closed);
}

void Session::watch_port(core::Instant now) {
    const can::Port* port = setup_.hub->port();
    if (!port) return;
    const std::uint64_t dropped = setup_.hub->frames_dropped();
    const bool gone = port_gone();
    if (gone && bus_ended_) return;
    if (gone && afterglow()) {
        // The process that served a virtual bus may be the first to leave, and takes the bus along.
        notes_.push_back({now, core::Source::rig, core::NoteKind::warning,
                          "the bus " + port->name() + " has ended after the session", ""});
        bus_ended_ = true;
        ending_.finish(now);
    } else if (gone) {
        add_fault("the bus " + port->name() + " is gone: " + port->last_error());
    } else {
        dropped_ = dropped;
    }
    if (now - flushed_ >= kFlushEvery) {
        setup_.hub->recorder().flush();
        flushed_ = now;
    }
}

void Session::watch_ending(core::Instant now) {
    if ((interrupt_.requests() > 0 || stop_asked_) && !interrupted_) {
        interrupted_ = true;
        notes_.push_back({now, core::Source::rig, core::NoteKind::warning,
                          "interrupted: ending the session in the safe order", ""});
        ending_.stop(now);
    }
    if (phase_ == Phase::post) return watch_post(now);
    const Phase next = ending_.update({now, script_finished(), pistol().session_active(),
                                       pistol().observer().session_finished()});
    // A second interrupt does not wait for the vehicle.
    if (next == Phase::stopping && interrupt_.requests() > 1) pistol().request_emergency_stop();
    if (next != phase_) enter(next, now);
    if (phase_ == Phase::over && !post_.over && setup_.engine->has_post()) begin_post(now);
}

void Session::enter(Phase phase, core::Instant now) {
    phase_ = phase;
    if (setup_.expectations) setup_.expectations->finish(now, phase_ != Phase::over);
    if (!timed_out_ && !overdue_ && (ending_.timed_out() || ending_.overdue())) {
        timed_out_ = ending_.timed_out();
        overdue_ = ending_.overdue();
        notes_.push_back({now, core::Source::rig, core::NoteKind::warning,
                          timed_out_ ? "the run's time is over: ending the session"
                                     : "the script is over: ending the session",
                          ""});
    }
    if (phase_ == Phase::stopping) pistol().request_stop();
    if (phase_ == Phase::emergency) pistol().request_emergency_stop();
}

void Session::instant(core::Instant now) {
    now_ = now;
    for (auto& pistol : setup_.pistols) pistol->advance(now);
    setup_.hub->poll(now);
    for (auto& pistol : setup_.pistols) pistol->hear(now, *setup_.hub);
    play_script(now);
    if (!side_scripts_.empty()) play_side_scripts(now);
    watch_port(now);
    watch_ending(now);
    for (auto& pistol : setup_.pistols) pistol->step(now, *setup_.hub, notes_);
    if (!options_.guests.empty()) step_guests(now);
    if (pistol().fault()) add_fault(pistol().fault()->text());
    tell_unexpected(now);
    if (!notes_.empty()) tell(notes_);
}

void Session::tell_unexpected(core::Instant now) {
    auto& audit = pistol().observer().audit();
    while (const auto* news = audit.next_news()) {
        notes_.push_back({now, core::Source::bus, core::NoteKind::warning,
                          "unexpected frame, " + std::string(monitor::name(news->kind)) + ": " +
                              audit.text(*news),
                          std::string(monitor::advice(news->kind))});
    }
}

void Session::run() {
    begin();
    advance(core::kNever, {});
}

void Session::begin() {
    over_ = !wait_for_port();
    if (over_) return;
    const core::Instant begin = clock_.now();
    paced_offset_ = begin - core::Instant{};
    if (setup_.hub->port()) setup_.hub->begin_at(paced_offset_);
    if (const can::Port* port = setup_.hub->port(); port && !port->listen_only_reason().empty()) {
        notes_.push_back({now_, core::Source::bus, core::NoteKind::warning,
                          port->name() + " listens only: nothing is sent",
                          port->listen_only_reason()});
    }
    if (setup_.hub->port() && scenario_.bus_fidelity == can::BusFidelity::timed) {
        notes_.push_back({now_, core::Source::bus, core::NoteKind::warning,
                          "bus.fidelity: timed is not used",
                          setup_.hub->port()->name() + " has its own time"});
    }
    instant(core::Instant{});
    over_ = phase_ == Phase::over;
    wall_ = clock_.now() - begin;
}

void Session::advance(core::Instant until, const std::function<bool()>& enough) {
    const core::Instant begin = clock_.now();
    bool enough_seen = false;
    while (!over_) {
        const core::Instant next = next_instant();
        const core::Instant now = wait_for(core::earliest(next, until));
        // Between two instants nothing happens, unless there is a port.
        const bool idle = next > until && now >= until;
        if (idle && !setup_.hub->port()) break;
        instant(now);
        over_ = phase_ == Phase::over;
        enough_seen = enough && enough();
        if (idle || enough_seen) break;
    }
    if (until != core::kNever && !over_ && !enough_seen) reached_ = std::max(reached_, until);
    wall_ = wall_ + (clock_.now() - begin);
}

}  // namespace chargerig::rig
