// SPDX-License-Identifier: Apache-2.0
//
// Where the files live that come with the program: protocols/, vehicles/ below `resources`, and the
// shipped scenarios.
#pragma once

#include <string>
#include <vector>

#include "sim/core/error.hpp"

namespace chargerig::rig {

struct Folders {
    std::string resources;  // holds protocols/ and vehicles/
    std::string scenarios;  // the shipped scenarios
};

// The folder in the environment variable CHARGERIG_HOME; else share/chargerig beside the program's
// bin/; else the nearest folder above the program that holds both (a build tree).
//
// `program`: a module that runs inside another program says its own file here.
core::Result<Folders> find_folders(const std::string& program = {});

// All scenario files below a folder, sorted by path, so that every machine lists them alike.
core::Result<std::vector<std::string>> scenario_files(const std::string& folder);

}  // namespace chargerig::rig
