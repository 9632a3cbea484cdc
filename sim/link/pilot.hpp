// SPDX-License-Identifier: Apache-2.0
//
// The pilot lines of a CCS inlet (IEC 61851-1 annex A): plug, proximity and control pilot. The
// charger sets the oscillator, the vehicle loads it; both read what the wire shows.
#pragma once

#include <cstdint>

namespace chargerig::link {

// What the control pilot shows on the charger's side. E: pilot shorted or no power; F: charger
// fault.
enum class CpState : std::uint8_t { A, B, C, D, E, F };

// What the charger puts on the wire. 100 % duty is a steady voltage (state x1), 5 % asks for HLC.
struct PilotFromCharger {
    double duty_percent = 100.0;  // 0 to 100
    bool fault = false;           // state F: a steady -12 V
    friend bool operator==(const PilotFromCharger&, const PilotFromCharger&) = default;
};

// What the vehicle does to the wire.
struct PilotFromVehicle {
    bool plugged = false;  // the connector is in the inlet (PP seen)
    bool ready = false;    // S2 closed: state C when plugged
    friend bool operator==(const PilotFromVehicle&, const PilotFromVehicle&) = default;
};

constexpr CpState cp_state(const PilotFromCharger& charger, const PilotFromVehicle& vehicle) {
    if (charger.fault) return CpState::F;
    if (!vehicle.plugged) return CpState::A;
    return vehicle.ready ? CpState::C : CpState::B;
}

}  // namespace chargerig::link
