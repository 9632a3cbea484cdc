// SPDX-License-Identifier: Apache-2.0
//
// Decoding and encoding all eight signals of DC_Power_Control 3.6.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "sim/dbc/codec.hpp"
#include "sim/dbc/reader.hpp"

namespace {

using namespace chargerig;

dbc::MessageCodec dc_power_control() {
    const auto database = dbc::read_dbc_file(CHARGERIG_SOURCE_DIR
                                             "/resources/protocols/advantics-generic-evse-3.6.dbc");
    if (!database) {
        std::fprintf(stderr, "%s\n", database.error().front().text().c_str());
        std::exit(2);
    }
    return dbc::MessageCodec(*dbc::find_message(*database, "DC_Power_Control"));
}

// 500 V, 120 A to -120 A, Power_Transfer, Range_Mode, contactors closed (spec 4.golden).
constexpr dbc::Payload kPayload{0x88, 0x13, 0xB0, 0x04, 0x50, 0xFB, 0x68, 0x00};

void decode_all_signals(benchmark::State& state) {
    const dbc::MessageCodec codec = dc_power_control();
    dbc::Payload payload = kPayload;
    std::array<double, 8> values{};
    for (auto _ : state) {
        benchmark::DoNotOptimize(payload);
        codec.decode(payload, values);
        benchmark::DoNotOptimize(values);
    }
    if (values[0] != 500.0 || values[2] != -120.0) state.SkipWithError("decoded wrongly");
}
BENCHMARK(decode_all_signals);

void encode_all_signals(benchmark::State& state) {
    const dbc::MessageCodec codec = dc_power_control();
    std::array<double, 8> values{};
    codec.decode(kPayload, values);
    dbc::Payload payload{};
    dbc::EncodeStatus status;
    for (auto _ : state) {
        benchmark::DoNotOptimize(values);
        status = codec.encode(values, payload);
        benchmark::DoNotOptimize(payload);
    }
    if (!status || payload != kPayload) state.SkipWithError("encoded wrongly");
}
BENCHMARK(encode_all_signals);

}  // namespace

BENCHMARK_MAIN();
