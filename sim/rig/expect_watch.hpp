// SPDX-License-Identifier: Apache-2.0
//
// Shows a run to the judge of its expectations: frames from the observer, steps from the script.
#pragma once

#include <vector>

#include "sim/evse/registry.hpp"
#include "sim/monitor/bus_observer.hpp"
#include "sim/report/result.hpp"
#include "sim/scenario/engine.hpp"
#include "sim/scenario/expect_judge.hpp"

namespace chargerig::rig {

class ExpectWatch final : public monitor::MessageSink {
public:
    // The expectations must be resolved for this version; both must outlive the watch.
    ExpectWatch(const std::vector<scenario::Expectation>& expectations,
                const evse::Version& version);

    void on_message(const can::Frame& frame, int message, std::uint64_t number) override {
        judge_.on_message(frame, message, number);
    }
    // What became of the steps at this instant.
    void on_script(const std::vector<scenario::StepEvent>& events);
    // The run is over, or the rig ends it: what follows is not the scenario's.
    void finish(core::Instant end, bool cut_short) { judge_.finish(end, cut_short); }

    // After finish(), in the order of the expectations. `rig_failed`: what could not be told is an
    // error then.
    std::vector<report::ExpectationResult> results(bool rig_failed) const;

private:
    const std::vector<scenario::Expectation>& expectations_;
    scenario::ExpectJudge judge_;
};

// Fills in what the expectations need of this version of the interface and of the steps as they are
// now; every misfit is added to `errors`. A step that is not there any more never begins.
void resolve_expectations(scenario::Scenario& scenario, const evse::Version& version,
                          const evse::Registry& registry, core::Errors& errors);

}  // namespace chargerig::rig
