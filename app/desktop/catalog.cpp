// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/catalog.hpp"

#include <QDir>

#include "sim/core/yaml.hpp"
#include "sim/rig/resources.hpp"

namespace chargerig::desktop {

std::vector<CatalogEntry> catalog(const QString& folder) {
    std::vector<CatalogEntry> out;
    const auto files = rig::scenario_files(folder.toStdString());
    if (!files) return out;
    for (const auto& file : *files) {
        CatalogEntry entry;
        entry.path = QString::fromStdString(file);
        entry.name = QDir(folder).relativeFilePath(entry.path);
        entry.name.chop(entry.name.size() - entry.name.lastIndexOf(QLatin1Char('.')));
        entry.group = entry.name.section(QLatin1Char('/'), 0, 0);
        entry.title = entry.name;
        const auto document = core::read_yaml_file(file);
        if (!document) {
            entry.description = QString::fromStdString(document.error().text());
        } else {
            for (const auto& field : document->entries()) {
                const QString text = QString::fromStdString(std::string(field.value.text()));
                if (field.key == "name") entry.title = text;
                if (field.key == "description") entry.description = text.simplified();
            }
        }
        out.push_back(std::move(entry));
    }
    return out;
}

}  // namespace chargerig::desktop
