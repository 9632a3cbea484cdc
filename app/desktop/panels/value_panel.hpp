// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers that matter most, large, and what each line of the plots is and has as a value: now,
// or at the first cursor. What is old is grey.
#pragma once

#include <QWidget>

#include "app/desktop/plots/plot_view.hpp"

namespace chargerig::desktop {

class ValuePanel final : public QWidget {
    Q_OBJECT

public:
    explicit ValuePanel(const PlotView& view, QWidget* parent = nullptr);

    void set_recording(const Recording* recording);
    void set_theme(const Theme& theme, double scale);
    // The text of a tile as it is shown: "voltage", "current", "power" or "charge".
    QString tile(const QString& name) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Value {
        QString text;  // empty: nothing known
        bool stale = false;
    };
    Value value_of(const char* message, const char* signal, int decimals) const;
    Value power() const;
    core::Instant looked_at() const;
    int line_height() const;
    bool listed(const Curve& curve) const;
    int paint_tile(QPainter& painter, int y, const QString& name, const Value& value,
                   const QString& unit) const;
    int paint_curves(QPainter& painter, int y, Pane pane, const QString& title) const;

    const PlotView& view_;
    const Recording* recording_ = nullptr;
    const Theme* theme_;
    double scale_ = 1.0;
};

}  // namespace chargerig::desktop
