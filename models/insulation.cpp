// SPDX-License-Identifier: Apache-2.0
#include "models/insulation.hpp"

#include "models/check.hpp"

namespace chargerig::models {

core::Errors check(const InsulationParameters& parameters, const core::SourcePosition& where) {
    Checker checker(where);
    checker.within("resistance_kohm", parameters.resistance_kohm, 0.0, kInfinity);
    core::Duration before{0};
    for (const InsulationChange& change : parameters.changes) {
        checker.within("resistance_kohm of a change", change.resistance_kohm, 0.0, kInfinity);
        if (change.after <= before) {
            checker.add("the time of an insulation change does not rise",
                        core::to_seconds(change.after), "more than in the change before, in s", "");
        }
        before = change.after;
    }
    return checker.take();
}

double resistance_kohm(const InsulationParameters& parameters, core::Duration since_start) {
    double now_kohm = parameters.resistance_kohm;
    for (const InsulationChange& change : parameters.changes) {
        if (since_start < change.after) break;
        now_kohm = change.resistance_kohm;
    }
    return now_kohm;
}

}  // namespace chargerig::models
