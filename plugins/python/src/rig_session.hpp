// SPDX-License-Identifier: Apache-2.0
//
// One run as Python drives it: rig::Live with the interpreter's lock, callbacks and a recording.
#pragma once

#include <pybind11/pybind11.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "plugins/python/src/callbacks.hpp"
#include "plugins/python/src/recording.hpp"
#include "sim/report/batch.hpp"
#include "sim/rig/live.hpp"

namespace chargerig::python {

// A scenario that was read and fits its version, with the files that it was made of.
struct ReadScenario {
    scenario::Scenario scenario;
    std::vector<report::InputFile> inputs;
};

struct SessionOptions {
    std::string bus = "in-process";
    std::optional<double> speed;
    std::string log;
    std::optional<double> timeout_s;
    std::vector<std::pair<std::string, pybind11::object>> participants;
    std::optional<pybind11::object> battery;
    double battery_tick_s = 0.01;
    double budget_s = 0.05;
    bool record = true;
};

class RigSession {
public:
    // Raises chargerig.Error when the run cannot be set up.
    RigSession(const ReadScenario& scenario, const SessionOptions& options);
    ~RigSession();
    RigSession(const RigSession&) = delete;
    RigSession& operator=(const RigSession&) = delete;

    double now_s() const;
    bool over() const;
    bool finished() const { return result_.has_value(); }
    std::string state() const;

    void advance(double until_s, const pybind11::object& enough);
    void command(const std::string& step);
    bool wait(const std::string& condition);
    void stop();
    // The result as JSON, as `chargerig run --json` prints it.
    std::string finish();

    pybind11::object signal(const std::string& path) const;
    pybind11::object label(const std::string& path) const;
    std::string parameter(const std::string& path) const;
    pybind11::object readings() const;
    std::uint64_t overruns() const { return live_->overruns(); }

    int on_frame(pybind11::function callback, const std::vector<std::string>& messages,
                 std::vector<std::uint32_t> ids);
    void on_event(pybind11::function callback) { event_callbacks_.push_back(std::move(callback)); }
    void remove_frame_callback(int number);

    Recording& recording();
    Recording::Series series(const std::string& path);
    const std::vector<core::Note>& timeline() const { return timeline_; }
    // Reports of this run alone; after finish().
    std::string html() const;
    std::string junit() const;

private:
    class Busy;

    rig::RunOptions run_options(const SessionOptions& options);
    void see(const core::Note& note);
    // Between two instants: false goes on.
    bool interrupted();
    void check_thread() const;
    void check_idle(const char* what) const;
    void play(const std::function<void()>& what);
    report::BatchEntry entry() const;
    monitor::SignalPlace place(const std::string& path) const;

    ReadScenario scenario_;
    Raised raised_;
    PythonTap tap_{raised_};
    Recording recording_;
    bool records_ = false;
    std::vector<std::unique_ptr<PythonGuest>> guests_;
    std::optional<PythonBattery> battery_;
    std::vector<pybind11::function> event_callbacks_;
    std::vector<core::Note> timeline_;
    std::string log_;
    std::uint64_t instants_ = 0;
    bool paced_ = false;
    std::atomic<bool> busy_{false};
    std::atomic<std::thread::id> thread_{};
    std::unique_ptr<rig::Live> live_;
    std::optional<report::RunResult> result_;
};

}  // namespace chargerig::python
