// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/cli/commands.hpp"
#include "app/cli/version.hpp"
#include "sim/core/yaml.hpp"

namespace chargerig::cli {
namespace {

// CLI::Range would let nan pass.
std::string check_timeout(const std::string& text) {
    const auto seconds = core::parse_number(text, "SECONDS", {0.001, 1e9, "s"}, {});
    return seconds ? "" : seconds.error().text();
}

// What a run and a sweep of runs have in common.
void add_playing(CLI::App* run, Arguments& out) {
    run->add_option("--protocol", out.protocol, "Version of the generic interface, e.g. 3.6");
    run->add_option("--pistol", out.pistol, "Pistol index, 1 to 31");
    run->add_option("--config", out.config,
                    "Configuration of a real controller (config.cfg), goes over the scenario's");
    run->add_option("--set", out.sets, "dotted.path=value, replaces a value of the scenario")
        ->take_all();
    run->add_option("--json", out.json, "Write the result to this file, or - for standard output");
    run->add_option("-j,--jobs", out.jobs,
                    "Runs that take place at the same time, in-process only (default 1)")
        ->check(CLI::Range(1, 256));
    run->add_option("--out", out.out,
                    "Folder that takes log, result and scenario of each run, and a summary");
    run->add_option("--junit", out.junit, "Write the results to this file as JUnit XML");
    run->add_option("--html", out.html, "Write a report to this file, one page with all in it");
    run->add_option("--timeout", out.timeout_s, "End a run after this many seconds of its time")
        ->check(check_timeout, "SECONDS");
}

void add_sweep(CLI::App& app, Arguments& out) {
    auto* sweep = app.add_subcommand("sweep", "Run a scenario over a grid or a sample of values");
    sweep->add_option("FILE", out.files, "One scenario, e.g. normal/din")->required()->expected(1);
    sweep
        ->add_option("--grid", out.grids,
                     "NAME=FROM:TO:STEP, NAME=VALUE,VALUE,... or, with --sample, NAME=FROM:TO; "
                     "each combination is a point")
        ->required()
        ->take_all();
    sweep->add_option("--sample", out.sample, "This many points at random instead of all");
    sweep->add_option("--seed", out.seed,
                      "The points' seeds and the sample come from it (default: the scenario's)");
    add_playing(sweep, out);
    sweep->add_option("--csv", out.csv,
                      "Write a table, one line for each point, to this file, or - for standard "
                      "output");
    sweep->callback([&out] { out.command = Command::sweep; });
}

void add_run(CLI::App& app, Arguments& out) {
    auto* run = app.add_subcommand("run", "Run scenarios: files, folders, or shipped ones by name");
    run->add_option("FILE", out.files, "Scenario files or folders, e.g. normal/din")->required();
    run->add_option("--emulate", out.emulate,
                    "controller,vehicle,modules or any part of it, or none (listen only)");
    run->add_option("--bus", out.bus,
                    "in-process (default), or PLUGIN:INTERFACE such as socketcan:vcan0, "
                    "virtualcan:can0, virtualcan:tcp://127.0.0.1:35999/can0");
    run->add_option("--speed", out.speed,
                    "max or a factor of real time (default: max in-process, 1 on a bus)");
    run->add_option("--seed", out.seed, "Seed of the random streams");
    run->add_option("--log", out.log, "Write all frames to this file (candump -l)");
    add_playing(run, out);
    run->callback([&out] { out.command = Command::run; });
}

void add_list(CLI::App& app, Arguments& out) {
    auto* list = app.add_subcommand("list", "List what is there");
    list->add_option("WHAT", out.what, "scenarios, vehicles, modules or protocols")->required();
    list->add_flag_callback(
        "--json", [&out] { out.json = "-"; }, "As JSON");
    list->callback([&out] { out.command = Command::list; });
}

void add_decode(CLI::App& app, Arguments& out) {
    auto* decode = app.add_subcommand("decode", "Decode a candump log");
    decode->add_option("LOG", out.files, "Log written by candump -l or --log")
        ->required()
        ->expected(1);
    decode->add_option("--protocol", out.protocol,
                       "Version of the generic interface (default 3.6)");
    decode->add_flag_callback(
        "--json", [&out] { out.json = "-"; }, "One JSON object for each frame");
    decode->callback([&out] { out.command = Command::decode; });
}

void add_check(CLI::App& app, Arguments& out) {
    auto* check = app.add_subcommand("check",
                                     "Check scenarios, profiles and config.cfg files "
                                     "without running; all errors at once");
    check->add_option("FILE", out.files, "Files or folders")->required();
    check->callback([&out] { out.command = Command::check; });
}

std::vector<std::string> command_names(CLI::App& app) {
    std::vector<std::string> out;
    for (const auto* command : app.get_subcommands([](CLI::App*) { return true; })) {
        out.push_back(command->get_name());
    }
    return out;
}

}  // namespace

Parsed parse_arguments(int argc, char** argv) {
    Arguments out;
    CLI::App app("ChargeRig: the other side of a DC charger's CAN link", "chargerig");
    app.set_version_flag("--version", std::string("chargerig ") + kVersion);
    app.require_subcommand(1);
    add_run(app, out);
    add_list(app, out);
    add_decode(app, out);
    add_check(app, out);
    add_sweep(app, out);
    app.add_subcommand("devices", "Show CAN interfaces and what to type to use them")
        ->callback([&out] { out.command = Command::devices; });
    const auto commands = command_names(app);
    if (argc > 1 && argv[1][0] != '-' &&
        std::find(commands.begin(), commands.end(), argv[1]) == commands.end()) {
        print_errors({unknown_name("unknown command", argv[1], commands)});
        return {std::nullopt, 2};
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        // Help and version end well; everything else is wrong usage, which has one code of its own.
        return {std::nullopt, app.exit(e) == 0 ? 0 : 2};
    }
    return {std::move(out), 0};
}

}  // namespace chargerig::cli
