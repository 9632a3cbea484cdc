// SPDX-License-Identifier: Apache-2.0
//
// The vehicles in resources/vehicles: they load, they are consistent, and they charge.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "models/battery.hpp"
#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle::test {
namespace {

std::vector<std::string> shipped() {
    std::vector<std::string> names;
    const std::filesystem::path folder = CHARGERIG_SOURCE_DIR "/resources/vehicles";
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        names.push_back(file.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

Profile load(const std::string& name) {
    auto profile = read_profile(CHARGERIG_SOURCE_DIR "/resources/vehicles/" + name + ".yaml");
    if (!profile) {
        for (const auto& error : profile.error()) ADD_FAILURE() << error.text();
        return test_profile(Protocol::iso2);
    }
    return std::move(*profile);
}

TEST(ShippedVehicles, AreTheseAtLeast) {
    EXPECT_THAT(shipped(), ::testing::IsSupersetOf({"hyundai-ioniq5-73", "tesla-model3-lfp",
                                                    "vendor-simulator", "vw-id3-58"}));
}

class Shipped : public ::testing::TestWithParam<std::string> {};

TEST_P(Shipped, OpenCircuitVoltageLiesInTheWindow) {
    const Profile profile = load(GetParam());
    const models::Battery battery(profile.battery);
    for (int soc = 0; soc <= 100; ++soc) {
        EXPECT_GE(battery.open_circuit_voltage_V(soc), profile.charge.minimum_voltage_V) << soc;
        EXPECT_LE(battery.open_circuit_voltage_V(soc), profile.charge.maximum_voltage_V) << soc;
    }
    EXPECT_NEAR(battery.cell_energy_kWh(0.0, 100.0), profile.facts.usable_energy_kWh,
                0.01 * profile.facts.usable_energy_kWh);
}

TEST_P(Shipped, CurveCoversTheWholeRangeInOrder) {
    const auto curve = load(GetParam()).charge.curve;
    ASSERT_GE(curve.size(), 2u);
    EXPECT_EQ(curve.front().soc_percent, 0.0);
    EXPECT_EQ(curve.back().soc_percent, 100.0);
    for (std::size_t i = 1; i < curve.size(); ++i) {
        EXPECT_GT(curve[i].soc_percent, curve[i - 1].soc_percent);
        EXPECT_GT(curve[i].power_kW, 0.0);
    }
}

TEST_P(Shipped, EveryRequiredGroupNamesItsSource) {
    Profile profile = load(GetParam());
    EXPECT_FALSE(profile.name.empty());
    EXPECT_FALSE(profile.description.empty());
    EXPECT_GT(profile.facts.source.size(), 20u);
    EXPECT_GT(profile.limits.source.size(), 20u);
    EXPECT_GT(profile.curve_source.size(), 20u);
}

TEST_P(Shipped, ReachesTheChargeLoop) {
    ChargerBehaviour behaviour;
    behaviour.maximum_voltage_V = 1000.0;
    Bench bench(load(GetParam()), behaviour);
    EXPECT_TRUE(bench.charge());
}

INSTANTIATE_TEST_SUITE_P(All, Shipped, ::testing::ValuesIn(shipped()), [](const auto& test) {
    std::string name = test.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
}  // namespace chargerig::vehicle::test
