// SPDX-License-Identifier: Apache-2.0
//
// How the older interface spells the values of enumerations: as the current one, except for what is
// listed here (EVerest everest-core e4b30fac7, types/iso15118_charger.yaml and authorization.yaml).
// Internal to sim/link.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sim/link/iso15118_enums.hpp"
#include "sim/link/schema_constraint.hpp"

namespace chargerig::link::schema {

template <class E>
struct OlderLiteral {
    E value{};
    std::string_view spelling;  // empty: the older interface has no such value
};

template <class E>
constexpr OlderLiteral<E> lacks(E value) {
    return {value, {}};
}

template <class E>
inline constexpr auto kOlderLiterals = std::array<OlderLiteral<E>, 0>{};

template <>
inline constexpr auto kOlderLiterals<EnergyTransferMode> =
    std::array{lacks(EnergyTransferMode::AC_two_phase), lacks(EnergyTransferMode::DC),
               lacks(EnergyTransferMode::AC_BPT),       lacks(EnergyTransferMode::AC_BPT_DER),
               lacks(EnergyTransferMode::AC_DER),       lacks(EnergyTransferMode::DC_BPT),
               lacks(EnergyTransferMode::DC_ACDP),      lacks(EnergyTransferMode::DC_ACDP_BPT),
               lacks(EnergyTransferMode::WPT),          lacks(EnergyTransferMode::MCS),
               lacks(EnergyTransferMode::MCS_BPT)};

template <>
inline constexpr auto kOlderLiterals<DcEvErrorCode> = std::array{OlderLiteral<DcEvErrorCode>{
    DcEvErrorCode::FAILED_ChargingCurrentdifferential, "FAILED_ChargingCurrentdifferentia"}};

template <>
inline constexpr auto kOlderLiterals<AuthorizationStatus> =
    std::array{lacks(AuthorizationStatus::PinRequired), lacks(AuthorizationStatus::Timeout)};

// The names of ISO 15118-20.
template <>
inline constexpr auto kOlderLiterals<V2gMessageId> =
    std::array{lacks(V2gMessageId::AuthorizationSetupReq),
               lacks(V2gMessageId::AuthorizationSetupRes),
               lacks(V2gMessageId::ScheduleExchangeReq),
               lacks(V2gMessageId::ScheduleExchangeRes),
               lacks(V2gMessageId::ServiceSelectionReq),
               lacks(V2gMessageId::ServiceSelectionRes),
               lacks(V2gMessageId::AcChargeLoopReq),
               lacks(V2gMessageId::AcChargeLoopRes),
               lacks(V2gMessageId::AcChargeParameterDiscoveryReq),
               lacks(V2gMessageId::AcChargeParameterDiscoveryRes),
               lacks(V2gMessageId::DcCableCheckReq),
               lacks(V2gMessageId::DcCableCheckRes),
               lacks(V2gMessageId::DcChargeLoopReq),
               lacks(V2gMessageId::DcChargeLoopRes),
               lacks(V2gMessageId::DcChargeParameterDiscoveryReq),
               lacks(V2gMessageId::DcChargeParameterDiscoveryRes),
               lacks(V2gMessageId::DcPreChargeReq),
               lacks(V2gMessageId::DcPreChargeRes),
               lacks(V2gMessageId::DcWeldingDetectionReq),
               lacks(V2gMessageId::DcWeldingDetectionRes)};

// The value that a version has for everything that it has no name for.
template <class E>
inline constexpr std::optional<E> kUnnamed{};
template <>
inline constexpr std::optional<V2gMessageId> kUnnamed<V2gMessageId> = V2gMessageId::UnknownMessage;

// Empty if the version has no such value.
template <class E>
constexpr std::string_view literal_in(InterfaceVersion version, E value) {
    if (static_cast<std::size_t>(value) >= kLiterals<E>.size()) return {};
    if (version == InterfaceVersion::older) {
        for (const OlderLiteral<E>& each : kOlderLiterals<E>) {
            if (each.value == value) return each.spelling;
        }
    }
    return literal(value);
}

template <class E>
constexpr std::optional<E> from_literal_in(InterfaceVersion version, std::string_view text) {
    for (std::size_t i = 0; i < kLiterals<E>.size(); ++i) {
        const E value = static_cast<E>(i);
        const std::string_view spelling = literal_in(version, value);
        if (!spelling.empty() && spelling == text) return value;
    }
    return std::nullopt;
}

// All of a version, with commas between.
template <class E>
std::string literals_text(InterfaceVersion version) {
    std::string text;
    for (std::size_t i = 0; i < kLiterals<E>.size(); ++i) {
        const std::string_view spelling = literal_in(version, static_cast<E>(i));
        if (spelling.empty()) continue;
        if (!text.empty()) text += ", ";
        text += spelling;
    }
    return text;
}

}  // namespace chargerig::link::schema
