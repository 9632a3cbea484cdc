// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far many scenarios are: a line at the bottom of a terminal that is written over, and a plain
// line for each scenario that is done.
#pragma once

#include <cstddef>
#include <string>

#include "sim/core/time.hpp"
#include "sim/core/wall_clock.hpp"
#include "sim/report/batch.hpp"

namespace chargerig::cli {

// "12 of 60, 1 not passed, about 3 s left": the time the rest takes at the pace so far.
std::string progress_text(std::size_t done, std::size_t total, std::size_t not_passed,
                          core::Duration elapsed);

// "[ 1/28] pass          scenarios/normal/din.yaml: DIN 70121", with a line for each reason.
std::string entry_text(const report::BatchEntry& entry, std::size_t number, std::size_t total);

class Progress {
public:
    // `quiet`: nothing but the terminal's line, and that on standard error.
    Progress(std::size_t total, bool quiet);

    void done(const report::BatchEntry& entry);
    // Takes the terminal's line away, so that something else can be printed.
    void clear();

private:
    core::WallClock clock_;
    std::size_t total_;
    bool quiet_;
    bool terminal_;
    bool shown_ = false;
    std::size_t done_ = 0;
    std::size_t not_passed_ = 0;
};

}  // namespace chargerig::cli
