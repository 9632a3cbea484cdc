// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window shows: a log that was opened, or a rig that runs or has run.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>
#include <string_view>

#include "app/desktop/data/log_file.hpp"
#include "app/desktop/rig_thread.hpp"

namespace chargerig::desktop {

enum class Source : std::uint8_t { log, simulated, virtual_bus, real_bus };

// How a step of the scenario went so far.
struct StepSeen {
    bool done = false;
    bool missed = false;
    core::Instant time;
    std::string seen;  // the engine's own words; empty for what was simply done
};

class Session final : public QObject {
    Q_OBJECT

public:
    // A log.
    Session(OpenedLog log, const QString& path);
    // A rig, which starts at once. `version` is that of the scenario's protocol. `command` is what
    // does the same on the command line.
    Session(const evse::Registry& registry, std::shared_ptr<const evse::Version> version,
            Start start, Source source, QString command);

    const Recording& recording() const { return *recording_; }
    Source source() const { return source_; }
    const QString& title() const { return title_; }
    const QString& command() const { return command_; }
    // Null for a log.
    RigThread* rig() const { return rig_.get(); }
    bool running() const { return rig_ && rig_->running(); }
    const std::vector<scenario::Step>& steps() const { return start_.scenario.steps; }
    const std::vector<StepSeen>& steps_seen() const { return steps_seen_; }
    const QString& log_path() const { return log_path_; }
    const can::BusAddress& bus() const { return start_.bus; }
    // What a person should know about the log's reading; empty: nothing.
    const QString& remarks() const { return remarks_; }

    // Takes what has come; true if there is something new.
    bool take();

Q_SIGNALS:
    void finished();

private:
    void read_notes();
    // The step that a note of the script is about.
    std::optional<std::size_t> row_told(std::string_view text) const;
    void head_seen(std::size_t row, core::Instant time);

    Source source_;
    QString title_;
    QString command_;
    QString log_path_;
    QString remarks_;
    Start start_;
    std::unique_ptr<Recording> recording_;
    std::vector<StepSeen> steps_seen_;
    std::size_t notes_read_ = 0;
    std::unique_ptr<RigThread> rig_;  // last: its thread ends first
};

}  // namespace chargerig::desktop
