// SPDX-License-Identifier: Apache-2.0
//
// Which payload belongs to which command and variable, and which version has it (EVerest
// everest-core, interfaces/ISO15118_charger.yaml). Internal to sim/link.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "sim/link/iso15118_charger.hpp"
#include "sim/link/schema_constraint.hpp"

namespace chargerig::link::schema {

template <class T, class Variant>
struct AlternativeIndex;
template <class T, class... Ts>
struct AlternativeIndex<T, std::variant<Ts...>> {
    static constexpr std::size_t value = [] {
        constexpr std::array<bool, sizeof...(Ts)> same{std::is_same_v<T, Ts>...};
        std::size_t i = 0;
        while (!same[i]) ++i;
        return i;
    }();
};

// `tolerated`: not of the version, but what real peers of that time send all the same; taken unless
// the interface is to be held as written.
enum class Presence : std::uint8_t { absent, tolerated, offered };
struct Presences {
    Presence current = Presence::offered;
    Presence older = Presence::offered;

    constexpr Presence in(InterfaceVersion version) const {
        return version == InterfaceVersion::older ? older : current;
    }
};

struct VarSpec {
    VarName name;
    std::size_t alternative;  // index into VarPayload
    Constraint constraint;
    Presences presences{};
};

// `argument` names the single argument; it is empty when there is none or when the payload is a
// struct whose fields are the arguments.
struct CommandSpec {
    CommandName name;
    std::size_t alternative;  // index into CommandPayload
    std::string_view argument;
    Constraint constraint;
    Presences presences{};
};

template <class T>
constexpr VarSpec carries(VarName name, Constraint constraint = {}) {
    return {name, AlternativeIndex<T, VarPayload>::value, constraint};
}
constexpr VarSpec event(VarName name) {
    return carries<std::monostate>(name);
}

template <class T>
constexpr CommandSpec takes(CommandName name, std::string_view argument,
                            Constraint constraint = {}) {
    return {name, AlternativeIndex<T, CommandPayload>::value, argument, constraint};
}

// Spec is VarSpec or CommandSpec.
template <class Spec>
constexpr Spec current_only(Spec spec) {
    spec.presences = {Presence::offered, Presence::absent};
    return spec;
}
template <class Spec>
constexpr Spec older_only(Spec spec) {
    spec.presences = {Presence::absent, Presence::offered};
    return spec;
}
template <class Spec>
constexpr Spec tolerated_in_older(Spec spec) {
    spec.presences = {Presence::offered, Presence::tolerated};
    return spec;
}

inline constexpr std::array kVarSpecs{
    current_only(carries<SupportedAppProtocols>(VarName::supported_app_protocols_secc)),
    event(VarName::require_auth_eim),
    carries<Boxed<ProvidedIdToken>>(VarName::require_auth_pnc),
    event(VarName::ac_close_contactor),
    event(VarName::ac_open_contactor),
    event(VarName::start_cable_check),
    tolerated_in_older(event(VarName::start_pre_charge)),
    event(VarName::dc_open_contactor),
    event(VarName::v2g_setup_finished),
    event(VarName::current_demand_started),
    event(VarName::current_demand_finished),
    event(VarName::sae_bidi_mode_active),
    carries<Text>(VarName::evcc_id, evcc_id()),
    carries<PaymentOption>(VarName::selected_payment_option),
    carries<EnergyTransferMode>(VarName::requested_energy_transfer_mode),
    carries<Text>(VarName::departure_time, date_time()),
    carries<double>(VarName::ac_eamount, between("Wh", 0, 200000)),
    carries<double>(VarName::ac_ev_max_voltage, between("V", 0, 1000)),
    carries<double>(VarName::ac_ev_max_current, between("A", 0, 400)),
    carries<double>(VarName::ac_ev_min_current, between("A", 0, 400)),
    current_only(carries<Boxed<AcEvPowerLimits>>(VarName::ac_ev_power_limits)),
    current_only(carries<AcEvPresentPowerValues>(VarName::ac_ev_present_powers)),
    current_only(carries<AcEvDynamicModeValues>(VarName::ac_ev_dynamic_control_mode)),
    carries<double>(VarName::dc_ev_energy_capacity, between("Wh", 0, 200000)),
    carries<double>(VarName::dc_ev_energy_request, between("Wh", 0, 200000)),
    carries<double>(VarName::dc_full_soc, between("%", 0, 100)),
    carries<double>(VarName::dc_bulk_soc, between("%", 0, 100)),
    carries<DcEvStatus>(VarName::dc_ev_status),
    carries<bool>(VarName::dc_bulk_charging_complete),
    carries<bool>(VarName::dc_charging_complete),
    carries<DcEvTargetValues>(VarName::dc_ev_target_voltage_current),
    carries<DcEvMaximumLimits>(VarName::dc_ev_maximum_limits),
    carries<DcEvRemainingTime>(VarName::dc_ev_remaining_time),
    current_only(carries<HlcSessionFailedReasonEnum>(VarName::hlc_session_failed)),
    event(VarName::dlink_terminate),
    event(VarName::dlink_error),
    event(VarName::dlink_pause),
    carries<AppProtocols>(VarName::ev_app_protocol),
    carries<V2gMessages>(VarName::v2g_messages),
    carries<Text>(VarName::selected_protocol),
    current_only(carries<DisplayParameters>(VarName::display_parameters)),
    current_only(carries<DcChargeDynamicModeValues>(VarName::d20_dc_dynamic_charge_mode)),
    current_only(carries<double>(VarName::dc_ev_present_voltage, unit("V"))),
    current_only(event(VarName::meter_info_requested)),
    current_only(carries<SelectedServiceParameters>(VarName::selected_service_parameters)),
    current_only(carries<EvTermination>(VarName::ev_termination)),
    older_only(carries<Boxed<RequestExiStreamSchema>>(VarName::certificate_request)),
};

inline constexpr std::array kCommandSpecs{
    takes<SetupArgs>(CommandName::setup, ""),
    takes<SetupPhysicalValues>(CommandName::set_charging_parameters, "physical_values"),
    takes<SessionSetupArgs>(CommandName::session_setup, ""),
    current_only(takes<BptSetup>(CommandName::bpt_setup, "bpt_config")),
    current_only(
        takes<Boxed<Capabilities>>(CommandName::set_powersupply_capabilities, "capabilities")),
    takes<AuthorizationResponseArgs>(CommandName::authorization_response, ""),
    takes<bool>(CommandName::ac_contactor_closed, "status"),
    takes<bool>(CommandName::dlink_ready, "value"),
    takes<bool>(CommandName::cable_check_finished, "status"),
    takes<bool>(CommandName::receipt_is_required, "receipt_required"),
    takes<bool>(CommandName::stop_charging, "stop"),
    current_only(takes<bool>(CommandName::pause_charging, "pause")),
    current_only(takes<NoEnergyPauseMode>(CommandName::no_energy_pause_charging, "mode")),
    current_only(takes<SupportedAppProtocols>(CommandName::update_supported_app_protocols,
                                              "supported_app_protocols")),
    current_only(takes<EnergyTransferModes>(CommandName::update_energy_transfer_modes,
                                            "supported_energy_transfer_modes", items(1, 6))),
    takes<double>(CommandName::update_ac_max_current, "max_current", between("A", 0, 400)),
    current_only(takes<AcParameters>(CommandName::update_ac_parameters, "ac_parameters")),
    current_only(
        takes<AcEvseMaximumPower>(CommandName::update_ac_maximum_limits, "maximum_limits")),
    current_only(
        takes<AcEvseMinimumPower>(CommandName::update_ac_minimum_limits, "minimum_limits")),
    current_only(takes<AcTargetValues>(CommandName::update_ac_target_values, "target_values")),
    current_only(takes<units::Power>(CommandName::update_ac_present_power, "present_power")),
    takes<DcEvseMaximumLimits>(CommandName::update_dc_maximum_limits, "maximum_limits"),
    takes<DcEvseMinimumLimits>(CommandName::update_dc_minimum_limits, "minimum_limits"),
    takes<IsolationStatus>(CommandName::update_isolation_status, "isolation_status"),
    takes<DcEvsePresentVoltageCurrent>(CommandName::update_dc_present_values,
                                       "present_voltage_current"),
    takes<Boxed<Powermeter>>(CommandName::update_meter_info, "powermeter"),
    takes<EvseError>(CommandName::send_error, "error"),
    takes<std::monostate>(CommandName::reset_error, ""),
    older_only(takes<Boxed<ResponseExiStreamStatus>>(CommandName::certificate_response,
                                                     "exi_stream_status")),
};

// The tables are indexed by name.
template <class Specs>
constexpr bool in_order(const Specs& specs) {
    for (std::size_t i = 0; i < specs.size(); ++i) {
        if (static_cast<std::size_t>(specs[i].name) != i) return false;
    }
    return true;
}
static_assert(kVarSpecs.size() == kLiterals<VarName>.size() && in_order(kVarSpecs));
static_assert(kCommandSpecs.size() == kLiterals<CommandName>.size() && in_order(kCommandSpecs));

constexpr const VarSpec& spec(VarName name) {
    return kVarSpecs[static_cast<std::size_t>(name)];
}
constexpr const CommandSpec& spec(CommandName name) {
    return kCommandSpecs[static_cast<std::size_t>(name)];
}

// Calls visit.template operator()<T>() with the T that has this index in the variant.
template <class Variant, class Visit, std::size_t... I>
void with_alternative(std::size_t index, Visit&& visit, std::index_sequence<I...>) {
    (void)((I == index ? (visit.template operator()<std::variant_alternative_t<I, Variant>>(), true)
                       : false) ||
           ...);
}
template <class Variant, class Visit>
void with_alternative(std::size_t index, Visit&& visit) {
    with_alternative<Variant>(index, std::forward<Visit>(visit),
                              std::make_index_sequence<std::variant_size_v<Variant>>{});
}

}  // namespace chargerig::link::schema
