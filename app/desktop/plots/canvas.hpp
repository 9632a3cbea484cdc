// SPDX-License-Identifier: GPL-3.0-or-later
//
// Draws a recording: voltage, current with its allowed band, and a band of states, above one time
// axis. It follows no events; PlotView does.
#pragma once

#include <QSize>
#include <QString>
#include <array>
#include <optional>
#include <vector>

#include "app/desktop/data/curves.hpp"
#include "app/desktop/theme.hpp"

class QCustomPlot;
class QCPAxisRect;
class QCPGraph;
class QCPItemStraightLine;
class QCPLayer;
class QPointF;
class QWidget;

namespace chargerig::desktop {

class BandItem;

// A part of the time axis, in seconds from the first frame.
struct Range_s {
    double begin = 0.0;
    double end = 60.0;
    double width() const { return end - begin; }
    friend bool operator==(const Range_s&, const Range_s&) = default;
};

class Canvas {
public:
    static constexpr std::size_t kPanes = 2;

    explicit Canvas(QWidget* parent);

    QCustomPlot* widget() const { return plot_; }

    // Null: nothing to show.
    void set_recording(const Recording* recording);
    void set_theme(const Theme& theme, double scale);
    // What lies in the range and is not later than `known`; replots.
    void draw(Range_s range, core::Instant known);
    // Instants of the cursors; replots their layer alone.
    void set_cursors(const std::array<std::optional<core::Instant>, 2>& cursors);

    // The pane's own range of values, until it is freed again.
    void hold_values(Pane pane, Extent extent) { held_[index(pane)] = extent; }
    void free_values() { held_.fill(std::nullopt); }
    Extent values(Pane pane) const;

    const std::vector<Curve>& curves() const { return curves_; }
    // The corners drawn last, of one of curves().
    const std::vector<Point>& drawn(std::size_t curve) const { return outlines_[curve]; }

    std::optional<Pane> pane_at(const QPointF& position) const;
    double seconds_at(double x) const;
    double x_of(double seconds) const;
    double value_at(Pane pane, double y) const;

    // By the ending of the name: png, svg or pdf. False with a reason.
    bool save(const QString& path, QSize size, QString& why);

private:
    static std::size_t index(Pane pane) { return static_cast<std::size_t>(pane); }
    void make_rects();
    void make_graphs();
    void style_rect(QCPAxisRect& rect);
    void fit_values(Pane pane, core::Instant begin, core::Instant end);
    void place_cursors();
    bool save_svg(const QString& path, QSize size);

    QCustomPlot* plot_;
    std::array<QCPAxisRect*, kPanes> panes_{};
    QCPAxisRect* band_rect_ = nullptr;
    BandItem* band_ = nullptr;
    std::array<std::array<QCPItemStraightLine*, kPanes + 1>, 2> lines_{};
    const Recording* recording_ = nullptr;
    std::vector<Curve> curves_;
    std::vector<QCPGraph*> graphs_;
    std::vector<std::vector<Point>> outlines_;
    std::array<std::optional<Extent>, kPanes> held_;
    std::array<std::optional<core::Instant>, 2> cursors_;
    const Theme* theme_;
    double scale_ = 1.0;
};

}  // namespace chargerig::desktop
