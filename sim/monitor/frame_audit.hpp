// SPDX-License-Identifier: Apache-2.0
//
// Counts the frames that should not be: each kind under each identifier, with its first time. It
// judges what somebody else sent; a frame of this process is only remembered, to know it when it
// comes back. What a receiver does with a frame is the binding's affair (spec 8.32, 8.33); nothing
// here is fatal. Allocates at construction and for texts alone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/can/frame.hpp"
#include "sim/core/inline_vector.hpp"
#include "sim/evse/version.hpp"

namespace chargerig::monitor {

enum class Unexpected : std::uint8_t {
    too_short,                 // fewer bytes than the message needs: ignored
    shortened,                 // as an older version sends it: what is missing is read as 0
    longer,                    // accepted; the bytes behind are ignored
    unknown_id,                // no message of this version: ignored
    other_pistol,              // a message of this version for another index: ignored
    standard_id,               // 11-bit identifier: ignored
    remote_frame,              // ignored
    error_frame,               // reported by the driver or the timed bus
    undefined_label,           // a value without a label where the signal has labels: kept
    undefined_power_function,  // the same of DC_Power_Control: taken as Off (spec 5.9)
    own_echo,                  // a frame of this process that came back: ignored
    second_controller,         // the controller is emulated here, and somebody else is one too
    second_power_side,         // the same of the modules
};
inline constexpr std::size_t kUnexpectedKinds = 13;

// As in the result, e.g. "too_short".
std::string_view name(Unexpected kind);
// What the rig does with such frames and what a person can do.
std::string_view advice(Unexpected kind);

// The sides that this process plays.
struct Roles {
    bool controller = false;
    bool modules = false;
};

class FrameAudit {
public:
    // An echo that its driver does not mark is known by its content, up to this long after the
    // frame; each frame has one echo. Half a period of the cyclic messages (spec 5.13): another
    // controller that sends the same thing by chance parts from ours with the next change.
    static constexpr core::Duration kEchoWindow{50'000'000};

    struct Finding {
        Unexpected kind = Unexpected::unknown_id;
        std::uint32_t id = 0;
        bool extended = true;
        std::uint64_t count = 0;
        // Of the first such frame:
        core::Instant first;
        std::uint8_t length = 0;
        int message = -1;      // of the version's database, if known
        int signal = -1;       // of that message, for undefined values
        std::int64_t raw = 0;  // that value
    };
    // Identifiers of one kind that are told apart. Later ones are counted by kind alone.
    static constexpr std::size_t kMostOfOneKind = 16;

    // `version` must outlive the audit. `pistol` 0: of all pistols.
    FrameAudit(const evse::Version& version, int pistol, Roles roles = {});

    void set_roles(Roles roles) { roles_ = roles; }

    // False when the frame is no part of the session as this process plays it, whatever it says: an
    // echo, or of a side that is played here.
    bool see(const can::Frame& frame);

    std::span<const Finding> findings() const { return findings_.view(); }
    // What the last frame was, by kind; usually nothing.
    std::span<const Unexpected> last() const { return last_.view(); }
    // Of one kind, whatever the identifier.
    std::uint64_t count(Unexpected kind) const;
    // Of them those that findings() has no room for.
    std::uint64_t others(Unexpected kind) const { return others_[static_cast<std::size_t>(kind)]; }

    // The first finding of a kind since the last call, each kind once; null when there is none.
    const Finding* next_news();

    // The first frame of the finding, for people: "0106B003, 5 bytes: DC_Power_Control has 7".
    std::string text(const Finding& finding) const;

private:
    // A signal with labels that do not cover all its values.
    struct LabelCheck {
        int signal = 0;
        bool power_function = false;
        std::vector<std::int64_t> defined;  // sorted
    };
    struct Sent {
        can::Frame frame;
        bool came_back = false;
    };
    // More than one side sends within kEchoWindow at the highest pace of the interface.
    static constexpr std::size_t kRemembered = 64;

    void remember(const can::Frame& frame);
    bool is_echo(const can::Frame& frame);
    bool wrong_pistol(const can::Frame& frame) const;
    std::optional<Unexpected> second_role(const can::Frame& frame, int message) const;
    void check_labels(const can::Frame& frame, int message);
    Finding& find(Unexpected kind, const can::Frame& frame, int message);

    const evse::Version* version_;
    int pistol_;
    Roles roles_;
    int power_modules_status_ = -1;                // index of the message
    std::vector<std::vector<LabelCheck>> checks_;  // in message order
    std::array<Sent, kRemembered> sent_{};
    std::size_t sent_count_ = 0;
    core::InlineVector<Finding, kMostOfOneKind * kUnexpectedKinds> findings_;
    std::array<std::uint64_t, kUnexpectedKinds> others_{};
    Finding overflow_;
    core::InlineVector<Unexpected, kUnexpectedKinds> last_;
    std::size_t news_read_ = 0;
};

}  // namespace chargerig::monitor
