// SPDX-License-Identifier: Apache-2.0
//
// Enumerations of the interface `ISO15118_charger` (EVerest everest-core, interfaces/ and types/
// iso15118, authorization, evse_manager) with the literals of the schema as enumerators, in the
// schema's order. `literal()` and `from_literal()` translate; literals are case-sensitive.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chargerig::link {

// The texts of an enumeration, in the order of its enumerators.
template <class E>
inline constexpr std::array<std::string_view, 0> kLiterals{};

template <class E>
constexpr std::string_view literal(E value) {
    return kLiterals<E>[static_cast<std::size_t>(value)];
}

template <class E>
constexpr std::optional<E> from_literal(std::string_view text) {
    for (std::size_t i = 0; i < kLiterals<E>.size(); ++i) {
        if (kLiterals<E>[i] == text) return static_cast<E>(i);
    }
    return std::nullopt;
}

// How the session is paid: with a contract certificate, or by other means.
enum class PaymentOption : std::uint8_t { Contract, ExternalPayment };
template <>
inline constexpr std::array<std::string_view, 2> kLiterals<PaymentOption>{"Contract",
                                                                          "ExternalPayment"};

// Modes up to DC_unique belong to DIN 70121 and ISO 15118-2, the rest to ISO 15118-20.
enum class EnergyTransferMode : std::uint8_t {
    AC_single_phase_core,
    AC_two_phase,
    AC_three_phase_core,
    DC_core,
    DC_extended,
    DC_combo_core,
    DC_unique,
    DC,
    AC_BPT,
    AC_BPT_DER,
    AC_DER,
    DC_BPT,
    DC_ACDP,
    DC_ACDP_BPT,
    WPT,
    MCS,
    MCS_BPT
};
template <>
inline constexpr std::array<std::string_view, 17> kLiterals<EnergyTransferMode>{
    "AC_single_phase_core",
    "AC_two_phase",
    "AC_three_phase_core",
    "DC_core",
    "DC_extended",
    "DC_combo_core",
    "DC_unique",
    "DC",
    "AC_BPT",
    "AC_BPT_DER",
    "AC_DER",
    "DC_BPT",
    "DC_ACDP",
    "DC_ACDP_BPT",
    "WPT",
    "MCS",
    "MCS_BPT"};

// The order counts: it is the number that goes over the air in DIN 70121 and ISO 15118-2.
enum class IsolationStatus : std::uint8_t { Invalid, Valid, Warning, Fault, No_IMD };
template <>
inline constexpr std::array<std::string_view, 5> kLiterals<IsolationStatus>{
    "Invalid", "Valid", "Warning", "Fault", "No_IMD"};

// The order counts: it is the number that goes over the air in DIN 70121 and ISO 15118-2.
enum class DcEvErrorCode : std::uint8_t {
    NO_ERROR,
    FAILED_RESSTemperatureInhibit,
    FAILED_EVShiftPosition,
    FAILED_ChargerConnectorLockFault,
    FAILED_EVRESSMalfunction,
    FAILED_ChargingCurrentdifferential,
    FAILED_ChargingVoltageOutOfRange,
    Reserved_A,
    Reserved_B,
    Reserved_C,
    FAILED_ChargingSystemIncompatibility,
    NoData
};
template <>
inline constexpr std::array<std::string_view, 12> kLiterals<DcEvErrorCode>{
    "NO_ERROR",
    "FAILED_RESSTemperatureInhibit",
    "FAILED_EVShiftPosition",
    "FAILED_ChargerConnectorLockFault",
    "FAILED_EVRESSMalfunction",
    "FAILED_ChargingCurrentdifferential",
    "FAILED_ChargingVoltageOutOfRange",
    "Reserved_A",
    "Reserved_B",
    "Reserved_C",
    "FAILED_ChargingSystemIncompatibility",
    "NoData"};

// What the charger reports to the vehicle; EmergencyShutdown also covers incompatibility.
enum class EvseError : std::uint8_t {
    Error_Contactor,
    Error_RCD,
    Error_UtilityInterruptEvent,
    Error_Malfunction,
    Error_EmergencyShutdown
};
template <>
inline constexpr std::array<std::string_view, 5> kLiterals<EvseError>{
    "Error_Contactor", "Error_RCD", "Error_UtilityInterruptEvent", "Error_Malfunction",
    "Error_EmergencyShutdown"};

