// SPDX-License-Identifier: Apache-2.0
//
// Listens to one pistol on a bus and remembers what a judge needs: the states the controller
// reported, how the session ended, the latest messages, the signals somebody waits for, and every
// frame that was not understood, by reason; what should not be there at all goes to its FrameAudit.
// It never sends and allocates only when a state changes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/can/frame.hpp"
#include "sim/core/error.hpp"
#include "sim/evse/binding.hpp"
#include "sim/monitor/frame_audit.hpp"
#include "sim/monitor/rule_watch.hpp"

namespace chargerig::monitor {

struct StateSeen {
    core::Instant time;
    evse::ControllerState state = evse::ControllerState::Initialising;
};

// Is shown each frame that is a message of the observed pistol.
class MessageSink {
public:
    virtual ~MessageSink() = default;
    // `message` is its index in the version's database, `number` that of the frame in the log,
    // from 1.
    virtual void on_message(const can::Frame& frame, int message, std::uint64_t number) = 0;
};

class BusObserver {
public:
    // `roles` are those this process plays: frames of the same roles from elsewhere are counted and
    // say nothing about the session.
    explicit BusObserver(evse::Binding binding, Roles roles = {}, const RuleLimits& limits = {});

    // Remembers the latest value of this signal from now on. An unknown message or signal is an
    // error that names those that are close; Lookup also knows what other versions have.
    core::Result<std::size_t> watch(std::string_view message, std::string_view signal,
                                    const core::SourcePosition& where);

    // Gives a watch that was begun late the value of the last frame of its message before.
    void recall(std::size_t index, const can::Frame& last);
    // Counts the frames of this message from now on; watched() is not for these.
    core::Result<std::size_t> watch_message(std::string_view message,
                                            const core::SourcePosition& where);

    void see(const can::Frame& frame);

    // How long a signal of this message has a value after its last frame; 0: for ever.
    static core::Duration valid_for(const dbc::Message& message);

    // Null: nobody. It must outlive the observer or be taken away.
    void set_sink(MessageSink* sink) { sink_ = sink; }

    // In the signal's unit; empty before its first frame, and when a message that has a cycle time
    // has not been seen for more than three cycles: a sender that fell silent says nothing. A
    // message without a cycle time is sent on events; its last value stays valid.
    std::optional<double> watched(std::size_t index, core::Instant now) const;
    // The same for people: the value's label if it has one, or why there is no value.
    std::string watched_text(std::size_t index, core::Instant now) const;

    // Frames of the watch's message since it began.
    std::uint64_t frames_watched(std::size_t index) const { return watches_[index].frames; }

    std::optional<evse::ControllerState> state() const;
    const std::vector<StateSeen>& states() const { return states_; }
    std::optional<core::Instant> session_started() const { return session_started_; }
    std::optional<core::Instant> session_finished() const { return session_finished_; }
    std::optional<evse::StopState> session_end() const { return session_end_; }
    bool emergency_seen() const { return emergency_seen_; }
    const std::optional<evse::PowerModulesStatus>& power_status() const { return power_status_; }
    core::Instant power_status_time() const { return power_status_time_; }
    const std::optional<evse::DcPowerControl>& power_control() const { return power_control_; }

    // Frames that carried no message of this pistol, by evse::DecodeFault.
    std::uint64_t not_understood(evse::DecodeFault fault) const {
        return faults_[static_cast<std::size_t>(fault)];
    }
    const evse::Binding& binding() const { return binding_; }
    const FrameAudit& audit() const { return audit_; }
    FrameAudit& audit() { return audit_; }
    const RuleWatch& rules() const { return rules_; }
    RuleWatch& rules() { return rules_; }

private:
    struct Watch {
        int message = -1;
        std::size_t signal = 0;
        core::Duration valid_for;  // 0: for ever
        std::optional<double> value;
        core::Instant time;  // of the value
        std::uint64_t frames = 0;
        bool message_alone = false;
    };

    void take(const evse::Message& message, core::Instant time);
    void sample(const can::Frame& frame);

    evse::Binding binding_;
    FrameAudit audit_;
    RuleWatch rules_;
    evse::LinkMemory memory_;
    evse::Message message_;
    MessageSink* sink_ = nullptr;
    std::uint64_t frames_ = 0;  // that are in the log
    std::vector<Watch> watches_;
    std::vector<StateSeen> states_;
    std::optional<core::Instant> session_started_;
    std::optional<core::Instant> session_finished_;
    std::optional<evse::StopState> session_end_;
    bool emergency_seen_ = false;
    std::optional<evse::PowerModulesStatus> power_status_;
    core::Instant power_status_time_;
    std::optional<evse::DcPowerControl> power_control_;
    std::array<std::uint64_t, 8> faults_{};
};

}  // namespace chargerig::monitor
