// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/played.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/can/candump_log.hpp"
#include "sim/rig/resources.hpp"
#include "sim/rig/session.hpp"

namespace chargerig::integration {
namespace {

const std::string kScenarios = CHARGERIG_SOURCE_DIR "/scenarios";
const std::string kResources = CHARGERIG_SOURCE_DIR "/resources";

[[noreturn]] void give_up(const core::Errors& errors) {
    for (const auto& error : errors) std::fprintf(stderr, "%s\n", error.text().c_str());
    std::abort();
}

std::string new_log_path() {
    static int count = 0;
    return (std::filesystem::temp_directory_path() /
            ("chargerig-" + std::to_string(::getpid()) + "-" + std::to_string(++count) + ".log"))
        .string();
}

std::string text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<can::Frame> frames_of(const std::string& log) {
    std::istringstream text(log);
    can::CandumpReader reader(text, "log");
    std::vector<can::Frame> out;
    can::Frame frame;
    while (true) {
        const auto more = reader.next(frame);
        if (!more) give_up({more.error()});
        if (!*more) return out;
        out.push_back(frame);
    }
}

bool has_faults_on_frames(const scenario::Scenario& scenario) {
    return std::ranges::any_of(scenario.steps, [](const scenario::Step& step) {
        return std::holds_alternative<scenario::BeginFault>(step.action);
    });
}

// Every frame is understood, unless there was a stranger or a fault on frames.
std::vector<SeenMessage> decoded(const std::vector<can::Frame>& frames,
                                 const scenario::Scenario& scenario, bool strange) {
    auto version = registry().find(scenario.protocol);
    if (!version) give_up({version.error()});
    auto binding = evse::Binding::make(*version, scenario.pistol);
    if (!binding) give_up({binding.error()});
    evse::LinkMemory memory;
    std::vector<SeenMessage> out;
    for (const auto& frame : frames) {
        evse::Message message;
        if (binding->decode(frame, memory, message)) {
            out.push_back({core::to_seconds(frame.time), message});
        } else if (!strange) {
            give_up({{{"log", 0, 0}, "a frame that nobody understands", "", "", ""}});
        }
    }
    return out;
}

}  // namespace

const evse::Registry& registry() {
    static const auto loaded = [] {
        auto out = evse::Registry::load(kResources);
        if (!out) give_up(out.error());
        return std::move(*out);
    }();
    return loaded;
}

scenario::ReadOptions read_options() {
    return {kResources, {}};
}

std::vector<std::string> closed_loop_scenarios() {
    const auto files = rig::scenario_files(kScenarios);
    if (!files) give_up({files.error()});
    std::vector<std::string> out;
    for (const auto& file : *files) {
        const auto scenario = scenario::read_scenario(file, read_options());
        if (!scenario) give_up(scenario.error());
        if (!scenario->emulate.all()) continue;
        out.push_back(std::filesystem::path(file)
                          .lexically_relative(kScenarios)
                          .replace_extension()
                          .string());
    }
    return out;
}

std::string shipped_text(const std::string& name) {
    return text_of_file(kScenarios + "/" + name + ".yaml");
}

scenario::Scenario shipped(const std::string& name, const Overrides& overrides) {
    auto options = read_options();
    for (const auto& [path, value] : overrides) options.overrides.push_back({path, value});
    auto out = scenario::read_scenario(kScenarios + "/" + name + ".yaml", options);
    if (!out) give_up(out.error());
    return std::move(*out);
}

Played play(const scenario::Scenario& scenario, const rig::RunOptions& wanted) {
    const core::WallClock clock;
    scenario::Scenario own = scenario;
    const auto unresolved = rig::resolve(own, registry());
    if (!unresolved.empty()) give_up(unresolved);
    rig::RunOptions options = wanted;
    options.registry = &registry();
    options.log_path = new_log_path();
    rig::Interrupt interrupt;
    auto setup = rig::set_up(own, options, clock, [] {});
    if (!setup) give_up({setup.error()});
    rig::Pistol* pistol = setup->pistols.front().get();

    Played out;
    pistol->hlc().to_charger.tap = [&](const link::Var& var, core::Instant) {
        out.vars.push_back(var);
    };
    pistol->hlc().to_vehicle.tap = [&](const link::Command& command, core::Instant) {
        out.commands.push_back(command);
    };
    const rig::Timeline timeline = [&](const core::Note& note) {
        out.notes.push_back(note);
        out.energies.push_back(*pistol->energy());
    };
    rig::Session session(own, options, std::move(*setup), clock, interrupt, timeline);
    session.run();
    out.result = session.result();
    out.energies.push_back(*pistol->energy());
    out.to_charger = pistol->hlc().to_charger.counts();
    out.to_vehicle = pistol->hlc().to_vehicle.counts();
    out.final_soc_percent = pistol->readings()->soc_percent;
    out.log = text_of_file(options.log_path);
    std::filesystem::remove(options.log_path);
    out.frames = frames_of(out.log);
    out.bus = decoded(out.frames, own, !options.stranger.empty() || has_faults_on_frames(own));
    return out;
}

std::string reasons(const report::RunResult& result) {
    std::string out;
    for (const auto& reason : result.failures) out += reason + "\n";
    return out;
}

}  // namespace chargerig::integration
