// SPDX-License-Identifier: Apache-2.0
//
// From the plug to SessionSetup.
#include <algorithm>

#include "sim/vehicle/phases/phases.hpp"
#include "sim/vehicle/pilot_reading.hpp"

namespace chargerig::vehicle::phases {
namespace {

using link::V2gMessageId;
using link::VarName;

struct ProtocolText {
    link::SupportedAppProtocol app_protocol;
    std::string_view selected;    // as the providers publish it (interface facts 1.2)
    std::string_view name_space;  // of the handshake
    std::int32_t version_number_major;
};

ProtocolText text_of(Protocol protocol) {
    switch (protocol) {
        case Protocol::din:
            return {link::SupportedAppProtocol::DIN70121, "DIN70121", "urn:din:70121:2012:MsgDef",
                    2};
        case Protocol::iso2:
            return {link::SupportedAppProtocol::ISO15118D2, "ISO15118-2-2013",
                    "urn:iso:15118:2:2013:MsgDef", 2};
        case Protocol::iso20_scheduled:
        case Protocol::iso20_dynamic:
            break;
    }
    return {link::SupportedAppProtocol::ISO15118D20, "ISO15118-20:DC",
            "urn:iso:std:iso:15118:-20:DC", 1};
}

// Evse15118D20 answers only after these commands (interface facts 4.1).
bool charger_is_set_up(const Step& step) {
    if (!step.iso20()) return true;
    const ChargerData& charger = step.state.charger;
    return charger.setup_seen && charger.session_setup_seen && charger.energy_modes_seen &&
           charger.capabilities_seen;
}

bool charger_speaks(const Step& step, link::SupportedAppProtocol protocol) {
    const auto& list = step.state.charger.app_protocols;
    if (!list) return true;
    return std::find(list->app_protocols.begin(), list->app_protocols.end(), protocol) !=
           list->app_protocols.end();
}

void publish_handshake(Step& step, const ProtocolText& text) {
    const bool debug = step.state.charger.debug_mode;
    if (debug && !step.iso20()) {
        link::AppProtocols offered;
        link::AppProtocol entry;
        entry.protocol_namespace = core::InlineString<100>{text.name_space};
        entry.version_number_major = text.version_number_major;
        entry.schema_id = 1;
        entry.priority = 1;
        offered.Protocols.push_back(entry);
        step.publish(VarName::ev_app_protocol, std::move(offered));
    }
    step.publish_message(V2gMessageId::SupportedAppProtocolReq);
}

}  // namespace

void waiting_for_pwm(Step& step) {
    if (!asks_for_hlc(step.in.pilot)) return;
    step.enter(Phase::link_setup, step.profile.communication.link_setup_s,
               step.profile.communication.setup_limit_s, "5 % duty seen");
}

void link_setup(Step& step) {
    if (!asks_for_hlc(step.in.pilot)) {
        step.enter(Phase::waiting_for_pwm, 0.0, 0.0, "5 % duty gone");
        return;
    }
    if (!step.due() || !step.state.charger.link_ready || !charger_is_set_up(step)) return;
    step.enter(Phase::handshake, step.profile.communication.setup_interval_s, 0.0, "link ready");
}

void handshake(Step& step) {
    if (!step.due()) return;
    const ProtocolText text = text_of(step.protocol());
    publish_handshake(step, text);
    if (!charger_speaks(step, text.app_protocol)) {
        fail(step, "the charger does not offer the vehicle's protocol");
        return;
    }
    if (step.iso20() || step.state.charger.debug_mode) {
        step.publish(VarName::selected_protocol, link::Text{text.selected});
    }
    step.enter(Phase::session_setup, step.profile.communication.setup_interval_s, 0.0,
               text.selected);
}

void session_setup(Step& step) {
    if (!step.due()) return;
    step.publish_message(V2gMessageId::SessionSetupReq);
    step.publish(VarName::evcc_id, link::Text{step.profile.communication.evcc_id});
    step.enter(Phase::services, step.profile.communication.setup_interval_s);
}

}  // namespace chargerig::vehicle::phases
