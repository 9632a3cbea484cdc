// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/demo.hpp"

namespace chargerig::desktop {

const std::array<Scene, kScenes>& scenes() {
    static const std::array<Scene, kScenes> kAll{{
        {"demo/normal",
         2.0,
         {{0, "The charger waits for a car."},
          {3,
           "A car is plugged in. Charger and car tell each other their limits: the dashed lines."},
          {4, "Before any power flows, the insulation of cable and car is tested at high voltage."},
          {5,
           "Precharge: the charger brings its voltage up to that of the battery, so that no spark "
           "jumps."},
          {6, "Charging begins: the current rises inside the green band of what is allowed."},
          {7, "Full current. The car asks, the charger gives."},
          {9, "The user stops: first the current goes to zero, only then the contactors open."},
          {11, "The session is over. The cable carries no voltage any more."},
          {13, "Unplugged. Ready for the next car."}}},
        {"demo/limit-and-swing",
         2.0,
         {{0, "This car can give power back, too: ISO 15118-20, dynamic mode."},
          {2, "Plugged in. Insulation test and precharge come first, as always."},
          {3, "The green band reaches below zero: power may flow both ways."},
          {4, "The back end asks for 100 A. The current goes there, 20 A more each second."},
          {7, "The grid is short of power: the band falls to 40 A, and the current with it."},
          {12, "Now the car feeds the grid: -80 A. Current and power change their sign."},
          {15, "There is enough again: 60 A into the car."},
          {18, "The user stops, and the session ends in order."}}},
        {"demo/fault-and-recovery",
         2.0,
         {{0, "A car is plugged in and begins to charge."},
          {3, "Charging: the current rises to what the car asks for."},
          {4, "Full current. In a moment a fan of the power modules fails."},
          {6, "The fan stands still, the modules get hot: the controller takes the current back."},
          {9, "The fan runs again and the modules cool down: the charge goes on as before."},
          {12, "The user stops, and the session ends in order."},
          {14, "Ready for the next car."}}},
    }};
    return kAll;
}

QString caption(const Scene& scene, std::size_t steps_over) {
    const char* text = "";
    for (const auto& each : scene.captions) {
        if (each.steps_over <= steps_over) text = each.text;
    }
    return QString::fromUtf8(text);
}

}  // namespace chargerig::desktop
