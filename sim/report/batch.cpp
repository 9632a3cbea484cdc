// SPDX-License-Identifier: Apache-2.0
#include "sim/report/batch.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace chargerig::report {
namespace {

using Json = nlohmann::ordered_json;

std::array<std::size_t, kOutcomes> counts(const std::vector<BatchEntry>& entries) {
    std::array<std::size_t, kOutcomes> out{};
    for (const auto& entry : entries) ++out[static_cast<std::size_t>(outcome(entry))];
    return out;
}

Json entry_json(const BatchEntry& entry) {
    Json out{{"file", entry.file},
             {"scenario", entry.name},
             {"outcome", to_text(outcome(entry))},
             {"folder", entry.folder.empty() ? Json() : Json(entry.folder)},
             {"errors", entry.errors},
             {"skipped", entry.skipped.empty() ? Json() : Json(entry.skipped)}};
    if (!entry.result) return out;
    const RunResult& run = *entry.result;
    out["protocol"] = run.protocol;
    out["seed"] = run.seed;
    out["simulated_s"] = run.simulated_s;
    out["failures"] = run.failures;
    out["log_sha256"] = run.log_sha256;
    return out;
}

}  // namespace

std::string to_text(Outcome outcome) {
    switch (outcome) {
        case Outcome::pass:
            return "pass";
        case Outcome::fail:
            return "fail";
        case Outcome::inconclusive:
            return "inconclusive";
        case Outcome::error:
            return "error";
        case Outcome::bad_input:
            return "bad input";
        case Outcome::skipped:
            return "skipped";
    }
    return "error";
}

Outcome outcome(const BatchEntry& entry) {
    if (!entry.skipped.empty()) return Outcome::skipped;
    if (!entry.result || !entry.errors.empty()) {
        return entry.exit_code == 2 ? Outcome::bad_input : Outcome::error;
    }
    switch (entry.result->verdict) {
        case Verdict::pass:
            return Outcome::pass;
        case Verdict::fail:
            return Outcome::fail;
        case Verdict::inconclusive:
            return Outcome::inconclusive;
        case Verdict::error:
            return Outcome::error;
    }
    return Outcome::error;
}

std::string count_text(const std::vector<BatchEntry>& entries, const std::string& noun) {
    std::string out =
        std::to_string(entries.size()) + " " + noun + (entries.size() == 1 ? "" : "s");
    const auto each = counts(entries);
    const char* separator = ": ";
    for (std::size_t i = 0; i < each.size(); ++i) {
        if (each[i] == 0) continue;
        out += separator + std::to_string(each[i]) + " " + to_text(static_cast<Outcome>(i));
        separator = ", ";
    }
    return out;
}

int exit_code(const std::vector<BatchEntry>& entries) {
    std::vector<int> codes;
    codes.reserve(entries.size());
    for (const auto& entry : entries) codes.push_back(entry.exit_code);
    const int worst = worst_exit_code(codes);
    const bool played = std::any_of(entries.begin(), entries.end(),
                                    [](const auto& entry) { return entry.skipped.empty(); });
    return worst == 0 && !played ? 4 : worst;
}

std::string summary_json(const std::vector<BatchEntry>& entries, const std::string& version) {
    Json out;
    out["version"] = version;
    out["exit_code"] = exit_code(entries);
    const auto each = counts(entries);
    for (std::size_t i = 0; i < each.size(); ++i) {
        out["counts"][to_text(static_cast<Outcome>(i))] = each[i];
    }
    out["scenarios"] = Json::array();
    for (const auto& entry : entries) out["scenarios"].push_back(entry_json(entry));
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace chargerig::report
