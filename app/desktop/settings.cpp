// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/settings.hpp"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>

namespace chargerig::desktop {
namespace {

constexpr const char* kVersionKey = "version";
constexpr const char* kRecentKey = "recent";
constexpr const char* kThemeKey = "theme";

QString usual_path() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/chargerig/desktop.ini");
}

}  // namespace

Settings::Settings(const QString& path) : store_(open(path.isEmpty() ? usual_path() : path)) {
    store_->setValue(QLatin1String(kVersionKey), kVersion);
}

std::unique_ptr<QSettings> Settings::open(const QString& path) {
    auto store = std::make_unique<QSettings>(path, QSettings::IniFormat);
    if (!QFileInfo::exists(path) || QFileInfo(path).size() == 0) return store;
    bool known = false;
    const int version = store->value(QLatin1String(kVersionKey)).toInt(&known);
    if (store->status() == QSettings::NoError && known && version == kVersion) return store;
    store.reset();
    set_aside_ = path + QStringLiteral(".aside");
    QFile::remove(set_aside_);
    QFile::rename(path, set_aside_);
    return std::make_unique<QSettings>(path, QSettings::IniFormat);
}

QStringList Settings::recent() const {
    QStringList out;
    for (const auto& path : store_->value(QLatin1String(kRecentKey)).toStringList()) {
        if (QFileInfo::exists(path)) out << path;
    }
    return out;
}

void Settings::add_recent(const QString& path) {
    QStringList all = recent();
    all.removeAll(path);
    all.prepend(path);
    while (all.size() > kRecent) all.removeLast();
    store_->setValue(QLatin1String(kRecentKey), all);
    store_->sync();
}

int Settings::theme() const {
    return std::clamp(store_->value(QLatin1String(kThemeKey), -1).toInt(), -1, 1);
}

void Settings::set_theme(int theme) {
    store_->setValue(QLatin1String(kThemeKey), theme);
    store_->sync();
}

}  // namespace chargerig::desktop
