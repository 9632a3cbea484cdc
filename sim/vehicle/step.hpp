// SPDX-License-Identifier: Apache-2.0
//
// The working set of one step of a vehicle: what the phases read and write. Internal to the room.
#pragma once

#include <string_view>
#include <utility>

#include "sim/vehicle/vehicle.hpp"

namespace chargerig::vehicle {

class Step {
public:
    Step(const Profile& p, const Inputs& i, State& s, Outputs& o)
        : profile(p), in(i), state(s), out(o) {}

    const Profile& profile;
    const Inputs& in;
    State& state;
    Outputs& out;

    Protocol protocol() const { return profile.session.protocol; }
    bool iso20() const { return is_iso20(protocol()); }
    bool dynamic() const { return protocol() == Protocol::iso20_dynamic; }

    // Whether the next message to the charger is to be sent now.
    bool due() const { return in.now >= state.next_request; }
    void request_in(double seconds) { state.next_request = in.now + core::from_seconds(seconds); }

    // Enters a phase: its first message is `first_request_s` away, and it fails after `limit_s` (0:
    // it may last for ever).
    void enter(Phase phase, double first_request_s, double limit_s = 0.0,
               std::string_view cause = {});

    void publish(link::VarName name, link::VarPayload payload = {}) {
        out.vars.push_back(link::var(in.now, name, std::move(payload)));
    }
    // The name of a message; EvseV2G tells it in debug mode alone, Evse15118D20 always.
    void publish_message(link::V2gMessageId id);

    void note(core::NoteKind kind, std::string_view text, std::string_view cause = {});

    // The voltages at both sides of the vehicle's contactors match.
    bool voltage_matches() const;
    // The current is low enough for the contactors to open.
    bool current_gone() const;
    // Switches the contactors off at once, or as soon as the current is gone but at the latest
    // after `delay_s`.
    void open_contactors();
    void open_contactors_within(double delay_s);
};

}  // namespace chargerig::vehicle
