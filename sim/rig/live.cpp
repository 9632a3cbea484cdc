// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/live.hpp"

#include <algorithm>
#include <map>

#include "sim/fault/rule.hpp"
#include "sim/modules/entries.hpp"
#include "sim/rig/session.hpp"
#include "sim/scenario/step_reader.hpp"
#include "sim/vehicle/entries.hpp"

namespace chargerig::rig {
namespace {

using core::Errors;

constexpr const char* kPlace = "step";

Errors refused(std::string what, std::string value, std::string hint) {
    return {{{kPlace, 0, 0}, std::move(what), std::move(value), "", std::move(hint)}};
}

bool takes_time(const scenario::Action& action) {
    return std::holds_alternative<scenario::WaitState>(action) ||
           std::holds_alternative<scenario::WaitSignal>(action) ||
           std::holds_alternative<scenario::Hold>(action) ||
           std::holds_alternative<scenario::Parallel>(action) ||
           std::holds_alternative<scenario::Repeat>(action) ||
           std::holds_alternative<scenario::When>(action);
}

}  // namespace

struct Live::Impl {
    Impl(const scenario::Scenario& from, const RunOptions& wanted, Timeline see)
        : scenario(from), options(wanted), timeline(std::move(see)) {}

    Errors set_up_all();
    void advance(core::Instant until, const std::function<bool()>& enough);
    tl::expected<std::shared_ptr<SideScript>, Errors> script(std::string_view step);
    core::Result<std::vector<std::size_t>> watch(const scenario::Scenario& steps);
    std::optional<Errors> remember_faults(std::vector<scenario::Step>& steps);
    tl::expected<std::vector<scenario::Step>, Errors> read_steps(std::string_view step) const;

