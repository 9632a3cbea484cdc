// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/entries.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

core::Result<double> ocpp_target_current(const SetValue& set, const core::SourcePosition& where) {
    if (set.path != "ocpp.target_current_A") {
        return core::fail({where, "this cannot be set while a session runs", set.path,
                           "ocpp.target_current_A, modules.NAME", ""});
    }
    // The range of the signal Dynamic_Target_Current (vendor message description 3.2 and later).
    return core::parse_number(set.value, set.path, {-3276.8, 3276.7, "A"}, where);
}

core::Result<void> check_set(const SetValue& set, const modules::Parameters& modules,
                             const core::SourcePosition& where) {
    constexpr std::string_view kModules = "modules.";
    if (set.path.starts_with(kModules)) {
        modules::State scratch;
        scratch.live = modules.live;
        return modules::set_entry(scratch, set.path.substr(kModules.size()), set.value, where);
    }
    const auto current = ocpp_target_current(set, where);
    if (!current) return core::fail(current.error());
    return {};
}

}  // namespace chargerig::scenario
