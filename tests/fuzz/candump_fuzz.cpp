// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are frames or errors, and come to an end; a frame that was read is written as a line
// that reads back as the same frame.
#include <array>
#include <sstream>
#include <string>

#include "sim/can/candump_log.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace chargerig;
using namespace chargerig::fuzz;

namespace {

void require_valid(const can::Frame& frame) {
    require(frame.length <= 8 && frame.time >= core::Instant{});
    require(frame.id <= (frame.extended() ? can::kMaxExtendedId : can::kMaxStandardId));
    for (std::size_t i = frame.length; i < frame.data.size(); ++i) require(frame.data[i] == 0);
}

void require_round_trip(const can::Frame& frame, const std::string& interface) {
    std::array<char, can::kMaxCandumpLine> line;
    const std::size_t size = can::write_candump_line(frame, {}, interface, line.data());
    require(size <= line.size());
    std::istringstream in(std::string(line.data(), size));
    can::CandumpReader reader(in, "again.log");
    can::Frame again;
    const auto read = reader.next(again);
    require(read && *read && reader.interfaces()[again.bus] == interface);
    // The log carries whole microseconds and no direction.
    can::Frame expected = frame;
    expected.time.ns -= expected.time.ns % 1000;
    expected.direction = again.direction;
    expected.bus = again.bus;
    require(again == expected);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::istringstream in{std::string(text_of(data, size))};
    can::CandumpReader reader(in, "fuzz.log");
    can::Frame frame;
    // At most one result for each byte, then the end.
    for (std::size_t i = 0;; ++i) {
        require(i <= size);
        const auto more = reader.next(frame);
        if (!more) {
            require_readable(more.error());
            continue;
        }
        if (!*more) break;
        require_valid(frame);
        require_round_trip(frame, reader.interfaces()[frame.bus]);
    }
    return 0;
}
