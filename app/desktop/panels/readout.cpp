// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/panels/readout.hpp"

#include <algorithm>
#include <cmath>

#include "app/desktop/data/measure.hpp"
#include "sim/core/text.hpp"

namespace chargerig::desktop {
namespace {

QString number(double value, int decimals) {
    return QString::fromStdString(core::fixed_text(value, decimals));
}

QString line(const QString& name, const QString& unit, const Track& track, core::Duration gap,
             core::Instant begin, core::Instant end) {
    const auto seen = measure(track.series, begin, end, gap);
    if (!seen) return QObject::tr("%1: nothing known there").arg(name);
    const auto value = [&](const std::optional<double>& v) {
        return v ? number(*v, 1) + QLatin1Char(' ') + unit : QStringLiteral("\u2013");
    };
    QString out =
        QObject::tr("%1: A %2, B %3").arg(name, value(seen->at_begin), value(seen->at_end));
    if (const auto difference = seen->difference()) {
        const double seconds = core::to_seconds(end - begin);
        out += QObject::tr(", \u0394 %1").arg(value(difference));
        if (seconds > 0.0)
            out += QObject::tr(", slope %1 %2/s").arg(number(*difference / seconds, 3), unit);
    }
    return out + QObject::tr(", mean %1, lowest %2, highest %3")
                     .arg(value(seen->mean), value(seen->extent.low), value(seen->extent.high));
}

}  // namespace

QStringList readout(const PlotView& view, const Recording& recording) {
    if (!view.cursor(0) || !view.cursor(1)) return {};
    const auto [begin, end] = std::minmax(*view.cursor(0), *view.cursor(1));
    const Track* const voltage = recording.track("Power_Modules_Status", "Present_Voltage");
    const Track* const current = recording.track("Power_Modules_Status", "Present_Current");
    QStringList out;
    const auto seconds = [&](core::Instant t) {
        return number(core::to_seconds(t - recording.begin()), 3);
    };
    out << QObject::tr("A %1 s, B %2 s, \u0394t %3 s")
               .arg(seconds(*view.cursor(0)), seconds(*view.cursor(1)),
                    number(core::to_seconds(end - begin), 3));
    if (voltage == nullptr || current == nullptr) return out;
    const core::Duration gap = recording.valid_for(*voltage);
    out << line(QObject::tr("voltage"), QStringLiteral("V"), *voltage, gap, begin, end);
    out << line(QObject::tr("current"), QStringLiteral("A"), *current, gap, begin, end);
    out << QObject::tr("energy %1 kWh")
               .arg(number(energy_kWh(voltage->series, current->series, begin, end, gap), 4));
    return out;
}

Readout::Readout(const PlotView& view, QWidget* parent) : QLabel(parent), view_(view) {
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setContentsMargins(8, 4, 8, 4);
    setAccessibleName(tr("Between the cursors"));
    hide();
}

void Readout::refresh() {
    const QStringList lines = recording_ != nullptr ? readout(view_, *recording_) : QStringList();
    setText(lines.join(QLatin1Char('\n')));
    setVisible(!lines.isEmpty());
}

}  // namespace chargerig::desktop
