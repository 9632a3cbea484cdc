// SPDX-License-Identifier: Apache-2.0
#include "plugins/python/src/rig_session.hpp"

#include <cmath>

#include "plugins/python/src/installation.hpp"
#include "sim/report/html.hpp"
#include "sim/report/junit.hpp"

namespace chargerig::python {
namespace {

namespace py = pybind11;

// In virtual time a signal to the process is looked for every so many instants.
constexpr std::uint64_t kInstantsBetweenChecks = 4096;
constexpr double kLatest_s = 9e9;

const core::SourcePosition kRig{"Rig", 0, 0};

// Nobody else can come to a bus inside this process but a participant of the user's own.
void check_sides(const scenario::Scenario& scenario, const rig::RunOptions& options) {
    const std::string why = rig::lack_of(scenario, options.bus);
    if (why.empty() || !options.guests.empty()) return;
    raise(core::Error{{scenario.file, 0, 0}, why, "", "", ""});
}

std::optional<double> speed_of(const SessionOptions& options, bool on_port) {
    if (!options.speed) return std::nullopt;
    const auto speed = core::parse_number(py::str(py::float_(*options.speed)).cast<std::string>(),
                                          "speed", {0.001, 1e6, "times real time"}, kRig);
    if (!speed && on_port && std::isinf(*options.speed)) {
        raise(core::Error{kRig, "a real bus has a speed of its own", "speed=inf",
                          "a factor, 1 by default", ""});
    }
    if (!speed) raise(speed.error());
    return *speed;
}

}  // namespace

// The run belongs to the thread that plays it, and the lock to everybody else.
class RigSession::Busy {
public:
    explicit Busy(RigSession& session) : session_(session) {
        session_.thread_ = std::this_thread::get_id();
        session_.busy_ = true;
    }
    ~Busy() {
        session_.busy_ = false;
        session_.thread_ = std::thread::id();
    }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

private:
    RigSession& session_;
};

RigSession::RigSession(const ReadScenario& scenario, const SessionOptions& options)
    : scenario_(scenario), records_(options.record), log_(options.log) {
    const rig::RunOptions run = run_options(options);
    check_sides(scenario_.scenario, run);
    paced_ = run.speed || run.bus.kind != can::BusKind::in_process;
    tl::expected<std::unique_ptr<rig::Live>, core::Errors> live;
    {
        const Busy busy(*this);
        const py::gil_scoped_release free;
        live =
            rig::Live::open(scenario_.scenario, run, [this](const core::Note& note) { see(note); });
    }
    raised_.rethrow();
    if (!live) raise(live.error());
    live_ = std::move(*live);
}

RigSession::~RigSession() {
    // The threads of a port end here, and may wait for one that wants the lock.
    const py::gil_scoped_release free;
    live_.reset();
}

rig::RunOptions RigSession::run_options(const SessionOptions& options) {
    rig::RunOptions out;
    out.registry = &installation().registry;
    const auto bus = can::parse_bus_address(options.bus);
    if (!bus) raise(bus.error());
    out.bus = *bus;
    out.speed = speed_of(options, bus->kind != can::BusKind::in_process);
    out.log_path = options.log;
    out.timeout_s = options.timeout_s;
    for (const auto& [name, participant] : options.participants) {
        guests_.push_back(std::make_unique<PythonGuest>(name, participant, raised_));
        out.guests.push_back(guests_.back().get());
    }
    if (options.battery) {
        battery_.emplace(*options.battery, raised_);
        out.battery = &*battery_;
    }
    out.battery_tick = core::from_seconds(options.battery_tick_s);
    out.guest_budget = core::from_seconds(options.budget_s);
    if (records_) out.taps.push_back(&recording_);
    out.taps.push_back(&tap_);
    return out;
}

void RigSession::see(const core::Note& note) {
    timeline_.push_back(note);
    if (event_callbacks_.empty() || raised_.any()) return;
    const py::gil_scoped_acquire lock;
    try {
        const auto callbacks = event_callbacks_;
        for (const auto& callback : callbacks) callback(note);
    } catch (py::error_already_set& error) {
        raised_.keep(error);
    }
}

bool RigSession::interrupted() {
    if (raised_.any()) return true;
    if (!paced_ && ++instants_ % kInstantsBetweenChecks != 0) return false;
    const py::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() == 0) return false;
    py::error_already_set error;
    raised_.keep(error);
    return true;
}

void RigSession::check_thread() const {
    if (busy_ && thread_.load() != std::this_thread::get_id()) {
        raise(core::Error{kRig, "the rig is running in another thread", "", "",
                          "only stop() and the recording may be used meanwhile"});
    }
}

void RigSession::check_idle(const char* what) const {
    check_thread();
    if (busy_) {
        raise(core::Error{kRig, std::string(what) + " from inside a callback", "", "",
                          "the rig is running already"});
    }
    if (result_) {
        raise(core::Error{kRig, std::string(what) + " after the end of the run", "", "",
                          "make a new Rig"});
    }
}

void RigSession::play(const std::function<void()>& what) {
    {
        const Busy busy(*this);
        const py::gil_scoped_release free;
        what();
    }
    if (raised_.any()) live_->stop();
    raised_.rethrow();
}

