// SPDX-License-Identifier: Apache-2.0
//
// What a scenario chooses for one vehicle: the protocol it speaks, where its battery stands and
// what the driver wants. Everything else belongs to the vehicle itself: sim/vehicle/profile.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chargerig::vehicle {

enum class Protocol : std::uint8_t { din, iso2, iso20_scheduled, iso20_dynamic };
inline constexpr std::array<std::string_view, 4> kProtocolNames{"din", "iso2", "iso20_scheduled",
                                                                "iso20_dynamic"};

constexpr bool is_iso20(Protocol protocol) {
    return protocol == Protocol::iso20_scheduled || protocol == Protocol::iso20_dynamic;
}

enum class Payment : std::uint8_t { external, contract };
inline constexpr std::array<std::string_view, 2> kPaymentNames{"external", "contract"};

// From `time_s` after the first request of the charge loop on, the vehicle plans this power;
// positive charges, negative discharges (ISO 15118-20 scheduled and SAE J2847/2 only).
struct PowerProfilePoint {
    double time_s = 0.0;
    double power_kW = 0.0;
    friend bool operator==(const PowerProfilePoint&, const PowerProfilePoint&) = default;
};

struct SessionOptions {
    Protocol protocol = Protocol::iso2;
    // Offers to discharge: DC_BPT in ISO 15118-20, SAE J2847/2 in ISO 15118-2 when the charger has
    // it on.
    bool bidirectional = false;
    Payment payment = Payment::external;
    double initial_soc_percent = 30.0;    // vendor PEV simulator, ev_battery_soc
    double target_soc_percent = 80.0;     // vendor PEV simulator, target_energy_request
    double departure_time_s = 86400.0;    // after plug-in; vendor PEV simulator, departure_time
    double maximum_session_time_s = 0.0;  // from plug-in; 0: no limit
    double start_time_unix_s =
        0.0;  // what the vehicle's calendar shows at instant 0; set by the rig
    std::vector<PowerProfilePoint>
        power_profile;  // times ascending; empty: as much as limits allow
    friend bool operator==(const SessionOptions&, const SessionOptions&) = default;
};

}  // namespace chargerig::vehicle
