// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the program remembers from one start to the next, in an INI file. A file of another version
// or one that cannot be read is set aside under another name, never overwritten.
#pragma once

#include <QSettings>
#include <QStringList>
#include <memory>

namespace chargerig::desktop {

class Settings {
public:
    static constexpr int kVersion = 1;
    static constexpr int kRecent = 8;
    static constexpr int kRecordings = 20;

    // Empty: the user's own file.
    explicit Settings(const QString& path = {});

    // Scenarios and logs, the latest first; those that are gone are left out.
    QStringList recent() const;
    void add_recent(const QString& path);

    // Where the next session is recorded to; the oldest beyond kRecordings are deleted. Empty where
    // the folder cannot be made.
    QString next_recording();

    // -1: as the desktop has it, 0 light, 1 dark
    int theme() const;
    void set_theme(int theme);

    // Where a file was set aside to; empty: none was.
    const QString& set_aside() const { return set_aside_; }

private:
    std::unique_ptr<QSettings> open(const QString& path);
    QStringList remembered() const;

    QString set_aside_;
    QString recordings_;  // folder
    std::unique_ptr<QSettings> store_;
};

}  // namespace chargerig::desktop