double RigSession::now_s() const {
    return core::to_seconds(live_->now());
}

bool RigSession::over() const {
    return live_->over();
}

std::string RigSession::state() const {
    check_thread();
    return live_->state();
}

void RigSession::advance(double until_s, const py::object& enough) {
    check_idle("step()");
    const core::Instant until =
        until_s < kLatest_s ? core::Instant{} + core::from_seconds(until_s) : core::kNever;
    play([&] {
        live_->advance(until, [&] {
            if (interrupted()) return true;
            if (enough.is_none()) return false;
            const py::gil_scoped_acquire lock;
            try {
                return py::bool_(enough()).cast<bool>();
            } catch (py::error_already_set& error) {
                raised_.keep(error);
                return true;
            }
        });
    });
}

void RigSession::command(const std::string& step) {
    check_thread();
    const auto errors = live_->command(step);
    if (!errors.empty()) raise(errors);
}

bool RigSession::wait(const std::string& condition) {
    check_idle("run_until()");
    tl::expected<bool, core::Errors> met;
    play([&] { met = live_->wait(condition, [this] { return interrupted(); }); });
    if (!met) raise(met.error());
    return *met;
}

void RigSession::stop() {
    if (busy_ && thread_.load() != std::this_thread::get_id()) {
        live_->interrupt();
    } else {
        live_->stop();
    }
}

std::string RigSession::finish() {
    if (!result_) {
        check_idle("run()");
        play([&] { live_->finish([this] { return interrupted(); }); });
        auto result = live_->result();
        result.inputs = scenario_.inputs;
        result_ = std::move(result);
    }
    return report::to_json(*result_, CHARGERIG_VERSION);
}

monitor::SignalPlace RigSession::place(const std::string& path) const {
    const auto found = live_->find_signal(path);
    if (!found) raise(found.error());
    return *found;
}

py::object RigSession::signal(const std::string& path) const {
    check_thread();
    const auto value = live_->value(place(path));
    return value ? py::object(py::float_(*value)) : py::none();
}

py::object RigSession::label(const std::string& path) const {
    check_thread();
    const auto where = place(path);
    const auto text = live_->label(where);
    return text.empty() ? py::none() : py::object(py::str(std::string(text)));
}

std::string RigSession::parameter(const std::string& path) const {
    check_thread();
    auto text = live_->parameter(path);
    if (!text) raise(text.error());
    return std::move(*text);
}

py::object RigSession::readings() const {
    check_thread();
    const auto now = live_->readings();
    if (!now) return py::none();
    py::dict out;
    out["stage_voltage_V"] = now->stage_voltage_V;
    out["stage_current_A"] = now->stage_current_A;
    out["stage_temperature_degC"] = now->stage_temperature_degC;
    out["inlet_voltage_V"] = now->inlet_voltage_V;
    out["inlet_current_A"] = now->inlet_current_A;
    out["battery_voltage_V"] = now->battery_voltage_V;
    out["open_circuit_voltage_V"] = now->open_circuit_voltage_V;
    out["soc_percent"] = now->soc_percent;
    out["output_contactors_closed"] = now->output_contactors_closed;
    out["vehicle_contactors_closed"] = now->vehicle_contactors_closed;
    return out;
}

int RigSession::on_frame(py::function callback, const std::vector<std::string>& messages,
                         std::vector<std::uint32_t> ids) {
    check_thread();
    const auto& database = live_->binding().version().database();
    for (const auto& name : messages) {
        const auto index = live_->find_message(name);
        if (!index) raise(index.error());
        ids.push_back(
            (database.messages[static_cast<std::size_t>(*index)].id & evse::kMessageIdMask) |
            static_cast<std::uint32_t>(live_->binding().pistol()) << evse::kPistolShift);
    }
    return tap_.add(std::move(callback), {std::move(ids)});
}

void RigSession::remove_frame_callback(int number) {
    check_thread();
    if (!tap_.remove(number)) throw py::key_error("there is no such callback");
}

Recording& RigSession::recording() {
    if (!records_) {
        raise(core::Error{kRig, "nothing is recorded", "record=False", "record=True", ""});
    }
    return recording_;
}

Recording::Series RigSession::series(const std::string& path) {
    return recording().series(place(path), live_->binding().version(), live_->frames());
}

report::BatchEntry RigSession::entry() const {
    if (!result_) {
        raise(core::Error{kRig, "there is no report before the end of the run", "", "", "run()"});
    }
    report::BatchEntry out;
    out.file = scenario_.scenario.file;
    out.name = scenario_.scenario.name;
    out.emulate = scenario::to_text(scenario_.scenario.emulate);
    out.exit_code = report::exit_code(*result_);
    out.result = result_;
    out.timeline = timeline_;
    out.log = log_;
    if (log_.empty()) return out;
    auto evidence = report::read_evidence(log_, installation().registry, *result_);
    if (!evidence) raise(evidence.error());
    out.evidence = std::move(*evidence);
    return out;
}

std::string RigSession::html() const {
    return report::to_html({entry()}, CHARGERIG_VERSION);
}

std::string RigSession::junit() const {
    return report::to_junit({entry()}, CHARGERIG_VERSION);
}

}  // namespace chargerig::python
