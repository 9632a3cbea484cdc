// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/panels/trace_model.hpp"

#include <algorithm>

#include "sim/core/text.hpp"

namespace chargerig::desktop {
namespace {

QString id_text(const can::Frame& frame) {
    return QStringLiteral("%1")
        .arg(frame.id, frame.extended() ? 8 : 3, 16, QLatin1Char('0'))
        .toUpper();
}

QString data_text(const can::Frame& frame) {
    QString out;
    for (int i = 0; i < frame.length; ++i) {
        out += QStringLiteral("%1 ").arg(frame.data[static_cast<std::size_t>(i)], 2, 16,
                                         QLatin1Char('0'));
    }
    return out.trimmed().toUpper();
}

QString signals_text(const evse::DecodedFrame& decoded) {
    std::string out;
    for (const auto& signal : decoded.signals) {
        if (signal.name == "Reserved") continue;
        if (!out.empty()) out += "   ";
        out += std::string(signal.name) + " ";
        if (!signal.label.empty()) {
            out += signal.label;
        } else if (signal.labelled) {
            out += "unknown(" + std::to_string(signal.raw) + ")";
        } else {
            out += core::number_text(signal.physical);
            if (!signal.unit.empty()) out += " " + std::string(signal.unit);
        }
    }
    return QString::fromStdString(out);
}

}  // namespace

void TraceModel::set_recording(const Recording* recording) {
    beginResetModel();
    recording_ = recording;
    collect();
    endResetModel();
}

void TraceModel::set_filter(const QString& text) {
    beginResetModel();
    filter_ = text.trimmed();
    collect();
    endResetModel();
}

// From the beginning.
void TraceModel::collect() {
    picked_.clear();
    wanted_.clear();
    shown_first_ = shown_end_ = 0;
    if (recording_ == nullptr) return;
    for (const auto& message : recording_->version().database().messages) {
        wanted_.push_back(
            QString::fromStdString(message.name).contains(filter_, Qt::CaseInsensitive));
    }
    const auto& frames = recording_->frames();
    shown_first_ = frames.first();
    shown_end_ = frames.count();
    if (!filtered()) return;
    for (std::uint64_t i = shown_first_; i < shown_end_; ++i) {
        if (matches(frames.at(i))) picked_.push_back(i);
    }
}

bool TraceModel::matches(const can::Frame& frame) const {
    int message = -1;
    if (recording_->version().classify(frame, message) == evse::DecodeFault::none &&
        wanted_[message]) {
        return true;
    }
    return id_text(frame).contains(filter_, Qt::CaseInsensitive);
}

void TraceModel::refresh() {
    if (recording_ == nullptr) return;
    const auto& frames = recording_->frames();
    if (frames.count() == shown_end_) return;
    // When the oldest have made room, rows mean other frames than before.
    if (frames.first() != shown_first_) {
        beginResetModel();
        collect();
        endResetModel();
        return;
    }
    const std::uint64_t end = frames.count();
    if (!filtered()) {
        beginInsertRows({}, static_cast<int>(shown_end_ - shown_first_),
                        static_cast<int>(end - shown_first_) - 1);
        shown_end_ = end;
        endInsertRows();
        return;
    }
    std::vector<std::uint64_t> more;
    for (std::uint64_t i = shown_end_; i < end; ++i) {
        if (matches(frames.at(i))) more.push_back(i);
    }
    shown_end_ = end;
    if (more.empty()) return;
    const int before = static_cast<int>(picked_.size());
    beginInsertRows({}, before, before + static_cast<int>(more.size()) - 1);
    picked_.insert(picked_.end(), more.begin(), more.end());
    endInsertRows();
}

std::uint64_t TraceModel::number_of(int row) const {
    return filtered() ? picked_[static_cast<std::size_t>(row)]
                      : shown_first_ + static_cast<std::uint64_t>(row);
}

core::Instant TraceModel::time_of(int row) const {
    return recording_->frames().at(number_of(row)).time;
}

int TraceModel::row_at(core::Instant time) const {
    if (recording_ == nullptr) return -1;
    const std::uint64_t number = recording_->frames().first_at(time);
    if (number >= shown_end_) return -1;
    if (!filtered()) return static_cast<int>(number - shown_first_);
    const auto found = std::lower_bound(picked_.begin(), picked_.end(), number);
    return found == picked_.end() ? -1 : static_cast<int>(found - picked_.begin());
}

int TraceModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return static_cast<int>(filtered() ? picked_.size() : shown_end_ - shown_first_);
}

int TraceModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QString TraceModel::text(std::uint64_t number, int column) const {
    const auto& frames = recording_->frames();
    // The view may ask for a row whose frame has just made room.
    if (number < frames.first()) return {};
    const can::Frame& frame = frames.at(number);
    const auto seconds = [](core::Duration d, int decimals) {
        return QString::fromStdString(core::fixed_text(core::to_seconds(d), decimals));
    };
    switch (column) {
        case kNumber:
            return QString::number(number + 1);
        case kTime:
            return seconds(frame.time - recording_->begin(), 6);
        case kSince:
            return number > frames.first()
                       ? QStringLiteral("+") + seconds(frame.time - frames.at(number - 1).time, 6)
                       : QString();
        case kId:
            return id_text(frame);
        case kLength:
            return QString::number(frame.length);
        case kData:
            return data_text(frame);
        default:
            break;
    }
    const auto decoded = recording_->version().describe(frame);
    if (column == kMessage) {
        return decoded ? QString::fromUtf8(decoded->message.data(),
                                           static_cast<qsizetype>(decoded->message.size()))
                       : QStringLiteral("-");
    }
    if (decoded) return signals_text(*decoded);
    const auto why = evse::text(decoded.error());
    return QString::fromUtf8(why.data(), static_cast<qsizetype>(why.size()));
}

QVariant TraceModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = index.column() <= kSince || index.column() == kLength;
        return QVariant::fromValue(
            Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole) return {};
    return text(number_of(index.row()), index.column());
}

QVariant TraceModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    static const char* const kNames[]{"#",       "time [s]", "since last [s]", "identifier",
                                      "message", "bytes",    "data",           "signals"};
    return tr(kNames[section]);
}

}  // namespace chargerig::desktop
