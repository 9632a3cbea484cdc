// SPDX-License-Identifier: Apache-2.0
//
// Quantities by phase of the interface `ISO15118_charger` (EVerest everest-core, types/units and
// units_signed). units: A, V, Hz, W, Wh and var.
#pragma once

#include <optional>
#include <string>

#include "sim/link/iso15118_types.hpp"

namespace chargerig::link::units {

struct Current {
    std::optional<double> DC{};
    std::optional<double> L1{};
    std::optional<double> L2{};
    std::optional<double> L3{};
    std::optional<double> N{};
    friend bool operator==(const Current&, const Current&) = default;
};

struct Voltage {
    std::optional<double> DC{};
    std::optional<double> L1{};
    std::optional<double> L2{};
    std::optional<double> L3{};
    friend bool operator==(const Voltage&, const Voltage&) = default;
};

struct Frequency {
    double L1 = 0.0;
    std::optional<double> L2{};
    std::optional<double> L3{};
    friend bool operator==(const Frequency&, const Frequency&) = default;
};

struct Power {
    double total = 0.0;
    std::optional<double> L1{};
    std::optional<double> L2{};
    std::optional<double> L3{};
    friend bool operator==(const Power&, const Power&) = default;
};

struct Energy {
    double total = 0.0;
    std::optional<double> L1{};
    std::optional<double> L2{};
    std::optional<double> L3{};
    friend bool operator==(const Energy&, const Energy&) = default;
};

struct ReactivePower {
    double total = 0.0;          // var
    std::optional<double> L1{};  // var
    std::optional<double> L2{};  // var
    std::optional<double> L3{};  // var
    friend bool operator==(const ReactivePower&, const ReactivePower&) = default;
};

}  // namespace chargerig::link::units

namespace chargerig::link::units_signed {

struct SignedMeterValue {
    std::string signed_meter_data{};
    std::string signing_method{};
    std::string encoding_method{};
    std::optional<std::string> public_key{};
    std::optional<DateTime> timestamp{};
    friend bool operator==(const SignedMeterValue&, const SignedMeterValue&) = default;
};

struct Current {
    std::optional<units_signed::SignedMeterValue> DC{};
    std::optional<units_signed::SignedMeterValue> L1{};
    std::optional<units_signed::SignedMeterValue> L2{};
    std::optional<units_signed::SignedMeterValue> L3{};
    std::optional<units_signed::SignedMeterValue> N{};
    friend bool operator==(const Current&, const Current&) = default;
};

struct Voltage {
    std::optional<units_signed::SignedMeterValue> DC{};
    std::optional<units_signed::SignedMeterValue> L1{};
    std::optional<units_signed::SignedMeterValue> L2{};
    std::optional<units_signed::SignedMeterValue> L3{};
    friend bool operator==(const Voltage&, const Voltage&) = default;
};

struct Frequency {
    std::optional<units_signed::SignedMeterValue> L1{};
    std::optional<units_signed::SignedMeterValue> L2{};
    std::optional<units_signed::SignedMeterValue> L3{};
    friend bool operator==(const Frequency&, const Frequency&) = default;
};

struct Power {
    std::optional<units_signed::SignedMeterValue> total{};
    std::optional<units_signed::SignedMeterValue> L1{};
    std::optional<units_signed::SignedMeterValue> L2{};
    std::optional<units_signed::SignedMeterValue> L3{};
    friend bool operator==(const Power&, const Power&) = default;
};

struct Energy {
    std::optional<units_signed::SignedMeterValue> total{};
    std::optional<units_signed::SignedMeterValue> L1{};
    std::optional<units_signed::SignedMeterValue> L2{};
    std::optional<units_signed::SignedMeterValue> L3{};
    friend bool operator==(const Energy&, const Energy&) = default;
};

struct ReactivePower {
    std::optional<units_signed::SignedMeterValue> total{};
    std::optional<units_signed::SignedMeterValue> L1{};
    std::optional<units_signed::SignedMeterValue> L2{};
    std::optional<units_signed::SignedMeterValue> L3{};
    friend bool operator==(const ReactivePower&, const ReactivePower&) = default;
};

}  // namespace chargerig::link::units_signed
