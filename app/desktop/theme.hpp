// SPDX-License-Identifier: GPL-3.0-or-later
//
// Colours of the light and the dark look. Curves take Okabe and Ito's palette, which people with
// any colour vision tell apart, darkened or lightened where 3:1 against the background demands it;
// what must be told apart has a dash pattern of its own besides.
#pragma once

#include <QColor>
#include <QPen>
#include <cstdint>

#include "app/desktop/data/curves.hpp"

class QApplication;

namespace chargerig::desktop {

struct Theme {
    bool dark = false;
    QColor window;
    QColor panel;  // of what stands on the window
    QColor border;
    QColor text;
    QColor dim;   // for what matters less; still 4.5:1
    QColor plot;  // background of plots
    QColor grid;
    QColor accent;  // of what can be pressed
    QColor on_accent;
    QColor stop;  // emergency stop
    QColor on_stop;
    QColor good;
    QColor warning;
    QColor bad;
    QColor measured;
    QColor target;
    QColor range;
    QColor setpoint;
    QColor vehicle;
    QColor charger;
};

const Theme& theme(bool dark);

// The theme of the desktop that runs us: dark if its windows are.
bool system_is_dark();

// Palette and style sheet of the whole program.
void apply(const Theme& theme, QApplication& application);

// `scale` makes lines wider where they are looked at from afar.
QPen pen_of(const Theme& theme, Role role, double scale = 1.0);

// How a controller state (its raw value) is filled in a band.
QColor state_colour(const Theme& theme, std::int64_t raw);

// Of two colours, 1 to 21 (WCAG 2.1, relative luminance).
double contrast(const QColor& a, const QColor& b);

}  // namespace chargerig::desktop
