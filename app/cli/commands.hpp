// SPDX-License-Identifier: GPL-3.0-or-later
//
// One function for each command; each returns the process's exit code: 0 pass, 1 a verdict is fail,
// 2 wrong usage or invalid input, 3 bus or set-up error, 4 inconclusive, 130 interrupted.
#pragma once

#include "app/cli/arguments.hpp"
#include "sim/core/error.hpp"

namespace chargerig::cli {

int run_command(const Arguments& arguments);
int list_command(const Arguments& arguments);
int decode_command(const Arguments& arguments);
int devices_command();
int check_command(const Arguments& arguments);
int sweep_command(const Arguments& arguments);

// To standard error, one line each.
void print_errors(const core::Errors& errors);

// Of a word of the command line that is none of `known`: shows those, and the nearest if one is
// near.
core::Error unknown_name(std::string what, const std::string& name,
                         const std::vector<std::string>& known);

// The files a person meant: files as they are, folders by their scenarios, and names of shipped
// scenarios ("normal/din"). An error names what does not exist.
core::Result<std::vector<std::string>> scenario_paths(const std::vector<std::string>& names,
                                                      const std::string& shipped);

}  // namespace chargerig::cli
