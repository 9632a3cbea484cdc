// SPDX-License-Identifier: GPL-3.0-or-later
//
// The scenarios that come with the program, as the start page lists them.
#pragma once

#include <QString>
#include <vector>

namespace chargerig::desktop {

struct CatalogEntry {
    QString group;        // "normal"
    QString name;         // as `chargerig run` takes it: "normal/din"
    QString title;        // the file's own
    QString description;  // the file's own, or why it cannot be read
    QString path;
};

// Sorted by name. Empty when the folder cannot be read.
std::vector<CatalogEntry> catalog(const QString& folder);

}  // namespace chargerig::desktop
