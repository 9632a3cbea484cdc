// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command line as data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chargerig::cli {

enum class Command { run, list, decode, devices, check, sweep };

struct Arguments {
    Command command = Command::run;
    std::vector<std::string> files;  // scenarios, folders, or the log to decode
    std::optional<std::string> emulate;
    std::optional<std::string> protocol;
    std::optional<std::string> pistol;
    std::optional<std::string> seed;
    std::string config;             // a vendor-style config.cfg; empty: none
    std::vector<std::string> sets;  // dotted.path=value
    std::string bus = "in-process";
    std::optional<std::string> speed;  // "max" or a factor
    std::optional<double> timeout_s;
    std::string log;
    int jobs = 1;                       // worker threads
    std::string out;                    // folder for what each run leaves; empty: none
    std::string junit;                  // file; empty: none
    std::string html;                   // file; empty: none
    std::optional<std::string> json;    // a file or "-"; for list and decode: "-"
    std::vector<std::string> grids;     // of sweep: NAME=VALUES
    std::optional<std::string> sample;  // of sweep: how many points at random; empty: all
    std::string csv;                    // of sweep: a file or "-"; empty: none
    std::string what;                   // of list
};

// Either the arguments, or the exit code when there is nothing left to do (help, version, wrong
// usage; what had to be said has been printed).
struct Parsed {
    std::optional<Arguments> arguments;
    int exit_code = 0;
};
Parsed parse_arguments(int argc, char** argv);

}  // namespace chargerig::cli
