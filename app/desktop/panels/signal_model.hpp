// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each signal that has been seen, with its latest value.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "app/desktop/data/recording.hpp"
#include "app/desktop/theme.hpp"

namespace chargerig::desktop {

class SignalModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { kMessage, kSignal, kValue, kUnit, kLow, kHigh, kCount, kPeriod, kAge, kColumns };

    explicit SignalModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void set_recording(const Recording* recording);
    void set_theme(const Theme& theme) { theme_ = &theme; }
    void refresh();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void collect();
    QString text(const Track& track, int column) const;
    // Its sender has fallen silent.
    bool stale(const Track& track) const;

    const Recording* recording_ = nullptr;
    const Theme* theme_ = &theme(false);
    std::vector<const Track*> rows_;
};

}  // namespace chargerig::desktop
