// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/demo.hpp"

namespace chargerig::desktop {

const std::array<Scene, kScenes>& scenes() {
    static const std::array<Scene, kScenes> kAll{{
        {"normal-session",
         "A normal session",
         2.0,
         {{0, "The charger waits for a car."},
          {3, "The car is plugged in. Charger and car agree on limits: the dashed lines."},
          {5, "Before any power flows, the insulation of cable and car is tested at high voltage."},
          {6,
           "Precharge: the charger brings its voltage up to that of the battery, so that no spark "
           "jumps."},
          {7,
           "Charging. The present current (solid) follows what the car asks for, inside the green "
           "band."},
          {9, "The user stops. The current goes to zero first, only then the contactors open."},
          {11, "Do the car's contactors really open? The voltage shows whether one is welded."},
          {13, "Unplugged. Ready for the next car."}}},
        {"limits-and-grid",
         "Limits that move, and power back to the grid",
         2.0,
         {{0, "A car that can also give power back: ISO 15118-20, dynamic mode."},
          {3, "The green band is what controller and car allow, down to below zero."},
          {5, "The back end asks for 80 A. The current goes there at 20 A each second."},
          {8, "Now -60 A: the car feeds the grid. Power and current change their sign."},
          {11,
           "The back end asks for 250 A. The cable allows 110 A: the current stays inside the "
           "band."},
          {14, "Back to 20 A: there is enough power for others now."},
          {17, "The user stops, and the session ends in order."}}},
        {"fault-and-recovery",
         "A fault under full current, and the way back",
         1.0,
         {{0, "A car is plugged in and begins to charge."},
          {4, "Full current. In a moment somebody presses the charger's emergency stop."},
          {6, "Pressed: the contactors are open and the power is off within one message, 10 ms."},
          {9, "The session is over. As long as the button is in, no new one can begin."},
          {11, "The button is out again, the car is unplugged."},
          {13, "Ready for the next car."}}},
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
