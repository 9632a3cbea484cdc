// SPDX-License-Identifier: Apache-2.0
//
// What each kind of expectation makes of what happens; ExpectJudge tells it.
#pragma once

#include "sim/scenario/expect_judge.hpp"

namespace chargerig::scenario {

// `from` happened, `to` happened, target number `index` was seen (a frame of its message, or its
// step), the run is over. `slot` is the first target's; null where there is none.
void on_from(const Expectation& expectation, const ExpectSlot* slot, ExpectCourse& course,
             const ExpectMoment& now);
void on_to(const Expectation& expectation, ExpectCourse& course, const ExpectMoment& now);
void on_target(const Expectation& expectation, const ExpectSlot& slot, std::size_t index,
               ExpectCourse& course, const ExpectMoment& now);
void on_end(const Expectation& expectation, const ExpectSlot* slot, ExpectCourse& course,
            const ExpectMoment& now, bool cut_short);

}  // namespace chargerig::scenario
