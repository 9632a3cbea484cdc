// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep_csv.hpp"

#include "sim/core/text.hpp"

namespace chargerig::cli {
namespace {

std::string cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == text.npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string line_of(const std::vector<std::string>& cells) {
    std::string out;
    for (const auto& each : cells) out += (&each == cells.data() ? "" : ",") + cell(each);
    return out + "\n";
}

// Why it did not pass, in one clause; the reports have all of them.
std::string first_failure(const report::BatchEntry& entry) {
    if (!entry.errors.empty()) return entry.errors.front();
    if (entry.result && !entry.result->failures.empty()) return entry.result->failures.front();
    return entry.skipped;
}

// The same count of cells whether it was played or not.
void add_result(const report::RunResult* run, std::vector<std::string>& cells) {
    const bool pistol_there = run != nullptr && !run->pistols.empty();
    const report::PistolResult none;
    const report::PistolResult& pistol = pistol_there ? run->pistols.front() : none;
    cells.push_back(pistol.session_end.value_or(""));
    cells.push_back(pistol_there ? core::number_text(pistol.energy_to_vehicle_kWh) : "");
    cells.push_back(pistol_there ? core::number_text(pistol.energy_from_vehicle_kWh) : "");
    cells.push_back(pistol.final_soc_percent ? core::number_text(*pistol.final_soc_percent) : "");
    cells.push_back(run != nullptr ? core::number_text(run->simulated_s) : "");
    cells.push_back(run != nullptr ? run->log_sha256 : "");
}

}  // namespace

std::string sweep_csv(const std::vector<scenario::SweepAxis>& axes,
                      const std::vector<scenario::SweepPoint>& points,
                      const std::vector<report::BatchEntry>& entries) {
    std::vector<std::string> cells{"point"};
    for (const auto& axis : axes) cells.push_back(axis.name);
    // An axis may vary the seed itself; its column is that one.
    const bool seed_swept = scenario::sweeps_seed(axes);
    if (!seed_swept) cells.emplace_back("seed");
    for (const char* name :
         {"verdict", "session_end", "energy_to_vehicle_kWh", "energy_from_vehicle_kWh",
          "final_soc_percent", "simulated_s", "log_sha256", "failure"}) {
        cells.emplace_back(name);
    }
    std::string out = line_of(cells);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& entry = entries[i];
        cells = {std::to_string(i + 1)};
        cells.insert(cells.end(), points[i].values.begin(), points[i].values.end());
        if (!seed_swept) cells.push_back(std::to_string(points[i].seed));
        cells.push_back(report::to_text(report::outcome(entry)));
        add_result(entry.result ? &*entry.result : nullptr, cells);
        cells.push_back(first_failure(entry));
        out += line_of(cells);
    }
    return out;
}

}  // namespace chargerig::cli
