// SPDX-License-Identifier: Apache-2.0
//
// chargerig_relog: reads a candump log from standard input and writes it anew to standard output.
// Exit code 1 when a line cannot be read.
#include <array>
#include <cstdio>
#include <iostream>

#include "sim/can/candump_log.hpp"

using namespace chargerig;

int main() {
    can::CandumpReader reader(std::cin, "stdin");
    can::Frame frame;
    std::array<char, can::kMaxCandumpLine> line;
    for (;;) {
        const auto more = reader.next(frame);
        if (!more) {
            std::fprintf(stderr, "%s\n", more.error().text().c_str());
            return 1;
        }
        if (!*more) return 0;
        const auto size =
            can::write_candump_line(frame, {}, reader.interfaces()[frame.bus], line.data());
        std::fwrite(line.data(), 1, size, stdout);
    }
}
