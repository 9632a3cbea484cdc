// SPDX-License-Identifier: Apache-2.0
//
// The messages of one whole session go through every version and come back with every field that
// the version carries. What a version does not carry is worked out here from its capabilities, not
// from the binding.
#include <gmock/gmock.h>

#include <vector>

#include "tests/unit/evse/shipped.hpp"

namespace chargerig::evse {
namespace {

DcPowerControl power(PowerFunction function, double voltage_V, double max_A, double min_A,
                     SetpointsMode mode, bool contactors, bool lowering) {
    return {voltage_V, max_A, min_A, function, mode, contactors, lowering, 57};
}

std::vector<Message> start_of_session() {
    std::vector<Message> all;
    for (int state = 0; state <= 13; ++state) {
        all.push_back(ControllerStatus{static_cast<ControllerState>(state)});
    }
    all.push_back(SequenceControl{true, false, true, true, false, false});
    all.push_back(SequenceControl{true, true, true, true, true, true});
    all.push_back(DcPowerParameters{500, 120, 80, -50});
    all.push_back(PowerModulesStatus{0, 0, 20, -40, SystemEnable::Not_Allowed, 510});
    all.push_back(NewChargeSession{CommunicationProtocol::CCS_ISO_15118_2022,
                                   PlugAndPins::CCS_DC_Extended, 500, 200, 76, 30});
    all.push_back(EvInformationBattery{77, 30, 10, 80, 100});
    all.push_back(EvInformationVoltages{200, 500, 331.5});
    all.push_back(EvInformationChargeLimits{1.5, 120, 2, 60});
    all.push_back(EvInformationDischargeLimits{5, 80, 1, 30});
    all.push_back(EvInformationEnergy{-10, 25, 60});
    all.push_back(EvId{{1, 2, 3, 0xAB, 0xCD, 0xFF}});
    all.push_back(PowerModulesStatus{0, 0, 21, 22, SystemEnable::Allowed, 510});
    return all;
}

std::vector<Message> powered_phases() {
    using enum PowerFunction;
    constexpr auto kTarget = SetpointsMode::Target_Mode;
    constexpr auto kRange = SetpointsMode::Range_Mode;
    return {
        power(Off, 0, 0, 0, kTarget, false, false),
        power(Standby, 0, 0, 0, kTarget, true, false),
        power(Insulation_Test, 500, 0, 0, kTarget, true, false),
        PowerModulesStatus{499.7, 0.1, 30, 25, SystemEnable::Allowed, 500},
        power(Standby, 0, 0, 0, kTarget, true, true),
        power(Precharge, 331.5, 2, 0, kRange, true, false),
        power(Standby, 0, 0, 0, kTarget, true, false),
        ChargeStatusChange{ChargeStatus::Charge_Started},
        power(Power_Transfer, 400, 120, 120, kTarget, true, false),
        power(Power_Transfer, 400, -20.5, -20.5, kTarget, true, false),
        power(Power_Transfer, 450, 120, -80, kRange, true, false),
        power(Power_Transfer, 450, -5, -80, kRange, true, false),
        OcppControl{-33.3},
        OcppControl{40},
        PowerModulesStatus{402.3, -33.3, 55, 40, SystemEnable::Allowed, 510},
        CcsExtraInformation{CpCode::C, 5},
        McsExtraInformation{6, 1},
        Cui1Inputs{{true, false, true, false, true, false}, 20, 40, {25, 26}},
        SeccInputs{{true, false, false, true}, 41, {25, -40}},
        SpccInputs{{false, true, true, false}, {42, 43}, 30, 31, 32, 33},
        SeccOutputs{{true, false, true, false}, {100, 50, 1}},
        SpccOutputs{{true, false}, {1, 50, 100}},
    };
}

std::vector<Message> end_of_session() {
    using enum PowerFunction;
    constexpr auto kTarget = SetpointsMode::Target_Mode;
    return {
        ChargeStatusChange{ChargeStatus::Charge_Stopped},
        power(Standby, 0, 0, 0, kTarget, true, false),
        power(Standby, 0, 0, 0, kTarget, false, false),
        power(Standby, 0, 0, 0, kTarget, false, true),
        EmergencyStop{EmergencyOrigin::EVSE},
        EmergencyStop{EmergencyOrigin::PEV},
        ChargeSessionFinished{StopState::Clean_Stop},
        ChargeSessionFinished{StopState::Rushed_Stop},
    };
}

std::vector<Message> whole_session() {
    std::vector<Message> all = start_of_session();
    for (const auto& part : {powered_phases(), end_of_session()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

// What of a message is left in a version, said in terms of its capabilities.
struct Carried {
    const Version& version;
    bool has(Capability c) const { return version.has(c); }

    // SoC and the vehicle's limits moved to EV_Information_* with the capability of that name.
    void operator()(NewChargeSession& m) const {
        if (!has(Capability::ev_information)) return;
        m.ev_maximum_voltage_V = m.ev_maximum_current_A = 0;
        m.battery_capacity_kWh = m.state_of_charge_percent = 0;
    }
    void operator()(DcPowerControl& m) const {
        if (!has(Capability::output_contactors)) m.output_contactors_close = false;
        if (has(Capability::ev_information)) m.state_of_charge_percent = 0;
    }
    void operator()(DcPowerParameters& m) const {
        if (!has(Capability::discharge_limits)) {
            m.maximum_discharge_current_A = m.range_target_current_A = 0;
        }
    }
    void operator()(EvInformationBattery& m) const {
        if (has(Capability::ev_information_soc_limits)) return;
        m.minimum_state_of_charge_percent = m.target_state_of_charge_percent = 0;
        m.maximum_state_of_charge_percent = 0;
    }
    void operator()(EvInformationVoltages& m) const {
        if (!has(Capability::ev_information_soc_limits)) m.ev_present_voltage_V = 0;
    }
    void operator()(SeccOutputs& m) const {
        if (!has(Capability::leds)) m.led = {};
    }
    void operator()(SpccOutputs& m) const {
        if (!has(Capability::leds)) m.led = {};
    }
    template <class T>
    void operator()(T&) const {}
};

bool carried(const Version& version, const Message& message) {
    switch (kind_of(message)) {
        case MessageKind::ev_information_battery:
        case MessageKind::ev_information_voltages:
        case MessageKind::ev_information_charge_limits:
        case MessageKind::ev_information_discharge_limits:
            return version.has(Capability::ev_information);
        case MessageKind::ev_information_energy:
            return version.has(Capability::ev_information_energy);
        case MessageKind::ev_id:
            return version.has(Capability::ev_id);
        case MessageKind::ocpp_control:
            return version.has(Capability::ocpp_control);
        case MessageKind::ccs_extra_information:
        case MessageKind::mcs_extra_information:
            return version.has(Capability::extra_information);
        case MessageKind::spcc_inputs:
            return version.has(Capability::spcc_inputs);
        case MessageKind::spcc_outputs:
            return version.has(Capability::spcc_outputs);
        default:
            return true;
    }
}

// One end sends, the other receives; each with its own memory.
struct Link {
    Binding binding;
    LinkMemory sender;
    LinkMemory receiver;

    std::vector<Message> pass(const Message& message) {
        Frames frames;
        const EncodeStatus status = binding.encode(message, {}, sender, frames);
        if (status.fault == EncodeFault::not_carried) return {};
        if (!status) ADD_FAILURE() << binding.error(status).text();
        std::vector<Message> arrived;
        for (const can::Frame& frame : frames) {
            Message out;
            EXPECT_TRUE(binding.decode(frame, receiver, out));
            arrived.push_back(out);
        }
        return arrived;
    }
};

void expect_whole_session_arrives(const Binding& binding) {
    Link link{binding, {}, {}};
    const Version& version = binding.version();
    for (const Message& message : whole_session()) {
        const std::vector<Message> arrived = link.pass(message);
        EXPECT_EQ(binding.carries(kind_of(message)), carried(version, message));
        if (!carried(version, message)) {
            EXPECT_TRUE(arrived.empty());
            continue;
        }
        Message expected = message;
        std::visit(Carried{version}, expected);
        EXPECT_THAT(arrived, ::testing::ElementsAre(expected)) << message.index();
    }
}

TEST(WholeSession, ArrivesInAllFieldsThatTheVersionCarries) {
    int versions = 0;
    for (const auto& version : shipped().versions()) {
        if (!version->has(Capability::range_mode)) continue;  // 2.x: the next test
        SCOPED_TRACE(version->name());
        ++versions;
        expect_whole_session_arrives(*Binding::make(version, 1));
    }
    EXPECT_EQ(versions, 7);
}

// What 2.x makes of a power demand: spec 5.10, 6.6.
std::vector<DcPowerControl> in_2x(DcPowerControl control, bool after_precharge) {
    using enum PowerFunction;
    const bool contactors = std::exchange(control.output_contactors_close, false);
    std::vector<DcPowerControl> all{control};
    DcPowerControl& only = all.front();
    switch (control.power_function) {
        case Insulation_Test:
        case Precharge:
            only.state_of_charge_percent = 0;
            break;
        case Power_Transfer:
            only.setpoints_mode = SetpointsMode::Target_Mode;
            only.current_range_min_A = only.current_range_max_A;
            break;
        default:
            only.power_function = Standby;
            only.lower_output_voltage = control.lower_output_voltage && contactors;
            if (only.lower_output_voltage) {
                all.insert(all.begin(), all.front());
                all.front().state_of_charge_percent = 0;
            } else if (after_precharge) {
                DcPowerControl last = control;
                last.power_function = Precharge;
                last.setpoints_mode = SetpointsMode::Range_Mode;
                last.target_voltage_V = 331.5;
                last.state_of_charge_percent = 0;
                all.insert(all.begin(), last);
            }
    }
    return all;
}

TEST(WholeSession2x, ArrivesInAllFieldsThatTheVersionCarries) {
    Link link{bound("2.7"), {}, {}};
    const Version& version = link.binding.version();
    bool after_precharge = false;
    int power_demands = 0;
    for (const Message& message : whole_session()) {
        const std::vector<Message> arrived = link.pass(message);
        EXPECT_EQ(link.binding.carries(kind_of(message)), carried(version, message));
        std::vector<Message> expected;
        if (const auto* control = std::get_if<DcPowerControl>(&message)) {
            for (const auto& part : in_2x(*control, after_precharge)) expected.emplace_back(part);
            after_precharge = control->power_function == PowerFunction::Precharge;
            ++power_demands;
        } else if (carried(version, message)) {
            expected.push_back(message);
            std::visit(Carried{version}, expected.front());
        }
        EXPECT_EQ(arrived, expected) << message.index();
    }
    EXPECT_EQ(power_demands, 13);
}

}  // namespace
}  // namespace chargerig::evse
