// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/panels/signal_model.hpp"

#include "sim/core/text.hpp"

namespace chargerig::desktop {
namespace {

QString shown(const std::string& text) {
    return QString::fromStdString(text);
}

}  // namespace

void SignalModel::set_recording(const Recording* recording) {
    beginResetModel();
    recording_ = recording;
    rows_.clear();
    collect();
    endResetModel();
}

void SignalModel::collect() {
    if (recording_ == nullptr) return;
    rows_.clear();
    for (const auto& track : recording_->tracks()) {
        if (!track->series.empty() && recording_->signal_of(*track).name != "Reserved")
            rows_.push_back(track.get());
    }
}

void SignalModel::refresh() {
    if (recording_ == nullptr) return;
    const std::size_t before = rows_.size();
    std::size_t seen = 0;
    for (const auto& track : recording_->tracks()) {
        seen += !track->series.empty() && recording_->signal_of(*track).name != "Reserved" ? 1 : 0;
    }
    if (seen != before) {
        beginResetModel();
        collect();
        endResetModel();
    } else if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0, kValue), index(static_cast<int>(rows_.size()) - 1, kAge));
    }
}

int SignalModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SignalModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

bool SignalModel::stale(const Track& track) const {
    const core::Duration valid = recording_->valid_for(track);
    return valid.ns > 0 && recording_->end() - track.series.last().time > valid;
}

QString SignalModel::text(const Track& track, int column) const {
    const auto& signal = recording_->signal_of(track);
    const Arrivals& arrivals = recording_->arrivals(track.message);
    switch (column) {
        case kMessage:
            return shown(recording_->message_of(track).name);
        case kSignal:
            return shown(signal.name);
        case kValue:
            return shown(recording_->text_of(track, track.series.last().value));
        case kUnit:
            return shown(signal.unit);
        case kLow:
            return shown(core::number_text(track.series.extent(0, track.series.size()).low));
        case kHigh:
            return shown(core::number_text(track.series.extent(0, track.series.size()).high));
        case kCount:
            return QString::number(track.series.size());
        case kPeriod:
            return arrivals.count < 2
                       ? QString()
                       : shown(core::fixed_text(core::to_seconds(arrivals.period) * 1e3, 1));
        default:
            return shown(core::fixed_text(
                core::to_seconds(recording_->end() - track.series.last().time), 1));
    }
}

QVariant SignalModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Track& track = *rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() >= kLow) {
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    }
    if (role == Qt::ForegroundRole && stale(track)) return theme_->dim;
    if (role == Qt::ToolTipRole && stale(track)) {
        return tr("no frame for %1 s").arg(text(track, kAge));
    }
    if (role != Qt::DisplayRole) return {};
    return text(track, index.column());
}

QVariant SignalModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    static const char* const kNames[]{"message", "signal", "value",       "unit",   "lowest",
                                      "highest", "count",  "period [ms]", "age [s]"};
    return tr(kNames[section]);
}

}  // namespace chargerig::desktop
