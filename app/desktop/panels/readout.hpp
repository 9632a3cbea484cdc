// SPDX-License-Identifier: GPL-3.0-or-later
//
// What lies between the two cursors.
#pragma once

#include <QLabel>

#include "app/desktop/plots/plot_view.hpp"

namespace chargerig::desktop {

// One line for the time, one for each of voltage and current, one for the energy; empty without
// both cursors.
QStringList readout(const PlotView& view, const Recording& recording);

class Readout final : public QLabel {
    Q_OBJECT

public:
    explicit Readout(const PlotView& view, QWidget* parent = nullptr);
    void set_recording(const Recording* recording) { recording_ = recording; }
    void refresh();

private:
    const PlotView& view_;
    const Recording* recording_ = nullptr;
};

}  // namespace chargerig::desktop