// The messages of DIN 70121, ISO 15118-2 and ISO 15118-20 as the debug variable names them.
enum class V2gMessageId : std::uint8_t {
    SupportedAppProtocolReq,
    SupportedAppProtocolRes,
    SessionSetupReq,
    SessionSetupRes,
    ServiceDiscoveryReq,
    ServiceDiscoveryRes,
    ServiceDetailReq,
    ServiceDetailRes,
    PaymentServiceSelectionReq,
    PaymentServiceSelectionRes,
    ServicePaymentSelectionReq,
    ServicePaymentSelectionRes,
    PaymentDetailsReq,
    PaymentDetailsRes,
    AuthorizationReq,
    AuthorizationRes,
    ContractAuthenticationReq,
    ContractAuthenticationRes,
    ChargeParameterDiscoveryReq,
    ChargeParameterDiscoveryRes,
    ChargingStatusReq,
    ChargingStatusRes,
    MeteringReceiptReq,
    MeteringReceiptRes,
    PowerDeliveryReq,
    PowerDeliveryRes,
    CableCheckReq,
    CableCheckRes,
    PreChargeReq,
    PreChargeRes,
    CurrentDemandReq,
    CurrentDemandRes,
    WeldingDetectionReq,
    WeldingDetectionRes,
    SessionStopReq,
    SessionStopRes,
    CertificateInstallationReq,
    CertificateInstallationRes,
    CertificateUpdateReq,
    CertificateUpdateRes,
    AuthorizationSetupReq,
    AuthorizationSetupRes,
    ScheduleExchangeReq,
    ScheduleExchangeRes,
    ServiceSelectionReq,
    ServiceSelectionRes,
    AcChargeLoopReq,
    AcChargeLoopRes,
    AcChargeParameterDiscoveryReq,
    AcChargeParameterDiscoveryRes,
    DcCableCheckReq,
    DcCableCheckRes,
    DcChargeLoopReq,
    DcChargeLoopRes,
    DcChargeParameterDiscoveryReq,
    DcChargeParameterDiscoveryRes,
    DcPreChargeReq,
    DcPreChargeRes,
    DcWeldingDetectionReq,
    DcWeldingDetectionRes,
    UnknownMessage
};
template <>
inline constexpr std::array<std::string_view, 61> kLiterals<V2gMessageId>{
    "SupportedAppProtocolReq",
    "SupportedAppProtocolRes",
    "SessionSetupReq",
    "SessionSetupRes",
    "ServiceDiscoveryReq",
    "ServiceDiscoveryRes",
    "ServiceDetailReq",
    "ServiceDetailRes",
    "PaymentServiceSelectionReq",
    "PaymentServiceSelectionRes",
    "ServicePaymentSelectionReq",
    "ServicePaymentSelectionRes",
    "PaymentDetailsReq",
    "PaymentDetailsRes",
    "AuthorizationReq",
    "AuthorizationRes",
    "ContractAuthenticationReq",
    "ContractAuthenticationRes",
    "ChargeParameterDiscoveryReq",
    "ChargeParameterDiscoveryRes",
    "ChargingStatusReq",
    "ChargingStatusRes",
    "MeteringReceiptReq",
    "MeteringReceiptRes",
    "PowerDeliveryReq",
    "PowerDeliveryRes",
    "CableCheckReq",
    "CableCheckRes",
    "PreChargeReq",
    "PreChargeRes",
    "CurrentDemandReq",
    "CurrentDemandRes",
    "WeldingDetectionReq",
    "WeldingDetectionRes",
    "SessionStopReq",
    "SessionStopRes",
    "CertificateInstallationReq",
    "CertificateInstallationRes",
    "CertificateUpdateReq",
    "CertificateUpdateRes",
    "AuthorizationSetupReq",
    "AuthorizationSetupRes",
    "ScheduleExchangeReq",
    "ScheduleExchangeRes",
    "ServiceSelectionReq",
    "ServiceSelectionRes",
    "AcChargeLoopReq",
    "AcChargeLoopRes",
    "AcChargeParameterDiscoveryReq",
    "AcChargeParameterDiscoveryRes",
    "DcCableCheckReq",
    "DcCableCheckRes",
    "DcChargeLoopReq",
    "DcChargeLoopRes",
    "DcChargeParameterDiscoveryReq",
    "DcChargeParameterDiscoveryRes",
    "DcPreChargeReq",
    "DcPreChargeRes",
    "DcWeldingDetectionReq",
    "DcWeldingDetectionRes",
    "UnknownMessage"};

