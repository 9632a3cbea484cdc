// SPDX-License-Identifier: Apache-2.0
//
// The interface `ISO15118_charger` between vehicle link (provider) and charger (requirer; EVerest
// everest-core, interfaces/ISO15118_charger.yaml), in the versions of
// sim/link/interface_version.hpp. Commands go from the charger to the vehicle, variables the other
// way; both are time-stamped messages of a stream (sim/link/stream.hpp). What payload belongs to
// which name, and its ranges: sim/link/schema.hpp.
#pragma once

#include <utility>
#include <variant>

#include "sim/core/inline_vector.hpp"
#include "sim/core/time.hpp"
#include "sim/link/boxed.hpp"
#include "sim/link/iso15118_enums.hpp"
#include "sim/link/iso15118_names.hpp"
#include "sim/link/iso15118_rare_types.hpp"
#include "sim/link/iso15118_types.hpp"
#include "sim/link/iso15118_units.hpp"

namespace chargerig::link {

using EnergyTransferModes = core::InlineVector<EnergyTransferMode, 6>;
using PaymentOptions = core::InlineVector<PaymentOption, 2>;

// Arguments of the commands that have more than one. A command with one argument carries it as it
// is.
struct SetupArgs {
    EVSEID evse_id;
    // Older interface alone; the current one has update_energy_transfer_modes instead.
    EnergyTransferModes supported_energy_transfer_modes{};
    SaeJ2847BidiMode sae_j2847_mode = SaeJ2847BidiMode::None;
    bool debug_mode = false;
    friend bool operator==(const SetupArgs&, const SetupArgs&) = default;
};
struct SessionSetupArgs {
    PaymentOptions payment_options;
    bool supported_certificate_service = false;
    bool central_contract_validation_allowed = false;
    friend bool operator==(const SessionSetupArgs&, const SessionSetupArgs&) = default;
};
struct AuthorizationResponseArgs {
    AuthorizationStatus authorization_status = AuthorizationStatus::Unknown;
    CertificateStatus certificate_status = CertificateStatus::NoCertificateAvailable;
    friend bool operator==(const AuthorizationResponseArgs&,
                           const AuthorizationResponseArgs&) = default;
};

// std::monostate is JSON null. Text: evcc_id, departure_time, selected_protocol.
using VarPayload =
    std::variant<std::monostate, bool, double, Text, PaymentOption, EnergyTransferMode,
                 HlcSessionFailedReasonEnum, SupportedAppProtocols, DcEvStatus, DcEvTargetValues,
                 DcEvMaximumLimits, DcEvRemainingTime, DisplayParameters, DcChargeDynamicModeValues,
                 SelectedServiceParameters, V2gMessages, AppProtocols, EvTermination,
                 AcEvPresentPowerValues, AcEvDynamicModeValues, Boxed<AcEvPowerLimits>,
                 Boxed<ProvidedIdToken>, Boxed<RequestExiStreamSchema>>;

// std::monostate: the command has no argument (reset_error).
using CommandPayload =
    std::variant<std::monostate, bool, double, NoEnergyPauseMode, IsolationStatus, EvseError,
                 EnergyTransferModes, SetupArgs, SetupPhysicalValues, SessionSetupArgs, BptSetup,
                 AuthorizationResponseArgs, SupportedAppProtocols, DcEvsePresentVoltageCurrent,
                 DcEvseMaximumLimits, DcEvseMinimumLimits, AcParameters, AcEvseMaximumPower,
                 AcEvseMinimumPower, AcTargetValues, units::Power, Boxed<Capabilities>,
                 Boxed<Powermeter>, Boxed<ResponseExiStreamStatus>>;

// One message. `time` is the instant at which it was sent.
struct Var {
    core::Instant time;
    VarName name{};
    VarPayload payload;
    friend bool operator==(const Var&, const Var&) = default;
};
struct Command {
    core::Instant time;
    CommandName name{};
    CommandPayload payload;
    friend bool operator==(const Command&, const Command&) = default;
};

inline Var var(core::Instant time, VarName name, VarPayload payload = {}) {
    return {time, name, std::move(payload)};
}
inline Command command(core::Instant time, CommandName name, CommandPayload payload = {}) {
    return {time, name, std::move(payload)};
}

}  // namespace chargerig::link
