// SPDX-License-Identifier: Apache-2.0
//
// One electrical step of the plant while charging, as the main job spends most of its steps.
#include <benchmark/benchmark.h>

#include "sim/plant/plant.hpp"

namespace {

using namespace chargerig;

plant::Parameters car_at_charger() {
    plant::Parameters out;
    out.battery.ocv = {{0, 3.2},    {5, 3.447},  {10, 3.494}, {20, 3.575},
                       {30, 3.625}, {50, 3.697}, {70, 3.854}, {100, 4.187}};
    out.battery.series_cells = 108;
    out.battery.capacity_Ah = 156.0;
    out.battery.resistance_ohm = 0.08;
    out.battery.rc = {{{0.03, 20.0}, {0.03, 700.0}}};
    return out;
}

struct Session {
    explicit Session(const models::PowerStageCommand& command) : plant(car_at_charger()) {
        drives.plugged = true;
        drives.output_contactors_close = true;
        drives.vehicle_contactors_close = true;
        drives.stage = command;
        start = plant.initial_state(40.0);
        plant.apply(start, drives);
        plant.advance(start, 10'000);
        state = start;
    }
    plant::Plant plant;
    plant::Drives drives;
    plant::State start;
    plant::State state;
};

const models::PowerStageCommand kConstantCurrent{
    models::StageMode::current, 450.0, 100.0, 0, 0, false, false};
const models::PowerStageCommand kConstantVoltage{
    models::StageMode::current, 400.0, 100.0, 0, 0, false, false};

// Ten seconds after `start` the state begins anew, so that the battery never fills.
void steps(benchmark::State& bench, const models::PowerStageCommand& command,
           std::int64_t at_once) {
    Session session(command);
    for (auto _ : bench) {
        session.plant.advance(session.state, at_once);
        if (session.state.steps > 20'000) session.state = session.start;
    }
    benchmark::DoNotOptimize(session.state);
    bench.counters["per_step"] =
        benchmark::Counter(static_cast<double>(bench.iterations() * at_once),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void constant_current(benchmark::State& bench) {
    steps(bench, kConstantCurrent, 100);
}
void constant_voltage(benchmark::State& bench) {
    steps(bench, kConstantVoltage, 100);
}
void constant_current_step_by_step(benchmark::State& bench) {
    steps(bench, kConstantCurrent, 1);
}

void floating(benchmark::State& bench) {
    Session session({});
    session.drives.vehicle_contactors_close = false;
    session.plant.apply(session.state, session.drives);
    session.plant.advance(session.state, 100);
    for (auto _ : bench) session.plant.advance(session.state, 100);
    benchmark::DoNotOptimize(session.state);
    bench.counters["per_step"] =
        benchmark::Counter(static_cast<double>(bench.iterations() * 100),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(constant_current);
BENCHMARK(constant_voltage);
BENCHMARK(constant_current_step_by_step);
BENCHMARK(floating);

}  // namespace

BENCHMARK_MAIN();
