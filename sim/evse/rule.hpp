// SPDX-License-Identifier: Apache-2.0
//
// The rules of the generic interface that a run can show: the rows of the state table (spec 6.2),
// of the abnormal transitions (spec 6.5) and of the reaction times (spec 5.13), each under the
// section and id that it has in resources/protocols/behaviour.yaml.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chargerig::evse {

enum class Rule : std::uint8_t {
    // Reaction times.
    controller_status_lost,
    dcpc_gap,
    end_current,
    insulation_pass,
    insulation_ramp,
    insulation_timeout,
    parameters_spacing,
    post_test_discharge,
    precharge_match,
    status_lost,
    status_period,
    wake_up,
    // States.
    initialising,
    waiting_for_pev,
    closing_communication,
    ccs_authorisation_process,
    not_available,
    charge_pause,
    negotiating_connection,
    connected_with_full_info,
    insulation_wake_up,
    insulation_ready,
    insulation_test,
    insulation_discharge,
    precharge,
    waiting_for_charge,
    charging,
    ending_charge,
    welding_detection,
    // Abnormal transitions.
    authorisation_invalid,
    communication_loss,
    emission,
    enable_before_charging,
    enable_while_charging,
    insulation_test_fails,
    interlock,
    output_contactors_welded,
    running_insulation,
    status_timeout,
    temperature_stop,
    user_stop_before_charging,
    user_stop_charging,
    vehicle_emergency,
    vehicle_refuses,
};

// "SECTION/ROW", in the order of the enumeration, which is that of the names.
inline constexpr std::array<std::string_view, 44> kRuleNames{
    "5.13/controller_status_lost",
    "5.13/dcpc_gap",
    "5.13/end_current",
    "5.13/insulation_pass",
    "5.13/insulation_ramp",
    "5.13/insulation_timeout",
    "5.13/parameters_spacing",
    "5.13/post_test_discharge",
    "5.13/precharge_match",
    "5.13/status_lost",
    "5.13/status_period",
    "5.13/wake_up",
    "6.2/0",
    "6.2/1",
    "6.2/10",
    "6.2/11",
    "6.2/12",
    "6.2/13",
    "6.2/2",
    "6.2/3",
    "6.2/4a",
    "6.2/4b",
    "6.2/4c",
    "6.2/4d",
    "6.2/5",
    "6.2/6",
    "6.2/7",
    "6.2/8",
    "6.2/9",
    "6.5/authorisation_invalid",
    "6.5/communication_loss",
    "6.5/emission",
    "6.5/enable_before_charging",
    "6.5/enable_while_charging",
    "6.5/insulation_test_fails",
    "6.5/interlock",
    "6.5/output_contactors_welded",
    "6.5/running_insulation",
    "6.5/status_timeout",
    "6.5/temperature_stop",
    "6.5/user_stop_before_charging",
    "6.5/user_stop_charging",
    "6.5/vehicle_emergency",
    "6.5/vehicle_refuses",
};
static_assert(kRuleNames.size() == static_cast<std::size_t>(Rule::vehicle_refuses) + 1);

constexpr std::string_view name(Rule rule) {
    return kRuleNames[static_cast<std::size_t>(rule)];
}

// A set of rules.
class Rules {
public:
    constexpr void add(Rule rule) { bits_ |= bit(rule); }
    constexpr void add(Rules more) { bits_ |= more.bits_; }
    constexpr void clear() { bits_ = 0; }
    constexpr bool has(Rule rule) const { return (bits_ & bit(rule)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    friend constexpr bool operator==(const Rules&, const Rules&) = default;

private:
    static constexpr std::uint64_t bit(Rule rule) {
        return std::uint64_t{1} << static_cast<unsigned>(rule);
    }

    std::uint64_t bits_ = 0;
};

}  // namespace chargerig::evse
