// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/run.hpp"

#include "sim/rig/session.hpp"

namespace chargerig::rig {

std::string lack_of(const scenario::Scenario& scenario, const can::BusAddress& bus) {
    if (bus.kind != can::BusKind::in_process || scenario.emulate.all()) return "";
    if (scenario.emulate.none()) {
        return "emulates no side, only listens: needs a bus (--bus) with somebody to listen to";
    }
    return "emulates only " + scenario::to_text(scenario.emulate) +
           ": needs a bus (--bus) with the other side";
}

tl::expected<report::RunResult, core::Errors> run(const scenario::Scenario& scenario,
                                                  const RunOptions& options, Interrupt& interrupt,
                                                  const Timeline& timeline) {
    const core::WallClock clock;
    scenario::Scenario own = scenario;
    auto unresolved = resolve(own, *options.registry);
    if (!unresolved.empty()) return tl::make_unexpected(std::move(unresolved));
    auto setup = set_up(own, options, clock, [&interrupt] { interrupt.bell().post(); });
    if (!setup) return tl::make_unexpected(core::Errors{setup.error()});
    RunOptions with_load = options;
    with_load.load_time = options.load_time + (clock.now() - core::Instant{});
    Session session(own, with_load, std::move(*setup), clock, interrupt, timeline);
    session.run();
    return session.result();
}

}  // namespace chargerig::rig
