// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/plots/canvas.hpp"

// It uses Qt's keywords; elsewhere `signals` is a name as any other.
#define signals Q_SIGNALS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef foreach
#undef signals

#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "app/desktop/plots/band_item.hpp"

namespace chargerig::desktop {
namespace {

constexpr const char* kCursorLayer = "cursors";
constexpr const char* kBandLayer = "bands";
// Some air above and below the curves.
constexpr double kAir = 0.07;

core::Instant instant_at(const Recording& recording, double seconds) {
    return recording.begin() + core::from_seconds(seconds);
}

}  // namespace

Canvas::Canvas(QWidget* parent) : plot_(new QCustomPlot(parent)), theme_(&theme(false)) {
    // Without it lines wider than a pixel cost ten times as much.
    plot_->setPlottingHint(QCP::phFastPolylines);
    plot_->setNoAntialiasingOnDrag(true);
    plot_->addLayer(kBandLayer, plot_->layer("main"), QCustomPlot::limBelow);
    plot_->addLayer(kCursorLayer, plot_->layer("overlay"), QCustomPlot::limBelow);
    // Cursors move without redrawing the curves.
    plot_->layer(kCursorLayer)->setMode(QCPLayer::lmBuffered);
    make_rects();
}

void Canvas::make_rects() {
    plot_->plotLayout()->clear();
    for (auto& pane : panes_) pane = new QCPAxisRect(plot_, false);
    band_rect_ = new QCPAxisRect(plot_, false);
    int row = 0;
    for (QCPAxisRect* rect : {panes_[0], panes_[1], band_rect_}) {
        // Margins that follow the labels would make everything jump while time goes on.
        rect->setAutoMargins(QCP::msNone);
        for (const auto side : {QCPAxis::atBottom, QCPAxis::atLeft}) {
            QCPAxis* const axis = rect->addAxis(side);
            axis->setLayer("axes");
            axis->grid()->setLayer("grid");
        }
        plot_->plotLayout()->addElement(row++, 0, rect);
    }
    plot_->plotLayout()->setRowSpacing(0);
    panes_[0]->axis(QCPAxis::atLeft)->setLabel(QStringLiteral("Voltage  [V]"));
    panes_[1]->axis(QCPAxis::atLeft)->setLabel(QStringLiteral("Current  [A]"));
    for (auto* pane : panes_) pane->axis(QCPAxis::atBottom)->setTickLabels(false);
    band_rect_->axis(QCPAxis::atLeft)->setVisible(false);
    band_rect_->axis(QCPAxis::atBottom)->setLabel(QStringLiteral("time  [s]"));
    band_ = new BandItem(plot_, band_rect_);
    band_->setLayer(kBandLayer);
    for (auto& cursor : lines_) {
        std::size_t i = 0;
        for (QCPAxisRect* rect : {panes_[0], panes_[1], band_rect_}) {
            auto* const line = new QCPItemStraightLine(plot_);
            line->setLayer(kCursorLayer);
            line->setClipAxisRect(rect);
            for (auto* point : {line->point1, line->point2}) {
                point->setAxisRect(rect);
                point->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
                point->setTypeX(QCPItemPosition::ptPlotCoords);
                point->setTypeY(QCPItemPosition::ptAxisRectRatio);
            }
            line->setVisible(false);
            cursor[i++] = line;
        }
    }
}

void Canvas::set_recording(const Recording* recording) {
    recording_ = recording;
    for (auto* graph : graphs_) plot_->removeGraph(graph);
    graphs_.clear();
    curves_.clear();
    cursors_ = {};
    free_values();
    if (recording_ != nullptr) curves_ = curves_of(*recording_);
    outlines_.assign(curves_.size(), {});
    make_graphs();
    place_cursors();
}

void Canvas::make_graphs() {
    QCPGraph* upper = nullptr;
    for (const auto& curve : curves_) {
        QCPAxisRect* const pane = panes_[index(curve.kind->pane)];
        QCPGraph* const graph =
            plot_->addGraph(pane->axis(QCPAxis::atBottom), pane->axis(QCPAxis::atLeft));
        graph->setLineStyle(QCPGraph::lsStepLeft);
        // Outlines have a few points for each column as they are.
        graph->setAdaptiveSampling(false);
        graph->setPen(pen_of(*theme_, curve.kind->role, scale_));
        if (curve.kind->role == Role::range) {
            // Between the two borders.
            if (upper != nullptr) {
                QColor fill = theme_->range;
                fill.setAlphaF(theme_->dark ? 0.16F : 0.13F);
                upper->setBrush(fill);
                upper->setChannelFillGraph(graph);
            }
            upper = graph;
        }
        graphs_.push_back(graph);
    }
}

void Canvas::style_rect(QCPAxisRect& rect) {
    for (auto* axis : {rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft)}) {
        axis->setTickLabelFont(plot_->font());
        axis->setLabelFont(plot_->font());
        axis->setBasePen(QPen(theme_->border));
        axis->setTickPen(QPen(theme_->border));
        axis->setSubTickPen(QPen(Qt::NoPen));
        axis->setTickLabelColor(theme_->dim);
        axis->setLabelColor(theme_->dim);
        axis->grid()->setPen(QPen(theme_->grid));
        axis->grid()->setZeroLinePen(QPen(theme_->border));
    }
}

