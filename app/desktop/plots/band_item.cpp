// SPDX-License-Identifier: GPL-3.0-or-later
// It uses Qt's keywords; elsewhere `signals` is a name as any other.
#define signals Q_SIGNALS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef foreach
#undef signals

#include "app/desktop/plots/band_item.hpp"

namespace chargerig::desktop {
namespace {

// The colour as it looks over the background at this strength.
QColor mixed(const QColor& colour, const QColor& background, double strength) {
    const auto mix = [strength](float a, float b) {
        return static_cast<float>(a * strength + b * (1.0 - strength));
    };
    return QColor::fromRgbF(mix(colour.redF(), background.redF()),
                            mix(colour.greenF(), background.greenF()),
                            mix(colour.blueF(), background.blueF()));
}

}  // namespace

BandItem::BandItem(QCustomPlot* plot, QCPAxisRect* rect) : QCPAbstractItem(plot), rect_(rect) {
    setClipAxisRect(rect);
    setClipToAxisRect(false);
}

double BandItem::selectTest(const QPointF& /*position*/, bool /*only_selectable*/,
                            QVariant* /*details*/) const {
    return -1.0;
}

void BandItem::draw(QCPPainter* painter) {
    if (lanes_.empty()) return;
    const QRectF area = rect_->rect();
    const double height = area.height() / static_cast<double>(lanes_.size());
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        const double top = area.top() + height * static_cast<double>(i);
        const QRectF lane(area.left(), top + 1.0, area.width(), height - 2.0);
        painter->setPen(theme_->dim);
        painter->setFont(mParentPlot->font());
        painter->drawText(QRectF(0.0, lane.top(), area.left() - 8.0, lane.height()),
                          Qt::AlignRight | Qt::AlignVCenter,
                          QString::fromStdString(lanes_[i].name));
        painter->save();
        painter->setClipRect(area);
        draw_lane(*painter, lanes_[i], lane);
        painter->restore();
    }
}

void BandItem::draw_lane(QCPPainter& painter, const Lane& lane, const QRectF& area) const {
    const QCPAxis* const axis = rect_->axis(QCPAxis::atBottom);
    const QFontMetricsF metrics(mParentPlot->font());
    const bool states = &lane == &lanes_.front();
    for (const auto& block : lane.blocks) {
        const double left = std::max(axis->coordToPixel(block.begin_s), area.left());
        const double right = std::min(axis->coordToPixel(block.end_s), area.right());
        if (right < area.left() || left > area.right()) continue;
        const QColor colour = states ? state_colour(*theme_, block.raw) : theme_->charger;
        const QRectF box(left, area.top(), std::max(right - left, 1.0), area.height());
        painter.fillRect(box, mixed(colour, theme_->plot, states ? 0.32 : 0.22));
        painter.fillRect(QRectF(left, area.top(), 2.0, area.height()), colour);
        const QString text = QString::fromStdString(block.text);
        if (box.width() < metrics.horizontalAdvance(QStringLiteral("Ch...")) + 8.0) continue;
        painter.setPen(theme_->text);
        painter.drawText(box.adjusted(6.0, 0.0, -2.0, 0.0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, box.width() - 8.0));
    }
}

}  // namespace chargerig::desktop
