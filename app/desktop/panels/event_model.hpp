// SPDX-License-Identifier: GPL-3.0-or-later
//
// What has been told, in the order of time: the lines of the timeline.
#pragma once

#include <QAbstractTableModel>

#include "app/desktop/data/recording.hpp"
#include "app/desktop/theme.hpp"

namespace chargerig::desktop {

class EventModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { kTime, kSource, kText, kCause, kColumns };

    explicit EventModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void set_recording(const Recording* recording);
    void set_theme(const Theme& theme) { theme_ = &theme; }
    void refresh();
    core::Instant time_of(int row) const {
        return recording_->notes()[static_cast<std::size_t>(row)].time;
    }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const Recording* recording_ = nullptr;
    const Theme* theme_ = &theme(false);
    int rows_ = 0;
};

}  // namespace chargerig::desktop
