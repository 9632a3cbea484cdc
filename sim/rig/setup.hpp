// SPDX-License-Identifier: Apache-2.0
//
// Everything a run needs, put together or refused.
#pragma once

#include <memory>

#include "sim/core/wall_clock.hpp"
#include "sim/rig/bus_hub.hpp"
#include "sim/rig/expect_watch.hpp"
#include "sim/rig/guest.hpp"
#include "sim/rig/pistol.hpp"
#include "sim/rig/run.hpp"

namespace chargerig::rig {

struct Setup {
    std::unique_ptr<ExpectWatch> expectations;  // null where nothing is expected
    std::unique_ptr<BusHub> hub;
    std::vector<std::unique_ptr<Pistol>> pistols;
    std::unique_ptr<scenario::Engine> engine;
    std::vector<std::size_t> watches;  // of the engine's questions, in their order
    Guests guests;
};

// Fills in the raw values of labels, and names everything that the version does not know.
core::Errors resolve(scenario::Scenario& scenario, const evse::Registry& registry);

// The scenario must be resolved. `clock` is that of the run and must outlive the set-up; `wake` is
// called from other threads.
core::Result<Setup> set_up(const scenario::Scenario& scenario, const RunOptions& options,
                           const core::WallClock& clock, std::function<void()> wake);

}  // namespace chargerig::rig
