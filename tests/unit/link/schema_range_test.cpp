// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/link/schema_samples.hpp"

namespace chargerig::link::test {
namespace {

using testing::HasSubstr;

std::string place(const Owner& owner, const SchemaRow& row) {
    return owner.name + " " + row.path;
}

Json with(const Owner& owner, const SchemaRow& row, Json value) {
    Json payload = sample(owner, Fill::everything);
    payload[pointer(row.path)] = std::move(value);
    return payload;
}

double step(const SchemaRow& row, double at) {
    return row.type == JsonType::integer ? 1.0 : std::max(1.0, std::abs(at)) * 1e-9;
}

TEST(SchemaRange, every_bound_is_inclusive_and_held) {
    std::size_t bounds = 0;
    for (const Owner& owner : owners()) {
        for (const SchemaRow& row : rows_of(owner)) {
            if (row.type != JsonType::number && row.type != JsonType::integer) continue;
            SCOPED_TRACE(place(owner, row));
            for (const double bound : {row.minimum, row.maximum}) {
                if (std::isinf(bound)) continue;
                ++bounds;
                const double outside = bound == row.minimum ? -1.0 : 1.0;
                const double beyond = bound + outside * step(row, bound);
                EXPECT_EQ(refusal(owner, with(owner, row, bound)), std::nullopt);
                const auto refused = refusal(owner, with(owner, row, beyond));
                ASSERT_TRUE(refused.has_value());
                EXPECT_THAT(*refused, HasSubstr("is out of range"));
                EXPECT_EQ(refusal(owner, with(owner, row, bound - outside * step(row, bound))),
                          std::nullopt);
            }
        }
    }
    EXPECT_GT(bounds, 100u);
}

TEST(SchemaRange, every_size_is_held) {
    for (const Owner& owner : owners()) {
        for (const SchemaRow& row : rows_of(owner)) {
            const bool list = row.type == JsonType::array;
            if (!list && (row.type != JsonType::string || !row.literals.empty())) continue;
            if (row.maximum_size > 100'000) continue;
            SCOPED_TRACE(place(owner, row));
            const auto sized = [&](std::size_t size) {
                if (!list) return with(owner, row, std::string(size, 'x'));
                const Json item = sample(owner, Fill::everything)[pointer(row.path + "[]")];
                return with(owner, row, Json(std::vector<Json>(size, item)));
            };
            EXPECT_EQ(refusal(owner, sized(row.minimum_size)), std::nullopt);
            EXPECT_EQ(refusal(owner, sized(row.maximum_size)), std::nullopt);
            EXPECT_NE(refusal(owner, sized(row.maximum_size + 1)), std::nullopt);
            if (row.minimum_size > 0) {
                EXPECT_NE(refusal(owner, sized(row.minimum_size - 1)), std::nullopt);
            }
        }
    }
}

TEST(SchemaRange, names_place_value_range_and_remedy) {
    const Owner limits{true, "update_dc_maximum_limits"};
    Json payload = sample(limits, Fill::required_only);
    payload["maximum_limits"]["evse_maximum_voltage_limit"] = 1500.5;
    EXPECT_EQ(
        refusal(limits, payload),
        "command update_dc_maximum_limits: field maximum_limits.evse_maximum_voltage_limit is "
        "out of range: '1500.5'; allowed: 0 to 1500 V; send a value inside the range of the "
        "interface");
    EXPECT_EQ(
        refusal({false, "dc_ev_energy_capacity"}, -1),
        "var dc_ev_energy_capacity: value is out of range: '-1'; allowed: 0 to 200000 Wh; send "
        "a value inside the range of the interface");
}

TEST(SchemaRange, discharging_currents_pass_the_tolerant_check_alone) {
    const Var target =
        var({}, VarName::dc_ev_target_voltage_current,
            DcEvTargetValues{.dc_ev_target_voltage = 400.0, .dc_ev_target_current = -50.0});
    EXPECT_EQ(validate(target), std::nullopt);
    EXPECT_EQ(validate(target, Strictness::discharge_tolerant), std::nullopt);
    ASSERT_TRUE(validate(target, Strictness::schema).has_value());
    EXPECT_EQ(validate(target, Strictness::schema)->allowed, "-2 to 10000 A");

    const Command measured = command(
        {}, CommandName::update_dc_present_values,
        DcEvsePresentVoltageCurrent{.evse_present_voltage = 400.0, .evse_present_current = -50.0});
    EXPECT_EQ(validate(measured), std::nullopt);
    ASSERT_TRUE(validate(measured, Strictness::schema).has_value());
    EXPECT_EQ(validate(measured, Strictness::schema)->allowed, "0 to 10000 A");
}

TEST(SchemaRange, refuses_numbers_that_are_none_and_payloads_of_another_name) {
    const auto nan = validate(var({}, VarName::dc_ev_present_voltage, std::nan("")));
    ASSERT_TRUE(nan.has_value());
    EXPECT_EQ(nan->text(),
              "var dc_ev_present_voltage: value is not a finite number: 'not a number'; allowed: a "
              "finite number V; send a value inside the range of the interface");
    const auto wrong = validate(var({}, VarName::dc_ev_status, true));
    ASSERT_TRUE(wrong.has_value());
    EXPECT_EQ(wrong->what, "var dc_ev_status: value has the wrong type");
    const auto literal = validate(command({}, CommandName::send_error, static_cast<EvseError>(77)));
    ASSERT_TRUE(literal.has_value());
    EXPECT_EQ(literal->what, "command send_error: field error is not a value of the enumeration");
}

}  // namespace
}  // namespace chargerig::link::test
