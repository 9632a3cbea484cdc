// SPDX-License-Identifier: Apache-2.0
//
// Fields of units and units_signed: no range, the unit follows from the type.
#pragma once

#include <tuple>

#include "sim/link/iso15118_units.hpp"
#include "sim/link/schema_constraint.hpp"

namespace chargerig::link::schema {

template <>
struct Fields<units::Current> {
    static constexpr auto list = std::make_tuple(
        field("DC", &units::Current::DC, unit("A")), field("L1", &units::Current::L1, unit("A")),
        field("L2", &units::Current::L2, unit("A")), field("L3", &units::Current::L3, unit("A")),
        field("N", &units::Current::N, unit("A")));
};

template <>
struct Fields<units::Voltage> {
    static constexpr auto list = std::make_tuple(
        field("DC", &units::Voltage::DC, unit("V")), field("L1", &units::Voltage::L1, unit("V")),
        field("L2", &units::Voltage::L2, unit("V")), field("L3", &units::Voltage::L3, unit("V")));
};

template <>
struct Fields<units::Frequency> {
    static constexpr auto list = std::make_tuple(field("L1", &units::Frequency::L1, unit("Hz")),
                                                 field("L2", &units::Frequency::L2, unit("Hz")),
                                                 field("L3", &units::Frequency::L3, unit("Hz")));
};

template <>
struct Fields<units::Power> {
    static constexpr auto list = std::make_tuple(
        field("total", &units::Power::total, unit("W")), field("L1", &units::Power::L1, unit("W")),
        field("L2", &units::Power::L2, unit("W")), field("L3", &units::Power::L3, unit("W")));
};

template <>
struct Fields<units::Energy> {
    static constexpr auto list = std::make_tuple(field("total", &units::Energy::total, unit("Wh")),
                                                 field("L1", &units::Energy::L1, unit("Wh")),
                                                 field("L2", &units::Energy::L2, unit("Wh")),
                                                 field("L3", &units::Energy::L3, unit("Wh")));
};

template <>
struct Fields<units::ReactivePower> {
    static constexpr auto list =
        std::make_tuple(field("total", &units::ReactivePower::total, unit("var")),
                        field("L1", &units::ReactivePower::L1, unit("var")),
                        field("L2", &units::ReactivePower::L2, unit("var")),
                        field("L3", &units::ReactivePower::L3, unit("var")));
};

template <>
struct Fields<units_signed::SignedMeterValue> {
    static constexpr auto list = std::make_tuple(
        field("signed_meter_data", &units_signed::SignedMeterValue::signed_meter_data),
        field("signing_method", &units_signed::SignedMeterValue::signing_method),
        field("encoding_method", &units_signed::SignedMeterValue::encoding_method),
        field("public_key", &units_signed::SignedMeterValue::public_key),
        field("timestamp", &units_signed::SignedMeterValue::timestamp, date_time()));
};

template <>
struct Fields<units_signed::Current> {
    static constexpr auto list = std::make_tuple(
        field("DC", &units_signed::Current::DC), field("L1", &units_signed::Current::L1),
        field("L2", &units_signed::Current::L2), field("L3", &units_signed::Current::L3),
        field("N", &units_signed::Current::N));
};

template <>
struct Fields<units_signed::Voltage> {
    static constexpr auto list = std::make_tuple(
        field("DC", &units_signed::Voltage::DC), field("L1", &units_signed::Voltage::L1),
        field("L2", &units_signed::Voltage::L2), field("L3", &units_signed::Voltage::L3));
};

template <>
struct Fields<units_signed::Frequency> {
    static constexpr auto list = std::make_tuple(field("L1", &units_signed::Frequency::L1),
                                                 field("L2", &units_signed::Frequency::L2),
                                                 field("L3", &units_signed::Frequency::L3));
};

template <>
struct Fields<units_signed::Power> {
    static constexpr auto list = std::make_tuple(
        field("total", &units_signed::Power::total), field("L1", &units_signed::Power::L1),
        field("L2", &units_signed::Power::L2), field("L3", &units_signed::Power::L3));
};

template <>
struct Fields<units_signed::Energy> {
    static constexpr auto list = std::make_tuple(
        field("total", &units_signed::Energy::total), field("L1", &units_signed::Energy::L1),
        field("L2", &units_signed::Energy::L2), field("L3", &units_signed::Energy::L3));
};

template <>
struct Fields<units_signed::ReactivePower> {
    static constexpr auto list =
        std::make_tuple(field("total", &units_signed::ReactivePower::total),
                        field("L1", &units_signed::ReactivePower::L1),
                        field("L2", &units_signed::ReactivePower::L2),
                        field("L3", &units_signed::ReactivePower::L3));
};

}  // namespace chargerig::link::schema
