// SPDX-License-Identifier: Apache-2.0
//
// A contactor (pair): moves a fixed time after its coil changed. The feedback is the true position.
// A command that is taken back within the delay never moves it.
#pragma once

#include <cstdint>

#include "sim/core/error.hpp"

namespace chargerig::models {

struct ContactorParameters {
    double close_delay_s = 0.035;  // 0..60; 20-50 ms [E], physical models 2.2
    double open_delay_s = 0.015;   // 0..60; 10-20 ms [E], physical models 2.2
    double resistance_ohm =
        0.0004;  // of the pair, > 0; 0.1-0.3 mOhm each contact [K], physical models 4
    friend bool operator==(const ContactorParameters&, const ContactorParameters&) = default;
};

core::Errors check(const ContactorParameters& parameters, const core::SourcePosition& where = {});

struct ContactorState {
    bool commanded = false;
    bool closed = false;
    std::int64_t steps_left = 0;  // until the position follows the command; 0: it does
    friend bool operator==(const ContactorState&, const ContactorState&) = default;
};

class Contactor {
public:
    // `parameters` must be free of errors (see check), step_s > 0.
    Contactor(const ContactorParameters& parameters, double step_s);

    void command(ContactorState& state, bool close) const;

    // `steps` (<= steps_left) have passed.
    static void pass(ContactorState& state, std::int64_t steps) {
        if (state.steps_left == 0) return;
        state.steps_left -= steps;
        if (state.steps_left == 0) state.closed = state.commanded;
    }

private:
    std::int64_t close_steps_;
    std::int64_t open_steps_;
};

}  // namespace chargerig::models
