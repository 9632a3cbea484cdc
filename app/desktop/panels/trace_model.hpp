// SPDX-License-Identifier: GPL-3.0-or-later
//
// The frames of a recording as rows. Only what is looked at is decoded; memory is that of the
// recording, and 8 bytes for each row while a filter is set.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "app/desktop/data/recording.hpp"

namespace chargerig::desktop {

class TraceModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { kNumber, kTime, kSince, kId, kMessage, kLength, kData, kSignals, kColumns };

    explicit TraceModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void set_recording(const Recording* recording);
    // Frames have come.
    void refresh();
    // Shows what has the text in its message's name or in its identifier; empty: everything.
    void set_filter(const QString& text);

    // The frame's number in the recording.
    std::uint64_t number_of(int row) const;
    core::Instant time_of(int row) const;
    // The first row at or after `time`; -1 if there is none.
    int row_at(core::Instant time) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool filtered() const { return !filter_.isEmpty(); }
    bool matches(const can::Frame& frame) const;
    void collect();
    QString text(std::uint64_t number, int column) const;

    const Recording* recording_ = nullptr;
    QString filter_;
    std::vector<bool> wanted_;           // by message of the database
    std::vector<std::uint64_t> picked_;  // numbers, while a filter is set
    std::uint64_t shown_first_ = 0;      // of the frames that the view knows
    std::uint64_t shown_end_ = 0;
};

}  // namespace chargerig::desktop