    core::WallClock clock;
    Interrupt interrupt;
    scenario::Scenario scenario;
    RunOptions options;
    Timeline timeline;
    std::map<std::string, fault::Side, std::less<>>
        faults;  // that may be cleared, and who makes them
    std::unique_ptr<LastFrames> last;
    Pistol* pistol = nullptr;
    const Guests* guests = nullptr;
    std::unique_ptr<Session> session;
    bool begun = false;
};

void Live::Impl::advance(core::Instant until, const std::function<bool()>& enough) {
    if (!begun) {
        begun = true;
        session->begin();
        if (enough && enough()) return;
    }
    session->advance(until, enough);
}

Errors Live::Impl::set_up_all() {
    auto unresolved = resolve(scenario, *options.registry);
    if (!unresolved.empty()) return unresolved;
    const auto version = options.registry->find(scenario.protocol);
    if (!version) return {version.error()};
    last = std::make_unique<LastFrames>(**version, scenario.pistol);
    options.taps.insert(options.taps.begin(), last.get());
    auto setup = set_up(scenario, options, clock, [this] { interrupt.bell().post(); });
    if (!setup) return {setup.error()};
    options.load_time = options.load_time + (clock.now() - core::Instant{});
    pistol = setup->pistols.front().get();
    for (const auto& step : scenario.steps) {
        if (const auto* begin = std::get_if<scenario::BeginFault>(&step.action)) {
            faults[begin->fault.name] = fault::made_by(begin->fault);
        }
    }
    session =
        std::make_unique<Session>(scenario, options, std::move(*setup), clock, interrupt, timeline);
    guests = &session->guests();
    session->hold(scenario::begin_of_post(scenario.steps) == 0);
    return {};
}

tl::expected<std::vector<scenario::Step>, Errors> Live::Impl::read_steps(
    std::string_view step) const {
    constexpr std::string_view kClear = "clear: ";
    if (step.starts_with(kClear)) {
        const std::string name(step.substr(kClear.size()));
        const auto known = faults.find(name);
        if (known == faults.end()) {
            std::string names;
            for (const auto& [each, side] : faults) names += (names.empty() ? "" : ", ") + each;
            return tl::make_unexpected(
                Errors{{{kPlace, 0, 0}, "no such fault has begun", name, names, ""}});
        }
        return std::vector<scenario::Step>{
            {scenario::ClearFault{name, known->second}, {kPlace, 1, 1}, std::string(step)}};
    }
    const auto node = core::parse_yaml(step, kPlace);
    if (!node) return tl::make_unexpected(Errors{node.error()});
    Errors errors;
    scenario::Scenario read;
    read.modules = scenario.modules;
    scenario::read_step(*node, read, errors);
    if (errors.empty()) scenario::check_steps(read, errors);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return std::move(read.steps);
}

std::optional<Errors> Live::Impl::remember_faults(std::vector<scenario::Step>& steps) {
    for (auto& step : steps) {
        const auto* begin = std::get_if<scenario::BeginFault>(&step.action);
        if (!begin) continue;
        if (faults.contains(begin->fault.name)) {
            return refused("two faults have the same name", begin->fault.name, "name: NAME");
        }
        faults[begin->fault.name] = fault::made_by(begin->fault);
    }
    return std::nullopt;
}

core::Result<std::vector<std::size_t>> Live::Impl::watch(const scenario::Scenario& steps) {
    std::vector<std::size_t> out;
    auto& observer = pistol->observer();
    const monitor::Lookup lookup(observer.binding().version(), options.registry);
    for (const auto& step : steps.steps) {
        const auto* asked = scenario::condition_of(step.action);
        if (!asked) continue;
        const auto place = lookup.signal(asked->message, asked->signal, step.where);
        if (!place) return core::fail(place.error());
        const auto index = observer.watch(asked->message, asked->signal, step.where);
        if (!index) return core::fail(index.error());
        if (const auto* frame = last->of(place->message)) observer.recall(*index, *frame);
        out.push_back(*index);
    }
    return out;
}

tl::expected<std::shared_ptr<SideScript>, Errors> Live::Impl::script(std::string_view step) {
    auto steps = read_steps(step);
    if (!steps) return tl::make_unexpected(std::move(steps.error()));
    scenario::Scenario own = scenario;
    own.steps = std::move(*steps);
    own.expectations.clear();
    const bool clears = std::holds_alternative<scenario::ClearFault>(own.steps.front().action);
    // A clear step alone has no fault before it; there is nothing in it to be resolved either.
    if (!clears) {
        auto misfits = resolve(own, *options.registry);
        if (!misfits.empty()) return tl::make_unexpected(std::move(misfits));
    }
    if (auto taken = remember_faults(own.steps)) return tl::make_unexpected(std::move(*taken));
    auto watches = watch(own);
    if (!watches) return tl::make_unexpected(Errors{watches.error()});
    auto out = std::make_shared<SideScript>(std::move(own), scenario.emulate, std::move(*watches));
    return out;
}

Live::Live(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Live::~Live() = default;

tl::expected<std::unique_ptr<Live>, Errors> Live::open(const scenario::Scenario& scenario,
                                                       const RunOptions& options,
                                                       Timeline timeline) {
    auto impl = std::make_unique<Impl>(scenario, options, std::move(timeline));
    auto errors = impl->set_up_all();
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return std::unique_ptr<Live>(new Live(std::move(impl)));
}

core::Instant Live::now() const {
    return impl_->session->now();
}

bool Live::over() const {
    return impl_->session->over();
}

void Live::advance(core::Instant until, const std::function<bool()>& enough) {
    impl_->advance(until, enough);
    impl_->session->drop_finished();
}

Errors Live::command(std::string_view step) {
    auto script = impl_->script(step);
    if (!script) return std::move(script.error());
    const auto& one = (*script)->scenario.steps.front();
    const auto& steps = (*script)->scenario.steps;
    const auto slow = std::ranges::find_if(steps, takes_time, &scenario::Step::action);
    if (slow != steps.end()) {
        return refused("this step takes time", one.text, "use step() or run_until()");
    }
    if ((*script)->engine.other_side(one.action)) {
        return refused("the side that does this is not emulated here", one.text,
                       "emulate: " + scenario::to_text(impl_->scenario.emulate));
    }
    impl_->session->play(std::move(*script));
    return {};
}

tl::expected<bool, Errors> Live::wait(std::string_view condition,
                                      const std::function<bool()>& enough) {
    auto script = impl_->script("wait: " + std::string(condition));
    if (!script) return tl::make_unexpected(std::move(script.error()));
    const auto& state = (*script)->state;
    impl_->session->play(*script);
    impl_->advance(core::kNever, [&] { return state.finished() || (enough && enough()); });
    impl_->session->drop(script->get());
    return state.records.front().result == scenario::StepResult::met;
}

void Live::stop() {
    impl_->session->stop();
}

void Live::finish(const std::function<bool()>& enough) {
    impl_->session->hold(false);
    impl_->advance(core::kNever, enough);
}

report::RunResult Live::result() {
    return impl_->session->result();
}

void Live::interrupt() noexcept {
    impl_->interrupt.request();
}

core::Result<monitor::SignalPlace> Live::find_signal(std::string_view path) const {
    const std::size_t dot = path.find('.');
    const core::SourcePosition where{"signal", 0, 0};
    if (dot == path.npos || dot == 0 || dot + 1 == path.size()) {
        return core::fail({where, "a signal is named with its message", std::string(path),
                           "Message.Signal, e.g. Power_Modules_Status.Present_Current", ""});
    }
    return monitor::Lookup(binding().version(), impl_->options.registry)
        .signal(path.substr(0, dot), path.substr(dot + 1), where);
}

std::optional<double> Live::value(const monitor::SignalPlace& place) const {
    return impl_->last->value(place);
}

std::string_view Live::label(const monitor::SignalPlace& place) const {
    const auto now = value(place);
    const auto& messages = binding().version().database().messages;
    const auto& signal = messages[static_cast<std::size_t>(place.message)].signals[place.signal];
    return now ? monitor::label_of(signal, *now) : std::string_view();
}

core::Result<int> Live::find_message(std::string_view name) const {
    return monitor::Lookup(binding().version(), impl_->options.registry)
        .message(name, {"message", 0, 0});
}

namespace {

core::Result<std::string> controller_entry(const controller::Configuration& configuration,
                                           std::string_view name,
                                           const core::SourcePosition& where) {
    const auto known = controller::configuration_entries();
    const auto found = std::ranges::find(known, name, &controller::Entry::name);
    if (found != known.end()) return controller::entry_text(configuration, *found);
    std::vector<std::string> names;
    for (const auto& entry : known) names.emplace_back(entry.name);
    const std::string near = core::closest_name(name, names);
    return core::fail({where, "unknown controller entry", std::string(name),
                       "the entries of controller.config",
                       near.empty() ? "" : "did you mean '" + near + "'?"});
}

}  // namespace

core::Result<std::string> Live::parameter(std::string_view path) const {
    const core::SourcePosition where{"parameter", 0, 0};
    const auto below = [&](std::string_view section) {
        return path.starts_with(section) ? path.substr(section.size()) : std::string_view();
    };
    if (const auto name = below("modules."); !name.empty()) {
        return modules::entry_text(impl_->pistol->modules_parameters(), name, where);
    }
    if (const auto name = below("vehicle."); !name.empty()) {
        return vehicle::entry_text(impl_->scenario.vehicle, name, where);
    }
    if (const auto name = below("controller.config."); !name.empty()) {
        return controller_entry(impl_->scenario.controller, name, where);
    }
    return core::fail({where, "there is no such parameter", std::string(path),
                       "modules.NAME, vehicle.NAME, controller.config.NAME", ""});
}

std::string Live::state() const {
    const auto seen = impl_->pistol->observer().state();
    return seen ? binding().state_label(*seen) : std::string();
}

std::optional<plant::Readings> Live::readings() const {
    return impl_->pistol->readings();
}

const evse::Binding& Live::binding() const {
    return impl_->pistol->binding();
}

const LastFrames& Live::frames() const {
    return *impl_->last;
}

std::uint64_t Live::overruns() const {
    return impl_->guests->overruns();
}

}  // namespace chargerig::rig
