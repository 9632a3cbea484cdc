// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/settings.hpp"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>

namespace chargerig::desktop {
namespace {

constexpr const char* kVersionKey = "version";
constexpr const char* kRecentKey = "recent";
constexpr const char* kThemeKey = "theme";
constexpr const char* kRecordingKey = "recording";

QString usual_path() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/chargerig/desktop.ini");
}

QString usual_recordings() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/chargerig/sessions");
}

}  // namespace

Settings::Settings(const QString& path)
    : recordings_(path.isEmpty() ? usual_recordings() : path + QStringLiteral(".sessions")),
      store_(open(path.isEmpty() ? usual_path() : path)) {
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

QStringList Settings::remembered() const {
    return store_->value(QLatin1String(kRecentKey)).toStringList();
}

QStringList Settings::recent() const {
    QStringList out;
    for (const auto& path : remembered()) {
        if (QFileInfo::exists(path)) out << path;
    }
    return out;
}

void Settings::add_recent(const QString& path) {
    // A recording that has just begun may not be there yet.
    QStringList all = remembered();
    all.removeAll(path);
    all.prepend(path);
    while (all.size() > kRecent) all.removeLast();
    store_->setValue(QLatin1String(kRecentKey), all);
    store_->sync();
}

QString Settings::next_recording() {
    QDir folder(recordings_);
    if (!folder.mkpath(QStringLiteral("."))) return {};
    const int number = store_->value(QLatin1String(kRecordingKey), 0).toInt() + 1;
    store_->setValue(QLatin1String(kRecordingKey), number);
    store_->sync();
    QStringList old = folder.entryList({QStringLiteral("session-*.log")}, QDir::Files, QDir::Name);
    // Its number has six digits, so that names sort as sessions followed each other.
    while (old.size() >= kRecordings) folder.remove(old.takeFirst());
    return folder.filePath(QStringLiteral("session-%1.log").arg(number, 6, 10, QLatin1Char('0')));
}

int Settings::theme() const {
    return std::clamp(store_->value(QLatin1String(kThemeKey), -1).toInt(), -1, 1);
}

void Settings::set_theme(int theme) {
    store_->setValue(QLatin1String(kThemeKey), theme);
    store_->sync();
}

}  // namespace chargerig::desktop
