// SPDX-License-Identifier: GPL-3.0-or-later
//
// All that a window shows of one session: every signal of one pistol as a curve, the latest frames,
// what was told. One owner for all views; it knows nothing of windows and belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desktop/data/frame_store.hpp"
#include "app/desktop/data/series.hpp"
#include "sim/core/note.hpp"
#include "sim/evse/version.hpp"

namespace chargerig::desktop {

// One signal of the version's database.
struct Track {
    int message = 0;
    std::size_t signal = 0;
    Series series;
};

// Of one message.
struct Arrivals {
    std::uint64_t count = 0;
    core::Instant last;
    core::Duration period;  // between the last two
};

// A state and when it was reported; it lasts until the next one.
struct Span {
    core::Instant begin;
    std::int64_t raw = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

class Recording {
public:
    // A million frames: 24 MB.
    static constexpr std::size_t kFramesKept = 1'000'000;

    // `pistol` is 1 to 31; 0 takes that of the first frame that is understood.
    Recording(std::shared_ptr<const evse::Version> version, int pistol,
              std::size_t frames_kept = kFramesKept);

    void add(const can::Frame& frame);
    void add(core::Note note) { notes_.push_back(std::move(note)); }

    const evse::Version& version() const { return *version_; }
    int pistol() const { return pistol_; }
    bool empty() const { return !begun_; }
    core::Instant begin() const { return begin_; }  // time of the first frame
    core::Instant end() const { return end_; }      // latest time seen
    // Somebody knows that time went on, though no frame came.
    void advance(core::Instant now);

    const FrameStore& frames() const { return frames_; }
    const std::vector<core::Note>& notes() const { return notes_; }
    // Frames of the pistol that this version knows, and the others.
    std::uint64_t understood() const { return understood_; }
    std::uint64_t not_understood() const { return frames_.count() - understood_; }
    // Samples that no curve took because their time went back.
    std::uint64_t refused() const { return refused_; }

    // Null where the version has no such signal.
    const Track* track(std::string_view message, std::string_view signal) const;
    const std::vector<std::unique_ptr<Track>>& tracks() const { return tracks_; }
    const Arrivals& arrivals(int message) const { return arrivals_[message]; }
    const dbc::Message& message_of(const Track& track) const;
    const dbc::Signal& signal_of(const Track& track) const;
    // How long a value of this signal holds (see monitor::BusObserver).
    core::Duration valid_for(const Track& track) const;
    // "Charging"; "unknown(14)" for a labelled signal without that label; else the number.
    std::string text_of(const Track& track, double value) const;

    // Changes only.
    const std::vector<Span>& states() const { return states_; }

private:
    void take(const can::Frame& frame, int message);

    std::shared_ptr<const evse::Version> version_;
    int pistol_;
    FrameStore frames_;
    std::vector<core::Note> notes_;
    std::vector<std::unique_ptr<Track>> tracks_;
    std::vector<std::size_t> first_track_;  // of each message
    std::vector<Arrivals> arrivals_;
    std::vector<double> values_;
    std::vector<Span> states_;
    int state_message_ = -1;
    bool begun_ = false;
    core::Instant begin_;
    core::Instant end_;
    std::uint64_t understood_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace chargerig::desktop
