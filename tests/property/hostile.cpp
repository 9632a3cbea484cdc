// SPDX-License-Identifier: Apache-2.0
#include "tests/property/hostile.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "sim/evse/registry.hpp"

namespace chargerig::hostile {
namespace {

const evse::Registry& registry() {
    static const auto loaded = [] {
        auto out = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
        if (!out) {
            std::fprintf(stderr, "%s\n", out.error().front().text().c_str());
            std::abort();
        }
        return std::move(*out);
    }();
    return loaded;
}

const std::vector<evse::Binding>& all_bindings() {
    static const auto all = [] {
        std::vector<evse::Binding> out;
        for (const auto& version : registry().versions()) {
            out.push_back(*evse::Binding::make(version, 1));
        }
        return out;
    }();
    return all;
}

}  // namespace

std::uint64_t seeds(std::uint64_t usual) {
    const char* times = std::getenv("CHARGERIG_SEEDS");
    return times == nullptr ? usual : usual * std::strtoull(times, nullptr, 10);
}

const evse::Binding& binding(std::string_view version) {
    for (const evse::Binding& one : all_bindings()) {
        if (one.version().name() == version) return one;
    }
    std::fprintf(stderr, "no version %s\n", std::string(version).c_str());
    std::abort();
}

bool chance(core::RandomStream& random, double share) {
    return random.uniform() < share;
}

double wild(core::RandomStream& random, double usual) {
    switch (random.below(8)) {
        case 0:
            return 0.0;
        case 1:
            return -2.0;
        case 2:
            return random.uniform(0.0, 1.0);
        case 3:
            return -random.uniform(0.0, usual);
        case 4:
            return random.uniform(0.0, 1e7);
        default:
            return random.uniform(0.0, usual);
    }
}

can::Frame random_frame(const evse::Binding& binding, core::RandomStream& random) {
    can::Frame frame;
    do {
        frame.id = binding.id(static_cast<evse::MessageKind>(random.below(evse::kMessageKinds)));
    } while (frame.id == 0);
    frame.length = chance(random, 0.95) ? 8 : static_cast<std::uint8_t>(random.below(9));
    const bool sparse = chance(random, 0.3);
    for (std::size_t i = 0; i < frame.length; ++i) {
        frame.data[i] = sparse ? one_of<std::uint8_t>(random, {0x00, 0xFF, 0x80, 0x7F, 0x01})
                               : static_cast<std::uint8_t>(random.below(256));
    }
    return frame;
}

can::Frame damaged_frame(const evse::Binding& binding, const evse::Message& message,
                         core::RandomStream& random, double share) {
    evse::LinkMemory memory;
    evse::Frames frames;
    EXPECT_TRUE(binding.encode(message, {}, memory, frames));
    can::Frame frame = frames[0];
    frame.direction = can::Direction::received;
    for (std::size_t bit = 0; share > 0.0 && bit < 8U * frame.length; ++bit) {
        if (chance(random, share)) {
            frame.data[bit / 8] = static_cast<std::uint8_t>(frame.data[bit / 8] ^ (1U << bit % 8));
        }
    }
    return frame;
}

testing::AssertionResult encodes_in_every_version(const evse::Message& message) {
    for (const evse::Binding& binding : all_bindings()) {
        evse::LinkMemory memory;
        evse::Frames frames;
        const auto status = binding.encode(message, {}, memory, frames);
        if (status || status.fault == evse::EncodeFault::not_carried) continue;
        return testing::AssertionFailure()
               << binding.version().name() << ": " << binding.error(status).text();
    }
    return testing::AssertionSuccess();
}

}  // namespace chargerig::hostile
