// SPDX-License-Identifier: Apache-2.0
//
// One version of the generic interface, ready for use: its DBC file, codecs for its messages, and
// which neutral message and field each of them carries. Immutable; shared by every binding of that
// version.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/can/frame.hpp"
#include "sim/core/error.hpp"
#include "sim/core/time.hpp"
#include "sim/dbc/codec.hpp"
#include "sim/dbc/database.hpp"
#include "sim/evse/capability.hpp"
#include "sim/evse/decoded_frame.hpp"
#include "sim/evse/message_kind.hpp"

namespace chargerig::evse {

// Identifier bits 28..24 carry the pistol index, 23..0 the message (spec 1).
inline constexpr std::uint32_t kMessageIdMask = 0x00FFFFFF;
inline constexpr int kPistolShift = 24;
inline constexpr std::uint32_t kFromControllerBit = 1U << 15;
inline constexpr int kMinPistol = 1;
inline constexpr int kMaxPistol = 31;

// Why a frame was not understood.
enum class DecodeFault : std::uint8_t {
    none,
    standard_id,         // 11-bit identifier: not of this interface
    remote_frame,        // carries no data
    error_frame,         // reported by the driver
    other_pistol,        // for another index, or for index 0, which nobody has
    unknown_id,          // no message of this version
    too_short,           // fewer bytes than the message needs
    no_neutral_message,  // known to the version, but nothing that a participant takes part in
};
std::string_view text(DecodeFault fault);

// An entry of the version registry, as data.
struct VersionEntry {
    std::string name;  // "3.6"
    std::string file;  // full path of the DBC file
    bool v2_power_messages = false;
    std::vector<Capability> capabilities;
    // message -> (neutral signal name -> name in this version's file)
    std::map<std::string, std::map<std::string, std::string>> renamed_signals;
    // message -> fewest bytes accepted; signals behind them are read as 0 (spec 8.32)
    std::map<std::string, int> shortest_frames;
};

class Version {
public:
    // All that does not fit together (a signal that a field needs is missing or has another width,
    // a renamed signal that does not exist) is an error that names the DBC file.
    static tl::expected<std::shared_ptr<const Version>, core::Errors> make(VersionEntry entry,
                                                                           dbc::Database database);

    const std::string& name() const { return entry_.name; }
    const dbc::Database& database() const { return database_; }
    bool has(Capability capability) const;
    bool carries(MessageKind kind) const;

    // Every signal of the frame, whichever pistol sends it. For people; allocates.
    tl::expected<DecodedFrame, DecodeFault> describe(const can::Frame& frame) const;

    // The label of a raw value in this version's file; empty if there is none.
    std::string_view label(std::string_view message, std::string_view signal,
                           std::int64_t raw) const;

    struct Plan;   // how one struct travels in one DBC message
    struct Plans;  // all of them
    const Plans& plans() const { return *plans_; }
    // Index into database().messages, or -1.
    int message_index(std::uint32_t base_id) const;
    const dbc::MessageCodec& codec(int message_index) const { return codecs_[message_index]; }
    // Checks flags, identifier (pistol apart) and length. Gives the message index through `index`.
    DecodeFault classify(const can::Frame& frame, int& index) const;

    ~Version();

private:
    Version(VersionEntry entry, dbc::Database database);
    void index_messages();

    VersionEntry entry_;
    dbc::Database database_;
    std::vector<dbc::MessageCodec> codecs_;             // in the order of database_.messages
    std::vector<std::pair<std::uint32_t, int>> by_id_;  // sorted: base id, message index
    std::vector<std::uint8_t> shortest_;                // bytes needed, in message order
    std::unique_ptr<Plans> plans_;
};

}  // namespace chargerig::evse
