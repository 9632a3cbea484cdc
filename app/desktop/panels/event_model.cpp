// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/panels/event_model.hpp"

#include <QFont>

#include "sim/core/text.hpp"
#include "sim/report/note_text.hpp"

namespace chargerig::desktop {

void EventModel::set_recording(const Recording* recording) {
    beginResetModel();
    recording_ = recording;
    rows_ = recording != nullptr ? static_cast<int>(recording->notes().size()) : 0;
    endResetModel();
}

void EventModel::refresh() {
    if (recording_ == nullptr) return;
    const int rows = static_cast<int>(recording_->notes().size());
    if (rows == rows_) return;
    beginInsertRows({}, rows_, rows - 1);
    rows_ = rows;
    endInsertRows();
}

int EventModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rows_;
}

int EventModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QVariant EventModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const core::Note& note = recording_->notes()[static_cast<std::size_t>(index.row())];
    if (role == Qt::ForegroundRole) {
        if (note.kind == core::NoteKind::warning) return theme_->warning;
        if (note.kind == core::NoteKind::abnormal) return theme_->bad;
        return index.column() == kCause ? theme_->dim : theme_->text;
    }
    if (role == Qt::FontRole && note.kind == core::NoteKind::state) {
        QFont font;
        font.setBold(true);
        return font;
    }
    if (role == Qt::TextAlignmentRole && index.column() == kTime) {
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
        case kTime: {
            const core::Instant zero = recording_->empty() ? core::Instant{} : recording_->begin();
            return QString::fromStdString(core::fixed_text(core::to_seconds(note.time - zero), 3));
        }
        case kSource:
            return QString::fromStdString(report::to_text(note.source));
        case kCause:
            return QString::fromStdString(note.cause);
        default:
            break;
    }
    // Not by colour alone.
    const QString text = QString::fromStdString(note.text);
    if (note.kind == core::NoteKind::warning) return QStringLiteral("\u26A0 ") + text;
    if (note.kind == core::NoteKind::abnormal) return QStringLiteral("\u2716 ") + text;
    return text;
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    static const char* const kNames[]{"time [s]", "who", "what", "why"};
    return tr(kNames[section]);
}

}  // namespace chargerig::desktop