// SAE J2847/2 bidirectional service.
enum class SaeJ2847BidiMode : std::uint8_t { None, V2G, V2H };
template <>
inline constexpr std::array<std::string_view, 3> kLiterals<SaeJ2847BidiMode>{"None", "V2G", "V2H"};

// How to pause when there is no power (IEC 61851-23:2023 CC.3.5.3).
enum class NoEnergyPauseMode : std::uint8_t {
    PauseAfterPrecharge,
    PauseBeforeCableCheck,
    AllowEvToIgnorePause
};
template <>
inline constexpr std::array<std::string_view, 3> kLiterals<NoEnergyPauseMode>{
    "PauseAfterPrecharge", "PauseBeforeCableCheck", "AllowEvToIgnorePause"};

// Protocols offered in the handshake.
enum class SupportedAppProtocol : std::uint8_t { DIN70121, ISO15118D2, ISO15118D20 };
template <>
inline constexpr std::array<std::string_view, 3> kLiterals<SupportedAppProtocol>{
    "DIN70121", "ISO15118D2", "ISO15118D20"};

// The ISO 15118-20 energy service.
enum class ServiceCategory : std::uint8_t {
    AC,
    DC,
    WPT,
    DC_ACDP,
    AC_BPT,
    DC_BPT,
    DC_ACDP_BPT,
    MCS,
    MCS_BPT,
    Internet,
    ParkingStatus
};
template <>
inline constexpr std::array<std::string_view, 11> kLiterals<ServiceCategory>{
    "AC",          "DC",  "WPT",     "DC_ACDP",  "AC_BPT",       "DC_BPT",
    "DC_ACDP_BPT", "MCS", "MCS_BPT", "Internet", "ParkingStatus"};

// The ISO 15118-20 connector of the selected service.
enum class Connector : std::uint8_t {
    SinglePhase,
    ThreePhase,
    Core,
    Extended,
    Dual2,
    Dual4,
    Mcs,
    Chaoji,
    UltraChaoji,
    rMcs,
    xMcs,
    Aviation,
    Marine
};
template <>
inline constexpr std::array<std::string_view, 13> kLiterals<Connector>{
    "SinglePhase", "ThreePhase",  "Core", "Extended", "Dual2",    "Dual4", "Mcs",
    "Chaoji",      "UltraChaoji", "rMcs", "xMcs",     "Aviation", "Marine"};

// ISO 15118-20: the vehicle asks for set-points (scheduled) or the charger chooses (dynamic).
enum class ControlMode : std::uint8_t { ScheduledControl, DynamicControl };
template <>
inline constexpr std::array<std::string_view, 2> kLiterals<ControlMode>{"ScheduledControl",
                                                                        "DynamicControl"};

// ISO 15118-20: who knows the mobility needs.
enum class MobilityNeedsMode : std::uint8_t { EVCC, EVCC_SECC };
template <>
inline constexpr std::array<std::string_view, 2> kLiterals<MobilityNeedsMode>{"EVCC", "EVCC_SECC"};

// ISO 15118-20 price information of the selected service.
enum class Pricing : std::uint8_t { NoPricing, AbsolutePricing, PriceLevels };
template <>
inline constexpr std::array<std::string_view, 3> kLiterals<Pricing>{"NoPricing", "AbsolutePricing",
                                                                    "PriceLevels"};

// ISO 15118-20 bidirectional: one channel for both directions, or two.
enum class BptChannel : std::uint8_t { Unified, Separated };
template <>
inline constexpr std::array<std::string_view, 2> kLiterals<BptChannel>{"Unified", "Separated"};

