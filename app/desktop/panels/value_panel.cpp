// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/panels/value_panel.hpp"

#include <QPainter>
#include <algorithm>

#include "sim/core/text.hpp"

namespace chargerig::desktop {
namespace {

constexpr double kTile = 2.2;  // times the usual letters
constexpr const char* kStatus = "Power_Modules_Status";

QString number(double value, int decimals) {
    return QString::fromStdString(core::fixed_text(value, decimals));
}

QFont bold(QFont font, double factor) {
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(true);
    return font;
}

}  // namespace

ValuePanel::ValuePanel(const PlotView& view, QWidget* parent)
    : QWidget(parent), view_(view), theme_(&theme(false)) {
    setAccessibleName(tr("Present values and legend"));
}

void ValuePanel::set_recording(const Recording* recording) {
    recording_ = recording;
    update();
}

void ValuePanel::set_theme(const Theme& theme, double scale) {
    theme_ = &theme;
    scale_ = scale;
    updateGeometry();
    update();
}

QSize ValuePanel::sizeHint() const {
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(QStringLiteral("vehicle, discharging  -1000.0 A")) +
                metrics.height() * 5,
            metrics.height() * 34};
}

QSize ValuePanel::minimumSizeHint() const {
    return {sizeHint().width(), QFontMetrics(font()).height() * 12};
}

core::Instant ValuePanel::looked_at() const {
    return view_.cursor(0).value_or(view_.known());
}

ValuePanel::Value ValuePanel::value_of(const char* message, const char* signal,
                                       int decimals) const {
    const Track* const track = recording_ != nullptr ? recording_->track(message, signal) : nullptr;
    if (track == nullptr) return {};
    const std::size_t after = track->series.first_at(looked_at() + core::Duration{1});
    if (after == 0) return {};
    const Sample sample = track->series.at(after - 1);
    const core::Duration valid = recording_->valid_for(*track);
    return {number(sample.value, decimals), valid.ns > 0 && looked_at() - sample.time > valid};
}

ValuePanel::Value ValuePanel::power() const {
    if (recording_ == nullptr) return {};
    const Track* const voltage = recording_->track(kStatus, "Present_Voltage");
    const Track* const current = recording_->track(kStatus, "Present_Current");
    if (voltage == nullptr || current == nullptr) return {};
    const auto volts = voltage->series.value_at(looked_at());
    const auto amperes = current->series.value_at(looked_at());
    if (!volts || !amperes) return {};
    return {number(*volts * *amperes / 1e3, 2), value_of(kStatus, "Present_Voltage", 1).stale};
}

QString ValuePanel::tile(const QString& name) const {
    if (name == QStringLiteral("voltage")) return value_of(kStatus, "Present_Voltage", 1).text;
    if (name == QStringLiteral("current")) return value_of(kStatus, "Present_Current", 1).text;
    if (name == QStringLiteral("power")) return power().text;
    return value_of("EV_Information_Battery", "Present_State_of_Charge", 0).text;
}

int ValuePanel::paint_tile(QPainter& painter, int y, const QString& name, const Value& value,
                           const QString& unit) const {
    const QFont large = bold(font(), kTile);
    const QFontMetrics metrics(large);
    const QRect row(0, y, width(), metrics.height());
    const int margin = QFontMetrics(font()).height();
    painter.setFont(font());
    painter.setPen(theme_->dim);
    painter.drawText(row.adjusted(margin, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
    const int unit_width = QFontMetrics(font()).horizontalAdvance(QStringLiteral(" kW "));
    painter.drawText(
        row.adjusted(0, 0, -margin / 2, 0), Qt::AlignRight | Qt::AlignVCenter,
        unit + QString(std::max(0, 2 - static_cast<int>(unit.size())), QLatin1Char(' ')));
    painter.setFont(large);
    painter.setPen(value.stale || value.text.isEmpty() ? theme_->dim : theme_->text);
    painter.drawText(row.adjusted(0, 0, -margin / 2 - unit_width, 0),
                     Qt::AlignRight | Qt::AlignVCenter,
                     value.text.isEmpty() ? QStringLiteral("\u2013") : value.text);
    return y + row.height();
}

// Closer where there is little room.
int ValuePanel::line_height() const {
    const int letter = QFontMetrics(font()).height();
    int rows = 4;  // two headings and the space around them
    for (const auto& curve : view_.canvas().curves()) rows += listed(curve) ? 1 : 0;
    const int tiles = QFontMetrics(bold(font(), kTile)).height() * 4 + letter * 3 / 2;
    return std::clamp((height() - tiles) / rows, letter, letter * 5 / 4);
}

// Has said something so far.
bool ValuePanel::listed(const Curve& curve) const {
    return !curve.track->series.empty() &&
           !extent(curve, recording_->begin(), recording_->end()).empty();
}

int ValuePanel::paint_curves(QPainter& painter, int y, Pane pane, const QString& title) const {
    const QFontMetrics metrics(font());
    const int line = line_height();
    const int margin = metrics.height();
    painter.setFont(bold(font(), 1.0));
    painter.setPen(theme_->text);
    painter.drawText(QRect(margin, y, width(), line), Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(font());
    y += line;
    // What matters most is drawn last and listed first.
    const auto& curves = view_.canvas().curves();
    for (std::size_t i = curves.size(); i-- > 0;) {
        const Curve& curve = curves[i];
        if (curve.kind->pane != pane || !listed(curve)) continue;
        const QRect row(margin, y, width() - margin - margin / 2, line);
        QPen pen = pen_of(*theme_, curve.kind->role, scale_ * 1.2);
        const int swatch = metrics.height() * 2;
        if (curve.kind->role == Role::range) {
            QColor fill = theme_->range;
            fill.setAlphaF(0.2F);
            painter.fillRect(QRect(row.left(), y + line / 4, swatch, line / 2), fill);
        }
        painter.setPen(pen);
        painter.drawLine(row.left(), y + line / 2, row.left() + swatch, y + line / 2);
        const auto value = value_at(curve, looked_at());
        painter.setPen(value ? theme_->text : theme_->dim);
        const QString name = QString::fromUtf8(curve.kind->name.data(),
                                               static_cast<qsizetype>(curve.kind->name.size()));
        painter.drawText(row.adjusted(swatch + metrics.height() / 2, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter, name);
        const QString unit =
            QString::fromUtf8(curve.unit.data(), static_cast<qsizetype>(curve.unit.size()));
        painter.drawText(
            row, Qt::AlignRight | Qt::AlignVCenter,
            value ? number(*value, 1) + QLatin1Char(' ') + unit : QStringLiteral("\u2013"));
        y += line;
    }
    return y + line / 2;
}

void ValuePanel::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme_->plot);
    int y = QFontMetrics(font()).height() / 2;
    y = paint_tile(painter, y, tr("voltage"), value_of(kStatus, "Present_Voltage", 1),
                   QStringLiteral("V"));
    y = paint_tile(painter, y, tr("current"), value_of(kStatus, "Present_Current", 1),
                   QStringLiteral("A"));
    y = paint_tile(painter, y, tr("power"), power(), QStringLiteral("kW"));
    y = paint_tile(painter, y, tr("charge"),
                   value_of("EV_Information_Battery", "Present_State_of_Charge", 0),
                   QStringLiteral("%"));
    y += QFontMetrics(font()).height();
    if (recording_ == nullptr) return;
    const QString when = view_.cursor(0) ? tr("  at cursor A") : QString();
    y = paint_curves(painter, y, Pane::voltage, tr("Voltage") + when);
    paint_curves(painter, y, Pane::current, tr("Current") + when);
}

}  // namespace chargerig::desktop
