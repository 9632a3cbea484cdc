// SPDX-License-Identifier: Apache-2.0
#include "models/contactor.hpp"

#include <cassert>
#include <cmath>

#include "models/check.hpp"

namespace chargerig::models {

core::Errors check(const ContactorParameters& parameters, const core::SourcePosition& where) {
    Checker checker(where);
    checker.within("close_delay_s", parameters.close_delay_s, 0.0, 60.0);
    checker.within("open_delay_s", parameters.open_delay_s, 0.0, 60.0);
    checker.above_zero("resistance_ohm", parameters.resistance_ohm);
    return checker.take();
}

Contactor::Contactor(const ContactorParameters& parameters, double step_s)
    : close_steps_(std::llround(parameters.close_delay_s / step_s)),
      open_steps_(std::llround(parameters.open_delay_s / step_s)) {
    assert(check(parameters).empty() && step_s > 0.0);
}

void Contactor::command(ContactorState& state, bool close) const {
    if (state.commanded == close) return;
    state.commanded = close;
    state.steps_left = 0;
    if (state.closed == close) return;
    state.steps_left = close ? close_steps_ : open_steps_;
    if (state.steps_left == 0) state.closed = close;
}

}  // namespace chargerig::models
