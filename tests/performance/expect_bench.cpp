// SPDX-License-Identifier: Apache-2.0
//
// What expectations cost: the main job without any, and with twelve that look at every cyclic
// message. The difference is to stay below a tenth.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "sim/rig/run.hpp"

namespace {

using namespace chargerig;

constexpr const char* kExpect = R"(
expect:
  - {id: a, reason: r, period: {message: Advantics_Controller_Status, at_least_s: 0.09, at_most_s: 0.11}}
  - {id: b, reason: r, period: {message: CCS_Extra_Information, jitter_s: 0.02}}
  - {id: c, reason: r, never: {message: Emergency_Stop}}
  - {id: d, reason: r, never: {signal: DC_Power_Control.Current_Range_Max, at_least: 110.1}}
  - {id: e, reason: r, never: {signal: DC_Power_Control.Current_Range_Min, at_most: -120.1}}
  - {id: f, reason: r, always: {signal: Power_Modules_Status.Present_Voltage, at_most: 510}}
  - {id: g, reason: r, always: {signal: Power_Modules_Status.Present_Current, at_most: 113}}
  - {id: h, reason: r, count: {of: {message: DC_Power_Control}, at_least: 100}}
  - {id: i, reason: r, count: {of: {message: Charge_Session_Finished}, exactly: 1}}
  - {id: j, reason: r, order: [{state: Insulation_Test}, {state: Charging}, {state: Ending_Charge}]}
  - {id: k, reason: r, response: {from: {state: Precharge}, to: {state: Charging}, at_most_s: 30}}
  - {id: l, reason: r, value: {signal: Power_Modules_Status.Present_Current, at_most: 1,
      at: {signal: DC_Power_Control.Output_Contactors, is: Open}}}
)";

void main_job(benchmark::State& state, const char* expect) {
    std::ifstream file(CHARGERIG_SOURCE_DIR "/scenarios/bidirectional/iso20-dynamic-ocpp.yaml");
    std::ostringstream text;
    text << file.rdbuf() << expect;
    const auto registry = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    const auto scenario =
        scenario::parse_scenario(text.str(), "main.yaml", {CHARGERIG_SOURCE_DIR "/resources", {}});
    if (!registry || !scenario) {
        std::fprintf(stderr, "cannot read the main job\n");
        std::exit(2);
    }
    rig::RunOptions options;
    options.registry = &*registry;
    double simulated_s = 0.0;
    for (auto _ : state) {
        rig::Interrupt interrupt;
        const auto result = rig::run(*scenario, options, interrupt, {});
        if (!result || result->verdict != report::Verdict::pass) {
            state.SkipWithError("does not pass");
            break;
        }
        simulated_s += result->simulated_s;
    }
    state.counters["speed_factor"] = benchmark::Counter(simulated_s, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(main_job, without, "")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(main_job, with_twelve, kExpect)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
