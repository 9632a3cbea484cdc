// SPDX-License-Identifier: GPL-3.0-or-later
//
// The blocks of a state band on an axis rect. Needs qcustomplot.h before it.
#pragma once

#include <vector>

#include "app/desktop/plots/band.hpp"
#include "app/desktop/theme.hpp"

namespace chargerig::desktop {

class BandItem final : public QCPAbstractItem {
public:
    BandItem(QCustomPlot* plot, QCPAxisRect* rect);

    void set(std::vector<Lane> lanes) { lanes_ = std::move(lanes); }
    void set_theme(const Theme& theme) { theme_ = &theme; }
    double selectTest(const QPointF& position, bool only_selectable,
                      QVariant* details) const override;

protected:
    void draw(QCPPainter* painter) override;

private:
    void draw_lane(QCPPainter& painter, const Lane& lane, const QRectF& area) const;

    QCPAxisRect* rect_;
    std::vector<Lane> lanes_;
    const Theme* theme_ = &theme(false);
};

}  // namespace chargerig::desktop
