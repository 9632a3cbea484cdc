// SPDX-License-Identifier: Apache-2.0
//
// Choice of services and payment, authorisation.
#include <algorithm>

#include "sim/vehicle/phases/phases.hpp"

namespace chargerig::vehicle::phases {
namespace {

using link::V2gMessageId;
using link::VarName;

template <class List, class T>
bool holds(const List& list, T value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

// ISO 15118-2 alone; Evse15118D20 passes Plug & Charge by.
bool pays_by_contract(const Step& step) {
    return step.protocol() == Protocol::iso2 && step.profile.session.payment == Payment::contract &&
           holds(step.state.charger.payment_options, link::PaymentOption::Contract);
}

// SAE J2847/2 in ISO 15118-2: services 28472 (V2H) and 28473 (V2G).
bool agrees_on_sae(const Step& step) {
    return step.protocol() == Protocol::iso2 && step.profile.session.bidirectional &&
           step.state.charger.sae_mode != link::SaeJ2847BidiMode::None;
}

void to_authorisation(Step& step) {
    const Communication& times = step.profile.communication;
    step.enter(Phase::authorisation, times.setup_interval_s,
               step.iso20() ? times.authorisation_limit_iso20_s : times.authorisation_limit_s);
}

void services_din(Step& step) {
    if (step.state.rounds == 1) {
        step.publish_message(V2gMessageId::ServiceDiscoveryReq);
        return;
    }
    step.publish_message(V2gMessageId::ServicePaymentSelectionReq);
    to_authorisation(step);
}

void services_iso2(Step& step) {
    if (step.state.rounds == 1) {
        step.publish_message(V2gMessageId::ServiceDiscoveryReq);
        return;
    }
    step.publish_message(V2gMessageId::PaymentServiceSelectionReq);
    step.publish(VarName::selected_payment_option, pays_by_contract(step)
                                                       ? link::PaymentOption::Contract
                                                       : link::PaymentOption::ExternalPayment);
    if (agrees_on_sae(step)) {
        step.state.bidirectional = true;
        step.publish(VarName::sae_bidi_mode_active);
    }
    to_authorisation(step);
}

// A contract token as EvseV2G passes it on; the identifier is made from the EVCC's.
link::ProvidedIdToken contract_token(const Step& step) {
    link::ProvidedIdToken token;
    token.id_token.value = core::InlineString<36>{step.profile.communication.evcc_id};
    token.id_token.type = link::IdTokenType::eMAID;
    token.authorization_type = link::AuthorizationType::PlugAndCharge;
    return token;
}

void ask_for_authorisation(Step& step) {
    if (pays_by_contract(step)) {
        step.publish(VarName::require_auth_pnc,
                     link::Boxed<link::ProvidedIdToken>{contract_token(step)});
    } else {
        step.publish(VarName::require_auth_eim);
    }
}

void authorised(Step& step) {
    const Communication& times = step.profile.communication;
    if (step.iso20()) {
        step.enter(Phase::service_selection, times.setup_interval_s, 0.0, "authorised");
    } else {
        step.enter(Phase::parameters, times.setup_interval_s, times.parameters_limit_s,
                   "authorised");
    }
}

link::SelectedServiceParameters selected_service(const Step& step) {
    link::SelectedServiceParameters service;
    service.energy_transfer =
        step.state.bidirectional ? link::ServiceCategory::DC_BPT : link::ServiceCategory::DC;
    service.connector = step.profile.communication.extended_pins ? link::Connector::Extended
                                                                 : link::Connector::Core;
    service.control_mode =
        step.dynamic() ? link::ControlMode::DynamicControl : link::ControlMode::ScheduledControl;
    service.mobility_needs_mode = link::MobilityNeedsMode::EVCC;
    service.pricing = link::Pricing::NoPricing;
    if (step.state.bidirectional) {
        const auto& bpt = step.state.charger.bpt;
        service.bpt_channel = bpt ? bpt->bpt_channel : link::BptChannel::Unified;
        service.generator_mode = bpt ? bpt->generator_mode : link::GeneratorMode::GridFollowing;
    }
    return service;
}

}  // namespace

void services(Step& step) {
    if (!step.due()) return;
    ++step.state.rounds;
    step.request_in(step.profile.communication.setup_interval_s);
    if (step.protocol() == Protocol::din) return services_din(step);
    if (step.protocol() == Protocol::iso2) return services_iso2(step);
    step.publish_message(V2gMessageId::AuthorizationSetupReq);
    ask_for_authorisation(step);
    to_authorisation(step);
}

void authorisation(Step& step) {
    if (!step.due()) return;
    const auto answer = step.state.charger.authorisation;
    const bool first = step.state.rounds == 0;
    if (answer && !first) {
        if (*answer == link::AuthorizationStatus::Accepted) return authorised(step);
        fail(step, "authorisation refused");
        return;
    }
    ++step.state.rounds;
    step.request_in(step.profile.communication.setup_interval_s);
    step.publish_message(step.protocol() == Protocol::din ? V2gMessageId::ContractAuthenticationReq
                                                          : V2gMessageId::AuthorizationReq);
    if (first && !step.iso20()) ask_for_authorisation(step);
}

void service_selection(Step& step) {
    if (!step.due()) return;
    step.request_in(step.profile.communication.setup_interval_s);
    switch (++step.state.rounds) {
        case 1:
            step.publish_message(V2gMessageId::ServiceDiscoveryReq);
            return;
        case 2:
            step.publish_message(V2gMessageId::ServiceDetailReq);
            return;
        default:
            break;
    }
    step.state.bidirectional =
        step.profile.session.bidirectional &&
        holds(step.state.charger.energy_modes, link::EnergyTransferMode::DC_BPT);
    if (step.profile.session.bidirectional && !step.state.bidirectional) {
        step.note(core::NoteKind::warning, "charges only", "the charger does not offer DC_BPT");
    }
    step.publish_message(V2gMessageId::ServiceSelectionReq);
    step.publish(VarName::selected_service_parameters, selected_service(step));
    step.enter(Phase::parameters, step.profile.communication.setup_interval_s,
               step.profile.communication.parameters_limit_s);
}

}  // namespace chargerig::vehicle::phases
