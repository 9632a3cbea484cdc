// SPDX-License-Identifier: Apache-2.0
//
// The two fidelities of the in-process bus: what a frame costs, and what the whole main job does.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

#include "sim/can/frame_bits.hpp"
#include "sim/can/in_process_bus.hpp"
#include "sim/can/timed_bus.hpp"
#include "sim/rig/run.hpp"

namespace {

using namespace chargerig;

can::Frame dc_power_control() {
    can::Frame frame;
    frame.id = 0x0106B003;
    frame.length = 7;
    frame.data = {0x88, 0x13, 0xB0, 0x04, 0x50, 0xFB, 0x68, 0};
    return frame;
}

void count_bits(benchmark::State& state) {
    can::Frame frame = dc_power_control();
    int bits = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(frame);
        bits = can::frame_bits(frame);
        benchmark::DoNotOptimize(bits);
    }
    if (bits < 120) state.SkipWithError("counted wrongly");
}
BENCHMARK(count_bits);

// Two senders at one instant, each of which hears the other.
template <class Bus>
void two_frames(benchmark::State& state) {
    Bus bus({});
    can::Frame frame = dc_power_control();
    can::Frame got;
    std::uint64_t received = 0;
    for (auto _ : state) {
        frame.time = frame.time + core::Duration{100'000'000};
        frame.id ^= 0x8000;
        bus.send(0, frame);
        frame.id ^= 0x8000;
        bus.send(1, frame);
        while (bus.next_arrival() != core::kNever) {
            const core::Instant now = bus.next_arrival();
            for (std::size_t i = 0; i < 2; ++i) received += bus.receive(i, now, got) ? 1 : 0;
        }
    }
    if (received != bus.sent()) state.SkipWithError("lost some");
}
BENCHMARK(two_frames<can::InProcessBus>);
BENCHMARK(two_frames<can::TimedBus>);

void main_job(benchmark::State& state, const char* fidelity) {
    const auto registry = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    const auto scenario = scenario::read_scenario(
        CHARGERIG_SOURCE_DIR "/scenarios/bidirectional/iso20-dynamic-ocpp.yaml",
        {CHARGERIG_SOURCE_DIR "/resources", {{"bus.fidelity", fidelity}}});
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
BENCHMARK_CAPTURE(main_job, ideal, "ideal")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(main_job, timed, "timed")->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
