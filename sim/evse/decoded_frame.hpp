// SPDX-License-Identifier: Apache-2.0
//
// A frame of the generic interface for people to read: every signal with its raw and physical
// value.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace chargerig::evse {

// The texts belong to the Version that decoded the frame and live as long as it does.
struct DecodedSignal {
    std::string_view name;
    std::int64_t raw = 0;    // as transmitted, sign extended
    double physical = 0.0;   // raw * factor + offset
    std::string_view unit;   // empty for plain numbers
    std::string_view label;  // of the raw value; empty if it has none
    bool labelled = false;   // the signal has labels: without `label` the value is unknown(raw)
};

struct DecodedFrame {
    std::string_view message;
    int pistol = 0;                      // 1 to 31
    bool from_controller = false;        // identifier bit 15 (spec 1)
    std::vector<DecodedSignal> signals;  // in file order
};

}  // namespace chargerig::evse
