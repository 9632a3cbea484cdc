// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/link/iso15118_binding.hpp"
#include "sim/link/schema.hpp"

namespace chargerig::link {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Names = std::vector<CommandName>;

class BindingCommands : public testing::Test {
protected:
    BindingCommands() {
        charger.maximum_voltage_V = 500.0;
        charger.minimum_voltage_V = 150.0;
        charger.maximum_current_A = 200.0;
        charger.maximum_power_W = 60e3;
    }

    // The commands of one step; every one of them must be valid.
    CommandList step() {
        CommandList out;
        commands_for(parameters, state, view, charger, core::Instant{7}, out);
        for (const Command& each : out) {
            EXPECT_EQ(each.time, core::Instant{7});
            const auto bad = validate(each);
            EXPECT_EQ(bad, std::nullopt) << bad->text();
        }
        return out;
    }
    Names names() {
        Names result;
        for (const Command& each : step()) result.push_back(each.name);
        return result;
    }
    void plug(bool plugged) {
        apply(state, PilotFromCharger{}, PilotFromVehicle{.plugged = plugged}, view);
    }
    void take(VarName name, VarPayload payload = {}) {
        apply(state, var({}, name, std::move(payload)), view);
    }

    BindingParameters parameters;
    BindingState state;
    VehicleView view;
    ChargerView charger;
};

TEST_F(BindingCommands, start_up_goes_in_the_order_of_everest) {
    EXPECT_THAT(
        names(),
        ElementsAre(CommandName::session_setup, CommandName::set_powersupply_capabilities,
                    CommandName::set_charging_parameters, CommandName::update_dc_minimum_limits,
                    CommandName::update_dc_present_values, CommandName::receipt_is_required,
                    CommandName::setup, CommandName::update_energy_transfer_modes,
                    CommandName::bpt_setup, CommandName::reset_error,
                    CommandName::update_dc_maximum_limits, CommandName::update_dc_minimum_limits));
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(BindingCommands, start_up_carries_what_the_charger_can_do) {
    charger.bidirectional = true;
    charger.maximum_discharge_current_A = 100.0;
    charger.maximum_discharge_power_W = 30e3;
    charger.current_ripple_A = 2.0;
    const CommandList sent = step();
    const auto& capabilities = *std::get<Boxed<Capabilities>>(sent[1].payload);
    EXPECT_TRUE(capabilities.bidirectional);
    EXPECT_EQ(capabilities.max_export_voltage_V, 500.0);
    EXPECT_EQ(capabilities.min_export_voltage_V, 150.0);
    EXPECT_EQ(capabilities.max_export_current_A, 200.0);
    EXPECT_EQ(capabilities.max_export_power_W, 60e3);
    EXPECT_EQ(capabilities.max_import_current_A, 100.0);
    EXPECT_EQ(capabilities.max_import_power_W, 30e3);
    EXPECT_EQ(std::get<SetupPhysicalValues>(sent[2].payload),
              (SetupPhysicalValues{.dc_current_regulation_tolerance = 1.0,
                                   .dc_peak_current_ripple = 2.0,
                                   .dc_energy_to_be_delivered = 10'000.0}));
    EXPECT_EQ(std::get<DcEvsePresentVoltageCurrent>(sent[4].payload).evse_present_voltage, 0.0);
    EXPECT_TRUE(std::get<SetupArgs>(sent[6].payload).debug_mode);
    EXPECT_EQ(sent[7].payload, CommandPayload([] {
                  EnergyTransferModes modes;
                  modes.push_back(EnergyTransferMode::DC_extended);
                  modes.push_back(EnergyTransferMode::DC_core);
                  modes.push_back(EnergyTransferMode::DC_BPT);
                  return modes;
              }()));
    EXPECT_EQ(std::get<DcEvseMaximumLimits>(sent[10].payload),
              (DcEvseMaximumLimits{.evse_maximum_current_limit = 200.0,
                                   .evse_maximum_power_limit = 60e3,
                                   .evse_maximum_voltage_limit = 500.0,
                                   .evse_maximum_discharge_current_limit = 100.0,
                                   .evse_maximum_discharge_power_limit = 30e3}));
}

TEST_F(BindingCommands, the_modes_follow_the_pins_and_the_directions) {
    using enum EnergyTransferMode;
    const auto offered = [&] {
        for (const Command& each : step()) {
            if (each.name != CommandName::update_energy_transfer_modes) continue;
            const auto& modes = std::get<EnergyTransferModes>(each.payload);
            return std::vector<EnergyTransferMode>(modes.begin(), modes.end());
        }
        return std::vector<EnergyTransferMode>{};
    };
    EXPECT_THAT(offered(), ElementsAre(DC_extended, DC_core));
    EXPECT_THAT(offered(), IsEmpty()) << "told once";
    charger.extended_pins = false;
    EXPECT_THAT(offered(), ElementsAre(DC_core));
    charger.bidirectional = true;
    EXPECT_THAT(offered(), ElementsAre(DC_core, DC_BPT));
    charger.extended_pins = true;
    EXPECT_THAT(offered(), ElementsAre(DC_extended, DC_core, DC_BPT));
}

TEST_F(BindingCommands, bpt_setup_goes_out_only_when_it_is_configured) {
    parameters.bpt_setup.reset();
    EXPECT_THAT(names(), testing::Not(testing::Contains(CommandName::bpt_setup)));
}

TEST_F(BindingCommands, a_plug_in_resets_the_vehicle_side) {
    step();
    plug(true);
    const CommandList sent = step();
    ASSERT_EQ(sent.size(), 3u);
    EXPECT_EQ(sent[0], command(core::Instant{7}, CommandName::reset_error));
    EXPECT_EQ(sent[1], command(core::Instant{7}, CommandName::ac_contactor_closed, false));
    EXPECT_EQ(sent[2], command(core::Instant{7}, CommandName::stop_charging, false));
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(BindingCommands, limits_go_out_on_a_change_maximum_first) {
    step();
    charger.maximum_current_A = 150.0;
    EXPECT_THAT(names(), ElementsAre(CommandName::update_dc_maximum_limits,
                                     CommandName::update_dc_minimum_limits));
    charger.minimum_voltage_V = 200.0;
    EXPECT_THAT(names(), ElementsAre(CommandName::update_dc_maximum_limits,
                                     CommandName::update_dc_minimum_limits));
    EXPECT_THAT(names(), IsEmpty());
    charger.bidirectional = true;
    EXPECT_THAT(names(), ElementsAre(CommandName::update_energy_transfer_modes,
                                     CommandName::update_dc_maximum_limits,
                                     CommandName::update_dc_minimum_limits));
}

TEST_F(BindingCommands, each_change_has_its_command) {
    step();
    const auto only = [&] {
        const CommandList sent = step();
        EXPECT_EQ(sent.size(), 1u);
        return sent.empty() ? Command{} : sent[0];
    };
    const auto expect = [&](CommandName name, CommandPayload payload) {
        EXPECT_EQ(only(), command(core::Instant{7}, name, std::move(payload)));
        EXPECT_THAT(names(), IsEmpty());
    };
    charger.communication_allowed = true;
    expect(CommandName::dlink_ready, true);
    charger.insulation = ChargerView::Insulation::valid;
    expect(CommandName::update_isolation_status, IsolationStatus::Valid);
    charger.insulation = ChargerView::Insulation::fault;
    expect(CommandName::update_isolation_status, IsolationStatus::Fault);
    charger.insulation = ChargerView::Insulation::invalid;
    expect(CommandName::update_isolation_status, IsolationStatus::Invalid);
    charger.cable_check = ChargerView::CableCheck::passed;
    expect(CommandName::cable_check_finished, true);
    charger.cable_check = ChargerView::CableCheck::failed;
    expect(CommandName::cable_check_finished, false);
    charger.contactors_closed = true;
    expect(CommandName::ac_contactor_closed, true);
    charger.contactors_closed = false;
    expect(CommandName::ac_contactor_closed, false);
    charger.stop_asked = true;
    expect(CommandName::stop_charging, true);
    charger.emergency = true;
    expect(CommandName::send_error, EvseError::Error_EmergencyShutdown);
    charger.communication_allowed = false;
    expect(CommandName::dlink_ready, false);
}

TEST_F(BindingCommands, every_measurement_is_passed_on_and_never_below_zero_volt) {
    step();
    charger.present_voltage_V = 399.0;
    charger.present_current_A = -25.0;
    EXPECT_THAT(names(), IsEmpty());
    for (int i = 0; i < 2; ++i) {
        ++charger.present_count;
        const CommandList sent = step();
        ASSERT_EQ(sent.size(), 1u);
        EXPECT_EQ(sent[0], command(core::Instant{7}, CommandName::update_dc_present_values,
                                   DcEvsePresentVoltageCurrent{.evse_present_voltage = 399.0,
                                                               .evse_present_current = -25.0}));
    }
    ++charger.present_count;
    charger.present_voltage_V = -0.4;
    EXPECT_EQ(std::get<DcEvsePresentVoltageCurrent>(step()[0].payload).evse_present_voltage, 0.0);
}

TEST_F(BindingCommands, a_measurement_beyond_the_field_is_told_as_its_end_and_marked) {
    step();
    ++charger.present_count;
    charger.present_voltage_V = 6553.5;
    EXPECT_EQ(std::get<DcEvsePresentVoltageCurrent>(step()[0].payload).evse_present_voltage,
              1500.0);
    EXPECT_TRUE(state.voltage_cut);
    ++charger.present_count;
    charger.present_voltage_V = 1500.0;
    step();
    EXPECT_FALSE(state.voltage_cut);
}

TEST_F(BindingCommands, an_identification_is_answered_once) {
    step();
    charger.authorised = true;
    EXPECT_THAT(names(), IsEmpty());
    take(VarName::require_auth_eim);
    EXPECT_TRUE(view.authorisation_asked);
    const CommandList sent = step();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].payload,
              CommandPayload(AuthorizationResponseArgs{
                  .authorization_status = AuthorizationStatus::Accepted,
                  .certificate_status = CertificateStatus::NoCertificateAvailable}));
    EXPECT_FALSE(view.authorisation_asked);
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(BindingCommands, a_late_or_refused_identification_is_answered_too) {
    step();
    take(VarName::require_auth_eim);
    EXPECT_THAT(names(), IsEmpty());
    EXPECT_TRUE(view.authorisation_asked);
    charger.authorisation_refused = true;
    const CommandList sent = step();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].payload,
              CommandPayload(AuthorizationResponseArgs{
                  .authorization_status = AuthorizationStatus::Invalid,
                  .certificate_status = CertificateStatus::NoCertificateAvailable}));
}

TEST_F(BindingCommands, plug_and_charge_is_invalid_even_when_authorised) {
    step();
    charger.authorised = true;
    take(VarName::require_auth_pnc, Boxed<ProvidedIdToken>{});
    const CommandList sent = step();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(std::get<AuthorizationResponseArgs>(sent[0].payload).authorization_status,
              AuthorizationStatus::Invalid);
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(BindingCommands, a_second_session_is_told_what_still_holds) {
    step();
    plug(true);
    charger.stop_asked = true;
    charger.emergency = true;
    charger.insulation = ChargerView::Insulation::valid;
    charger.cable_check = ChargerView::CableCheck::passed;
    step();
    plug(false);
    plug(true);
    EXPECT_THAT(names(),
                ElementsAre(CommandName::reset_error, CommandName::ac_contactor_closed,
                            CommandName::stop_charging, CommandName::update_isolation_status,
                            CommandName::stop_charging, CommandName::send_error));
    charger.cable_check = ChargerView::CableCheck::pending;
    EXPECT_THAT(names(), IsEmpty());
    charger.cable_check = ChargerView::CableCheck::passed;
    EXPECT_THAT(names(), ElementsAre(CommandName::cable_check_finished));
}

TEST_F(BindingCommands, everything_at_once_fits_in_the_list) {
    charger.communication_allowed = true;
    charger.authorised = true;
    charger.bidirectional = true;
    charger.present_count = 1;
    charger.insulation = ChargerView::Insulation::fault;
    charger.contactors_closed = true;
    charger.stop_asked = true;
    charger.emergency = true;
    plug(true);
    charger.cable_check = ChargerView::CableCheck::failed;
    take(VarName::require_auth_eim);
    take(VarName::require_auth_pnc, Boxed<ProvidedIdToken>{});
    EXPECT_LT(step().size(), CommandList::capacity());
}

}  // namespace
}  // namespace chargerig::link