void Canvas::set_theme(const Theme& theme, double scale) {
    theme_ = &theme;
    scale_ = scale;
    plot_->setBackground(theme.plot);
    band_->set_theme(theme);
    const QFontMetrics metrics(plot_->font());
    const int left =
        std::max(metrics.horizontalAdvance(QStringLiteral("-1000 ")) + metrics.height() * 2,
                 metrics.horizontalAdvance(QStringLiteral("contactors ")) + metrics.height() / 2);
    const int line = metrics.height();
    for (auto* pane : panes_) {
        pane->setMargins(QMargins(left, line / 2, line, line / 4));
        pane->setMinimumSize(40, line * 4);
    }
    band_rect_->setMargins(QMargins(left, line / 2, line, line * 11 / 4));
    const int band = line * 4 + line / 2 + line * 11 / 4;
    band_rect_->setMinimumSize(40, line * 3);
    band_rect_->setSizeConstraintRect(QCPLayoutElement::scrOuterRect);
    band_rect_->setMinimumSize(40, band);
    band_rect_->setMaximumSize(QWIDGETSIZE_MAX, band);
    for (QCPAxisRect* rect : {panes_[0], panes_[1], band_rect_}) style_rect(*rect);
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        graphs_[i]->setPen(pen_of(theme, curves_[i].kind->role, scale));
    }
    const QPen cursor(theme.text, scale, Qt::DashLine);
    for (auto& lines : lines_) {
        for (auto* line_item : lines) line_item->setPen(cursor);
    }
    set_recording(recording_);
}

void Canvas::fit_values(Pane pane, core::Instant begin, core::Instant end) {
    Extent all;
    for (const auto& curve : curves_) {
        if (curve.kind->pane == pane) all.take(extent(curve, begin, end));
    }
    if (all.empty()) all = {0.0, pane == Pane::voltage ? 500.0 : 100.0};
    // Zero always shows where it stands.
    all.take(0.0);
    const double air = std::max((all.high - all.low) * kAir, 1.0);
    panes_[index(pane)]
        ->axis(QCPAxis::atLeft)
        ->setRange(all.low < 0.0 ? all.low - air : -air * 0.5, all.high + air);
}

void Canvas::draw(Range_s range, core::Instant known) {
    for (QCPAxisRect* rect : {panes_[0], panes_[1], band_rect_}) {
        rect->axis(QCPAxis::atBottom)->setRange(range.begin, range.end);
    }
    if (recording_ != nullptr && !recording_->empty()) {
        const Window window{instant_at(*recording_, range.begin),
                            core::earliest(instant_at(*recording_, range.end), known),
                            recording_->begin(),
                            std::max(panes_[0]->width(), 1),
                            known,
                            {}};
        for (std::size_t i = 0; i < curves_.size(); ++i) {
            outlines_[i].clear();
            outline(curves_[i], window, outlines_[i]);
            QVector<QCPGraphData> data;
            data.reserve(static_cast<int>(outlines_[i].size()));
            for (const auto& point : outlines_[i]) data.append({point.t_s, point.value});
            graphs_[i]->data()->set(data, true);
        }
        for (const Pane pane : {Pane::voltage, Pane::current}) {
            const auto& held = held_[index(pane)];
            if (held) {
                panes_[index(pane)]->axis(QCPAxis::atLeft)->setRange(held->low, held->high);
            } else {
                fit_values(pane, window.begin, window.end);
            }
        }
        band_->set(lanes_of(*recording_, window));
    } else {
        band_->set({});
    }
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void Canvas::set_cursors(const std::array<std::optional<core::Instant>, 2>& cursors) {
    cursors_ = cursors;
    place_cursors();
    plot_->layer(kCursorLayer)->replot();
}

void Canvas::place_cursors() {
    for (std::size_t c = 0; c < lines_.size(); ++c) {
        for (auto* line : lines_[c]) {
            line->setVisible(recording_ != nullptr && cursors_[c].has_value());
            if (!line->visible()) continue;
            const double t_s = core::to_seconds(*cursors_[c] - recording_->begin());
            line->point1->setCoords(t_s, 0.0);
            line->point2->setCoords(t_s, 1.0);
        }
    }
}

Extent Canvas::values(Pane pane) const {
    const QCPRange range = panes_[index(pane)]->axis(QCPAxis::atLeft)->range();
    return {range.lower, range.upper};
}

std::optional<Pane> Canvas::pane_at(const QPointF& position) const {
    for (const Pane pane : {Pane::voltage, Pane::current}) {
        if (panes_[index(pane)]->rect().contains(position.toPoint())) return pane;
    }
    return std::nullopt;
}

double Canvas::seconds_at(double x) const {
    return panes_[0]->axis(QCPAxis::atBottom)->pixelToCoord(x);
}

double Canvas::x_of(double seconds) const {
    return panes_[0]->axis(QCPAxis::atBottom)->coordToPixel(seconds);
}

double Canvas::value_at(Pane pane, double y) const {
    return panes_[index(pane)]->axis(QCPAxis::atLeft)->pixelToCoord(y);
}

bool Canvas::save_svg(const QString& path, QSize size) {
    QSvgGenerator generator;
    generator.setFileName(path);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(QStringLiteral("ChargeRig"));
    QCPPainter painter;
    if (!painter.begin(&generator)) return false;
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot_->toPainter(&painter, size.width(), size.height());
    return painter.end();
}

bool Canvas::save(const QString& path, QSize size, QString& why) {
    bool saved = false;
    if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)) {
        saved = save_svg(path, size);
    } else if (path.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive)) {
        saved = plot_->savePdf(path, size.width(), size.height());
    } else if (path.endsWith(QStringLiteral(".png"), Qt::CaseInsensitive)) {
        // Twice the pixels: sharp in a document.
        saved = plot_->savePng(path, size.width(), size.height(), 2.0);
    } else {
        why = QStringLiteral("%1: no format has this ending; allowed: .png, .svg, .pdf, .csv")
                  .arg(path);
        return false;
    }
    if (!saved)
        why = QStringLiteral("%1: cannot write the file; check the folder and its permissions")
                  .arg(path);
    return saved;
}

}  // namespace chargerig::desktop
