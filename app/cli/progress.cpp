// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.hpp"

#include <unistd.h>

#include <cmath>
#include <cstdio>

#include "sim/core/text.hpp"

namespace chargerig::cli {
namespace {

// Names come from files; a terminal gets no control characters from them.
constexpr std::size_t kLongestText = 400;

std::string time_text(double seconds) {
    const auto whole = static_cast<long long>(std::ceil(seconds));
    if (whole < 100) return std::to_string(whole) + " s";
    return std::to_string((whole + 59) / 60) + " min";
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

}  // namespace

std::string progress_text(std::size_t done, std::size_t total, std::size_t not_passed,
                          core::Duration elapsed) {
    std::string out = std::to_string(done) + " of " + std::to_string(total);
    if (not_passed > 0) out += ", " + std::to_string(not_passed) + " not passed";
    if (done == 0 || done >= total) return out;
    const double pace_s = core::to_seconds(elapsed) / static_cast<double>(done);
    return out + ", about " + time_text(pace_s * static_cast<double>(total - done)) + " left";
}

std::string entry_text(const report::BatchEntry& entry, std::size_t number, std::size_t total) {
    const std::string width = std::to_string(total);
    const std::string count = std::to_string(number);
    std::string out = "[" + std::string(width.size() - count.size(), ' ') + count + "/" + width +
                      "] " + padded(report::to_text(report::outcome(entry)), 13) + " " +
                      core::shown(entry.file, kLongestText);
    if (entry.name != entry.file) out += ": " + core::shown(entry.name, kLongestText);
    out += "\n";
    if (!entry.skipped.empty()) out += "  because: " + entry.skipped + "\n";
    if (!entry.result) return out;
    for (const auto& reason : entry.result->failures) out += "  because: " + reason + "\n";
    return out;
}

Progress::Progress(std::size_t total, bool quiet)
    : total_(total), quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::clear() {
    if (!shown_) return;
    std::fputs("\r\x1b[K", stderr);
    shown_ = false;
}

void Progress::done(const report::BatchEntry& entry) {
    clear();
    ++done_;
    const auto outcome = report::outcome(entry);
    const bool fine = outcome == report::Outcome::pass || outcome == report::Outcome::skipped;
    if (!fine) ++not_passed_;
    if (!quiet_) std::fputs(entry_text(entry, done_, total_).c_str(), stdout);
    if (!terminal_ || done_ == total_) return;
    std::fflush(stdout);
    const auto elapsed = clock_.now() - core::Instant{};
    std::fputs(progress_text(done_, total_, not_passed_, elapsed).c_str(), stderr);
    shown_ = true;
}

}  // namespace chargerig::cli
