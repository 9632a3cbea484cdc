// SPDX-License-Identifier: Apache-2.0
//
// A run that somebody drives: step by step, with a hand on it. run() of sim/rig/run.hpp is the same
// in one go; carried to its end, both give the same bytes. One thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sim/plant/wires.hpp"
#include "sim/rig/last_frames.hpp"
#include "sim/rig/run.hpp"

namespace chargerig::rig {

class Live {
public:
    // Sets everything up; instant 0 is played by what advances first. `options` must stay valid as
    // run() wants it. A scenario without steps is held: it ends when finish() or stop() say so.
    static tl::expected<std::unique_ptr<Live>, core::Errors> open(
        const scenario::Scenario& scenario, const RunOptions& options, Timeline timeline);
    ~Live();

    // How far the run has come, and whether it is over.
    core::Instant now() const;
    bool over() const;

    // Plays what happens up to `until`; `enough` is asked after each instant and may be empty.
    void advance(core::Instant until, const std::function<bool()>& enough = {});

    // One step as it stands in a scenario file, in YAML: "plug_in", "set: {modules.x: 1}",
    // "fault: {...}", "clear: NAME". It is done at the next instant. Waits and holds are refused;
    // so is what another side would have to do.
    core::Errors command(std::string_view step);

    // Advances until the content of a `wait` step is met ("{state: Charging, within_s: 30}"), and
    // says whether it was in time. `enough` as above: not met then.
    tl::expected<bool, core::Errors> wait(std::string_view condition,
                                          const std::function<bool()>& enough = {});

    // Ends the session in the safe order, with the next advance().
    void stop();
    // Plays to the end, or until `enough`.
    void finish(const std::function<bool()>& enough = {});
    // Judges the run, which must be over. Once only.
    report::RunResult result();
    // From any thread and from a signal handler; advance() plays on to the end then.
    void interrupt() noexcept;

    // "MESSAGE.SIGNAL", by the names of the protocol's file.
    core::Result<monitor::SignalPlace> find_signal(std::string_view path) const;
    // The latest value on the bus, in its unit; empty before its first frame.
    std::optional<double> value(const monitor::SignalPlace& place) const;
    // The label of that value; empty if it has none.
    std::string_view label(const monitor::SignalPlace& place) const;
    core::Result<int> find_message(std::string_view name) const;

    // "modules.NAME": what the parameter is now, as a `set` step would write it;
    // "vehicle.NAME", "controller.config.NAME": as the run began with it.
    core::Result<std::string> parameter(std::string_view path) const;
    // The label of the state that the controller last reported; empty before its first status.
    std::string state() const;
    // Sensors of the electrical world; empty where this process computes none.
    std::optional<plant::Readings> readings() const;
    const evse::Binding& binding() const;
    const LastFrames& frames() const;
    // Turns of guests on a port that took too long.
    std::uint64_t overruns() const;

private:
    struct Impl;
    explicit Live(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace chargerig::rig
