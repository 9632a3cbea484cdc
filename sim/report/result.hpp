// SPDX-License-Identifier: Apache-2.0
//
// What a run came to: the object that `chargerig run --json` prints. Field names are fixed for
// users' scripts; change them only with a new format number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chargerig::report {

enum class Verdict : std::uint8_t { pass, fail, inconclusive, error };

struct StateSeen {
    double t_s = 0.0;
    std::string state;  // the protocol's own label, or "unknown(n)"
};

// One kind of frame that should not be, under one identifier.
struct UnexpectedFrames {
    std::string kind;                 // see docs/bus.md
    std::optional<std::uint32_t> id;  // empty: identifiers that are not told apart any more
    std::uint64_t count = 0;
    std::optional<double> first_t_s;  // empty with `id`
    std::string detail;               // the first of them, for people
};

// A fault that the scenario put on frames.
struct FaultSeen {
    std::string name;
    std::string kind;          // see docs/faults.md
    std::uint64_t frames = 0;  // lost, changed, held back or added
};

// One entry of the scenario's `expect`.
struct ExpectationResult {
    std::string id;
    Verdict verdict = Verdict::inconclusive;
    std::string reason;
    std::string seen;
    double t_s = 0.0;                    // when it was decided
    std::optional<std::uint64_t> frame;  // by this line of the log; empty: by none
};

struct PistolResult {
    int index = 1;
    std::vector<StateSeen> states;
    double energy_to_vehicle_kWh = 0.0;       // at the inlet
    double energy_from_vehicle_kWh = 0.0;     // at the inlet
    std::optional<double> final_soc_percent;  // empty where no vehicle is emulated
    std::optional<std::string> session_end;   // Clean_Stop, Rushed_Stop; empty: no session ended
};

// A file that the run was made of.
struct InputFile {
    std::string file;    // as it was given
    std::string sha256;  // of its bytes
};

// What a sweep varied.
struct PointValue {
    std::string name;
    std::string value;
};

struct RunResult {
    std::string scenario;
    std::vector<PointValue> point;  // of a sweep; empty elsewhere, and then not in the JSON
    Verdict verdict = Verdict::inconclusive;
    std::uint64_t seed = 1;
    std::string protocol;
    double simulated_s = 0.0;
    double wall_s = 0.0;  // stepping and log
    double load_s = 0.0;  // reading and setting up
    std::uint64_t electrical_steps = 0;
    std::uint64_t step_ns = 0;
    std::uint64_t frames_sent = 0;
    std::uint64_t frames_received = 0;
    std::uint64_t frames_dropped = 0;             // by accident; not by a fault
    std::optional<double> bus_load_percent;       // empty where frames take no wire of ours
    std::optional<double> bus_load_peak_percent;  // in the busiest 100 ms
    std::vector<UnexpectedFrames> unexpected_frames;
    std::vector<FaultSeen> faults;  // in the order of their beginning
    std::vector<InputFile> inputs;
    std::string log_sha256;
    // Why the verdict is not pass, one line each; what belongs to an instant begins with it:
    // "12.350 s: ".
    std::vector<std::string> failures;
    std::vector<ExpectationResult> expectations;
    std::optional<Verdict> post;  // of the section `post` alone; empty where there is none
    // Of the generic interface, that came to bear: "6.5/interlock" is the row of this id and
    // section in docs/protocol.md. Sorted.
    std::vector<std::string> rules;
    std::vector<PistolResult> pistols;
    bool interrupted = false;  // by the user; decides the exit code, not part of the JSON
    double log_zero_s = 0.0;   // instant 0 on the log's clock; not part of the JSON

    double speed_factor() const { return wall_s > 0.0 ? simulated_s / wall_s : 0.0; }
};

std::string to_text(Verdict verdict);

// One run as one object; indented, ends with a newline.
std::string to_json(const RunResult& run, const std::string& version);
// Many as {"runs": [...]}, whatever their number: those that could not be started are missing in
// it.
std::string to_json(const std::vector<RunResult>& runs, const std::string& version);

// 0 pass, 1 fail, 3 error, 4 inconclusive, 130 interrupted; of many the worst in the order
// 130, 2, 3, 1, 4, 0.
int exit_code(const RunResult& run);
int worst_exit_code(const std::vector<int>& codes);

}  // namespace chargerig::report
