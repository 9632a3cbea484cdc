// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the state band shows: lanes of blocks, worked out from a recording.
#pragma once

#include <string>
#include <vector>

#include "app/desktop/data/recording.hpp"

namespace chargerig::desktop {

struct Block {
    double begin_s = 0.0;
    double end_s = 0.0;
    std::int64_t raw = 0;
    std::string text;
    friend bool operator==(const Block&, const Block&) = default;
};

struct Lane {
    std::string name;
    std::vector<Block> blocks;
};

// Controller state, power function and output contactors in the window.
std::vector<Lane> lanes_of(const Recording& recording, const Window& window);

}  // namespace chargerig::desktop
