// SPDX-License-Identifier: Apache-2.0
//
// The log format of `candump -l` (can-utils): one frame per line,
// "(seconds.microseconds) interface ID#DATA". Standard identifiers have 3 hex digits, extended ones
// 8; a remote frame has 'R' and its length (none for 0) in place of the data; a frame that the
// driver made up to report an error carries bit 29 in its identifier, as in linux/can.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "sim/can/frame.hpp"
#include "sim/core/error.hpp"
#include "sim/core/time.hpp"

namespace chargerig::can {

// IFNAMSIZ of Linux leaves 15 characters for a name; other systems' names may be longer.
inline constexpr std::size_t kMaxInterfaceName = 64;
// "(9223372036.854775) " + name + " 1FFFFFFF#1122334455667788\n"
inline constexpr std::size_t kMaxCandumpLine = 20 + kMaxInterfaceName + 27;

// Writes one line with its '\n' and returns its length; allocates nothing. `offset` is added to the
// frame's time (0 in virtual time, WallClock::unix_offset() on a real bus); the sum is not negative
// and is cut to whole microseconds. `out` has room for kMaxCandumpLine characters, `interface` is a
// name without blanks of at most kMaxInterfaceName.
std::size_t write_candump_line(const Frame& frame, core::Duration offset,
                               std::string_view interface, char* out);

// Reads a log line by line. Beyond what `candump -l` writes it takes: CRLF line ends, blank lines,
// lower-case hex, one to nine decimals of a second, any number of blanks between the parts, and the
// direction (" R" or " T") that newer versions append. CAN FD and CAN XL frames are refused, and
// lines of more than kMaxCandumpInput bytes, which no log has. A line of more than
// kMaxCandumpSkipped bytes ends the reading: what comes in may have no end (/dev/zero).
inline constexpr std::size_t kMaxCandumpInput = 1024;
inline constexpr std::size_t kMaxCandumpSkipped = 16'777'216;
class CandumpReader {
public:
    // `file` is the name that errors show. The stream must outlive the reader.
    CandumpReader(std::istream& in, std::string file);

    // True when `frame` holds the next one, false at the end. After an error the next call goes on
    // with the following line, so that one bad line does not cost the rest; after a file that
    // cannot be read on, or a line that does not end, it is at the end.
    core::Result<bool> next(Frame& frame);

    // Names in the order in which they were first seen; Frame::bus indexes them.
    const std::vector<std::string>& interfaces() const { return interfaces_; }

    // How many frames were older than the one before them. They are delivered like any other.
    std::uint64_t times_backwards() const { return times_backwards_; }

private:
    // The next line into line_: false at the end of the file.
    core::Result<bool> next_line();

    std::istream& in_;
    std::string file_;
    std::string line_;
    int line_number_ = 0;
    bool ended_ = false;
    std::vector<std::string> interfaces_;
    core::Instant last_time_{INT64_MIN};
    std::uint64_t times_backwards_ = 0;
};

}  // namespace chargerig::can
