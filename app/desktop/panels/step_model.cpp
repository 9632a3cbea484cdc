// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/panels/step_model.hpp"

#include <algorithm>

#include "sim/core/text.hpp"

namespace chargerig::desktop {

void StepModel::set_session(const Session* session) {
    beginResetModel();
    session_ = session;
    endResetModel();
}

void StepModel::refresh() {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

int StepModel::current() const {
    if (session_ == nullptr) return 0;
    const auto& seen = session_->steps_seen();
    const auto next =
        std::find_if(seen.begin(), seen.end(), [](const StepSeen& s) { return !s.done; });
    return static_cast<int>(next - seen.begin());
}

std::optional<core::Instant> StepModel::time_of(int row) const {
    const StepSeen& seen = session_->steps_seen()[static_cast<std::size_t>(row)];
    if (!seen.done) return std::nullopt;
    return seen.time;
}

int StepModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || session_ == nullptr ? 0 : static_cast<int>(session_->steps().size());
}

int StepModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QVariant StepModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || session_ == nullptr) return {};
    const auto row = static_cast<std::size_t>(index.row());
    const StepSeen& seen = session_->steps_seen()[row];
    const bool next = index.row() == current() && session_->running();
    if (role == Qt::ForegroundRole) {
        if (seen.missed) return theme_->bad;
        if (next) return theme_->accent;
        if (!seen.done) return theme_->dim;
        return index.column() == kMark ? theme_->good : theme_->text;
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
        case kMark:
            if (seen.missed) return QStringLiteral("\u2716");
            if (seen.done) return QStringLiteral("\u2714");
            return next ? QStringLiteral("\u25B6") : QString();
        case kStep:
            return QString::fromStdString(session_->steps()[row].text);
        case kTime:
            return seen.done
                       ? QString::fromStdString(core::fixed_text(core::to_seconds(seen.time), 3))
                       : QString();
        default:
            return QString::fromStdString(seen.seen);
    }
}

QVariant StepModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole) return {};
    if (orientation == Qt::Vertical) return section + 1;
    static const char* const kNames[]{"", "step", "time [s]", "came to"};
    return tr(kNames[section]);
}

}  // namespace chargerig::desktop
