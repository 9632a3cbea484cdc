// SPDX-License-Identifier: Apache-2.0
//
// What is asked of a power stage, and what it shows. Shared by every fidelity of the model.
#pragma once

#include <cstdint>

namespace chargerig::models {

enum class StageMode : std::uint8_t {
    off,      // not converting; the output floats on its capacitor
    voltage,  // constant voltage at `voltage_V`, current within [current_min_A, current_max_A]
    current,  // constant current at `current_A` until `voltage_V` is reached, then constant voltage
};

struct PowerStageCommand {
    StageMode mode = StageMode::off;
    double voltage_V = 0.0;      // set-point (voltage) or upper limit (current)
    double current_A = 0.0;      // set-point in mode current; signed, positive charges the vehicle
    double current_max_A = 0.0;  // limit in mode voltage, >= 0
    double current_min_A = 0.0;  // limit in mode voltage, <= 0 (0: the stage cannot sink)
    bool bleed = false;          // discharge the output actively towards `voltage_V`'s ramp
    bool stop_now = false;       // no current from this instant on, without any ramp
    friend bool operator==(const PowerStageCommand&, const PowerStageCommand&) = default;
};

}  // namespace chargerig::models
