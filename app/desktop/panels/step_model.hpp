// SPDX-License-Identifier: GPL-3.0-or-later
//
// The steps of the scenario with what came of each.
#pragma once

#include <QAbstractTableModel>

#include "app/desktop/session.hpp"
#include "app/desktop/theme.hpp"

namespace chargerig::desktop {

class StepModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { kMark, kStep, kTime, kSeen, kColumns };

    explicit StepModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void set_session(const Session* session);
    void set_theme(const Theme& theme) { theme_ = &theme; }
    void refresh();
    // The step whose turn it is; the number of steps when all are over.
    int current() const;
    std::optional<core::Instant> time_of(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const Session* session_ = nullptr;
    const Theme* theme_ = &theme(false);
};

}  // namespace chargerig::desktop
