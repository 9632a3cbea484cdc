// SPDX-License-Identifier: Apache-2.0
//
// The section `post`: when nothing of the session is left to end, and before the rig looks again
// whether that is so.
#include "sim/core/text.hpp"
#include "sim/rig/session.hpp"

namespace chargerig::rig {

void Session::begin_post(core::Instant now) {
    notes_.push_back({now, core::Source::scenario, core::NoteKind::action, "post", "begins"});
    // From here on it brings the session down that `post` may leave, and knows no time limit.
    ending_ = Ending(std::nullopt);
    post_interrupts_ = interrupt_.requests();
    post_faults_ = faults_.size();
    if (port_gone()) return end_post(now, "post was not played: the bus has ended");
    if (post_interrupts_ > 1) return end_post(now, "post was not played: interrupted twice");
    phase_ = Phase::post;
    post_.played = true;
    post_deadline_ = now + kPostLimit;
    script_due_ = now;
}

void Session::watch_post(core::Instant now) {
    if (engine_state_.post_over) {
        end_post(now, "");
    } else if (faults_.size() > post_faults_ || port_gone()) {
        end_post(now, "post was not over when the rig failed");
    } else if (interrupt_.requests() > post_interrupts_) {
        end_post(now, "post was not over when the run was interrupted");
    } else if (now >= post_deadline_) {
        end_post(now, "post was not over after " + core::number_text(core::to_seconds(kPostLimit)) +
                          " s");
    } else {
        script_due_ = core::earliest(script_due_, post_deadline_);
    }
}

void Session::end_post(core::Instant now, std::string problem) {
    post_.over = true;
    post_.problem = std::move(problem);
    notes_.push_back({now, core::Source::scenario,
                      post_.problem.empty() ? core::NoteKind::action : core::NoteKind::warning,
                      "post", post_.problem.empty() ? "done" : post_.problem});
    script_due_ = core::kNever;
    if (!post_.played) return;
    ending_.stop(now);
    phase_ = Phase::stopping;
    if (pistol().session_active()) pistol().request_stop();
}

}  // namespace chargerig::rig