// ISO 15118-20 bidirectional: how the vehicle acts towards the grid.
enum class GeneratorMode : std::uint8_t { GridFollowing, GridForming };
template <>
inline constexpr std::array<std::string_view, 2> kLiterals<GeneratorMode>{"GridFollowing",
                                                                          "GridForming"};

// ISO 15118-20 bidirectional: how islanding is detected.
enum class GridCodeIslandingDetectionMethod : std::uint8_t { Active, Passive };
template <>
inline constexpr std::array<std::string_view, 2> kLiterals<GridCodeIslandingDetectionMethod>{
    "Active", "Passive"};

// Answer to an identification.
enum class AuthorizationStatus : std::uint8_t {
    Accepted,
    Blocked,
    ConcurrentTx,
    Expired,
    Invalid,
    NoCredit,
    NotAllowedTypeEVSE,
    NotAtThisLocation,
    NotAtThisTime,
    Unknown,
    PinRequired,
    Timeout
};
template <>
inline constexpr std::array<std::string_view, 12> kLiterals<AuthorizationStatus>{
    "Accepted",      "Blocked",  "ConcurrentTx",       "Expired",
    "Invalid",       "NoCredit", "NotAllowedTypeEVSE", "NotAtThisLocation",
    "NotAtThisTime", "Unknown",  "PinRequired",        "Timeout"};

// Older interface alone: what is to happen to a contract certificate, and whether it did.
enum class CertificateActionEnum : std::uint8_t { Install, Update };
template <>
inline constexpr std::array<std::string_view, 2> kLiterals<CertificateActionEnum>{"Install",
                                                                                  "Update"};
enum class ExiStreamStatus : std::uint8_t { Accepted, Failed };
template <>
inline constexpr std::array<std::string_view, 2> kLiterals<ExiStreamStatus>{"Accepted", "Failed"};

// State of the contract certificate.
enum class CertificateStatus : std::uint8_t {
    Accepted,
    SignatureError,
    CertificateExpired,
    CertificateRevoked,
    NoCertificateAvailable,
    CertChainError,
    ContractCancelled
};
template <>
inline constexpr std::array<std::string_view, 7> kLiterals<CertificateStatus>{
    "Accepted",           "SignatureError",         "CertificateExpired",
    "CertificateRevoked", "NoCertificateAvailable", "CertChainError",
    "ContractCancelled"};

// Where an identification came from.
enum class AuthorizationType : std::uint8_t { OCPP, RFID, Autocharge, PlugAndCharge, BankCard };
template <>
inline constexpr std::array<std::string_view, 5> kLiterals<AuthorizationType>{
    "OCPP", "RFID", "Autocharge", "PlugAndCharge", "BankCard"};

// Kind of identification.
enum class IdTokenType : std::uint8_t {
    Central,
    eMAID,
    MacAddress,
    ISO14443,
    ISO15693,
    KeyCode,
    Local,
    NoAuthorization
};
template <>
inline constexpr std::array<std::string_view, 8> kLiterals<IdTokenType>{
    "Central",  "eMAID",   "MacAddress", "ISO14443",
    "ISO15693", "KeyCode", "Local",      "NoAuthorization"};

// In which part of the session the communication failed.
enum class HlcSessionFailedReasonEnum : std::uint8_t {
    ProtocolNegotiationFailed,
    AuthorizationFailed,
    ChargingParametersNotAccepted,
    EnergyTransferSetupFailed,
    ChargingInterrupted,
    FailedTLSHandshake,
    UnexpectedSessionEnd
};
template <>
inline constexpr std::array<std::string_view, 7> kLiterals<HlcSessionFailedReasonEnum>{
    "ProtocolNegotiationFailed", "AuthorizationFailed", "ChargingParametersNotAccepted",
    "EnergyTransferSetupFailed", "ChargingInterrupted", "FailedTLSHandshake",
    "UnexpectedSessionEnd"};

// Of a certificate's hash data.
enum class HashAlgorithm : std::uint8_t { SHA256, SHA384, SHA512 };
template <>
inline constexpr std::array<std::string_view, 3> kLiterals<HashAlgorithm>{"SHA256", "SHA384",
                                                                          "SHA512"};

}  // namespace chargerig::link
