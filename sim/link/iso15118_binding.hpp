// SPDX-License-Identifier: Apache-2.0
//
// The charger's side of `ISO15118_charger`: variables and pilot become the neutral VehicleView,
// changes of the ChargerView become commands. Pure: all memory is in BindingState. The order of
// variables with different names is not relied on.
//
// One binding serves both versions: the older one sends what the current one does, reduced to what
// it can say (schema.hpp). What it cannot say stays unset in the views: limits to discharge,
// minimum power, a range of dynamic control, the selected service, what ISO 15118-20 displays.
#pragma once

#include <optional>
#include <string>

#include "sim/core/inline_vector.hpp"
#include "sim/core/time.hpp"
#include "sim/link/interface_version.hpp"
#include "sim/link/iso15118_charger.hpp"
#include "sim/link/pilot.hpp"
#include "sim/link/vehicle_view.hpp"

namespace chargerig::link {

// What the charger says about itself once, at start-up.
struct BindingParameters {
    InterfaceVersion version = InterfaceVersion::current;
    EVSEID evse_id{.evse_id = "DE*CRG*E00001", .evse_id_din = "49A80737A45678"};
    SaeJ2847BidiMode sae_j2847_mode = SaeJ2847BidiMode::None;
    bool receipt_required = false;
    // Sent when it has a value (EVerest EvseManager.cpp:1002-1018).
    std::optional<BptSetup> bpt_setup = BptSetup{.bpt_channel = BptChannel::Unified,
                                                 .generator_mode = GeneratorMode::GridFollowing};
    double current_regulation_tolerance_A = 1.0;  // 0 to 400
    double energy_to_be_delivered_Wh = 10'000.0;  // 0 to 200000; EVerest EvseManager sends 10 kWh
    friend bool operator==(const BindingParameters&, const BindingParameters&) = default;
};

struct BindingState {
    bool plug_in_pending = false;   // the commands of a plug-in have still to go out
    bool contract_pending = false;  // require_auth_pnc waits for its "Invalid"
    bool waking_up = false;         // a paused vehicle has gone from state B to C

    // What the vehicle was told last.
    bool set_up = false;
    EnergyTransferModes energy_modes;
    bool communication_allowed = false;
    bool contactors_closed = false;
    bool stop_asked = false;
    bool malfunction = false;
    bool emergency = false;
    ChargerView::Insulation insulation = ChargerView::Insulation::invalid;
    ChargerView::CableCheck cable_check = ChargerView::CableCheck::pending;
    std::uint32_t present_count = 0;
    bool voltage_cut = false;  // the last present voltage was larger than its field
    DcEvseMaximumLimits maximum_limits;
    DcEvseMinimumLimits minimum_limits;
    friend bool operator==(const BindingState&, const BindingState&) = default;
};

// The most that one call of commands_for() can give: 10 at start-up, 3 at plug-in, the rest on
// changes.
using CommandList = core::InlineVector<Command, 32>;

// One variable that arrived; it must be valid. Fields that the variable does not carry stay as they
// are.
void apply(BindingState& state, const Var& var, VehicleView& view);

// The pilot lines as they stand. A plug-in after an unplug begins a new session, and so does a
// paused vehicle that goes from B to C and back (EVerest: BCB toggle): the view starts afresh.
void apply(BindingState& state, const PilotFromCharger& charger, const PilotFromVehicle& vehicle,
           VehicleView& view);

// What the vehicle must be told now, appended to `out` in the order in which it goes out: at the
// first call the start-up commands (EVerest EvseManager.cpp:319-1096, so `charger` must already
// hold the limits), then the session's commands on changes. Answers an identification that the
// vehicle waits for and clears `view.authorisation_asked` with it. Plug & Charge is always answered
// with "Invalid".
void commands_for(const BindingParameters& parameters, BindingState& state, VehicleView& view,
                  const ChargerView& charger, core::Instant now, CommandList& out);

}  // namespace chargerig::link
