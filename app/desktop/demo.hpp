// SPDX-License-Identifier: GPL-3.0-or-later
//
// The three scenes of the demo, and what is said while they play.
#pragma once

#include <QString>
#include <array>
#include <vector>

namespace chargerig::desktop {

// Shown from the moment this many steps of the scenario are over.
struct Caption {
    std::size_t steps_over = 0;
    const char* text = "";
};

struct Scene {
    const char* scenario = "";  // by its name below the shipped scenarios
    double speed = 1.0;
    std::vector<Caption> captions;  // by steps_over, rising, the first at 0
};

inline constexpr std::size_t kScenes = 3;
const std::array<Scene, kScenes>& scenes();

// What is said when so many steps are over.
QString caption(const Scene& scene, std::size_t steps_over);

}  // namespace chargerig::desktop
