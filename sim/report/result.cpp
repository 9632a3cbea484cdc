// SPDX-License-Identifier: Apache-2.0
#include "sim/report/result.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace chargerig::report {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

Json pistol_json(const PistolResult& pistol) {
    Json states = Json::array();
    for (const auto& seen : pistol.states)
        states.push_back({{"t_s", seen.t_s}, {"state", seen.state}});
    return {{"index", pistol.index},
            {"states", std::move(states)},
            {"energy_to_vehicle_kWh", pistol.energy_to_vehicle_kWh},
            {"energy_from_vehicle_kWh", pistol.energy_from_vehicle_kWh},
            {"final_soc_percent", or_null(pistol.final_soc_percent)},
            {"session_end", or_null(pistol.session_end)}};
}

Json unexpected_json(const RunResult& run) {
    Json out = Json::array();
    for (const auto& each : run.unexpected_frames) {
        out.push_back({{"kind", each.kind},
                       {"id", or_null(each.id)},
                       {"count", each.count},
                       {"first_t_s", or_null(each.first_t_s)},
                       {"detail", each.detail}});
    }
    return out;
}

Json faults_json(const RunResult& run) {
    Json out = Json::array();
    for (const auto& each : run.faults) {
        out.push_back({{"name", each.name}, {"kind", each.kind}, {"frames", each.frames}});
    }
    return out;
}

Json inputs_json(const RunResult& run) {
    Json out = Json::array();
    for (const auto& each : run.inputs)
        out.push_back({{"file", each.file}, {"sha256", each.sha256}});
    return out;
}

Json expectations_json(const RunResult& run) {
    Json out = Json::array();
    for (const auto& each : run.expectations) {
        out.push_back({{"id", each.id},
                       {"verdict", to_text(each.verdict)},
                       {"reason", each.reason},
                       {"seen", each.seen},
                       {"t_s", each.t_s},
                       {"frame", or_null(each.frame)}});
    }
    return out;
}

Json run_json(const RunResult& run, const std::string& version) {
    Json pistols = Json::array();
    for (const auto& pistol : run.pistols) pistols.push_back(pistol_json(pistol));
    Json out{{"version", version},
             {"scenario", run.scenario},
             {"verdict", to_text(run.verdict)},
             {"seed", run.seed},
             {"protocol", run.protocol},
             {"simulated_s", run.simulated_s},
             {"wall_s", run.wall_s},
             {"load_s", run.load_s},
             {"speed_factor", run.speed_factor()},
             {"electrical_steps", run.electrical_steps},
             {"step_ns", run.step_ns},
             {"frames_sent", run.frames_sent},
             {"frames_received", run.frames_received},
             {"frames_dropped", run.frames_dropped},
             {"bus_load_percent", or_null(run.bus_load_percent)},
             {"bus_load_peak_percent", or_null(run.bus_load_peak_percent)},
             {"unexpected_frames", unexpected_json(run)},
             {"faults", faults_json(run)},
             {"inputs", inputs_json(run)},
             {"log_sha256", run.log_sha256},
             {"failures", run.failures},
             {"expectations", expectations_json(run)},
             {"post", run.post ? Json(to_text(*run.post)) : Json()},
             {"rules", run.rules},
             {"pistols", std::move(pistols)}};
    for (const auto& [name, value] : run.point) out["point"][name] = value;
    return out;
}

// Texts may carry bytes of foreign files; broken UTF-8 is replaced, not thrown.
std::string text_of(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string to_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return "pass";
        case Verdict::fail:
            return "fail";
        case Verdict::inconclusive:
            return "inconclusive";
        case Verdict::error:
            return "error";
    }
    return "error";
}

std::string to_json(const RunResult& run, const std::string& version) {
    return text_of(run_json(run, version));
}

std::string to_json(const std::vector<RunResult>& runs, const std::string& version) {
    Json out;
    out["runs"] = Json::array();
    for (const auto& run : runs) out["runs"].push_back(run_json(run, version));
    return text_of(out);
}

int exit_code(const RunResult& run) {
    if (run.interrupted) return 130;
    switch (run.verdict) {
        case Verdict::pass:
            return 0;
        case Verdict::fail:
            return 1;
        case Verdict::error:
            return 3;
        case Verdict::inconclusive:
            return 4;
    }
    return 3;
}

int worst_exit_code(const std::vector<int>& codes) {
    constexpr std::array<int, 6> kWorstFirst{130, 2, 3, 1, 4, 0};
    for (const int candidate : kWorstFirst) {
        if (std::find(codes.begin(), codes.end(), candidate) != codes.end()) return candidate;
    }
    return 0;
}

}  // namespace chargerig::report
