// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl.h>

#include <algorithm>

#include "plugins/python/src/bindings.hpp"
#include "plugins/python/src/installation.hpp"
#include "plugins/python/src/rig_session.hpp"
#include "sim/controller/config_file.hpp"
#include "sim/record/digest.hpp"

namespace chargerig::python {
namespace {

namespace py = pybind11;
using Sets = std::vector<std::pair<std::string, std::string>>;

scenario::ReadOptions read_options(const Sets& sets, const std::string& config) {
    scenario::ReadOptions out;
    out.resources = installation().folders.resources;
    for (const auto& [path, value] : sets) out.overrides.push_back({path, value});
    if (config.empty()) return out;
    auto read = controller::read_config_file(config);
    if (!read) raise(read.error());
    out.config = std::move(*read);
    return out;
}

// `file`: where the scenario came from; empty for a text. Its hash is that of each file once.
ReadScenario checked(scenario::Reading reading, const std::string& file,
                     const std::string& config) {
    const auto errors = rig::check_completely(reading, installation().registry);
    if (!errors.empty()) raise(errors);
    ReadScenario out{std::move(reading.scenario), {}};
    const auto add = [&](const std::string& each) {
        const auto known = std::ranges::find(out.inputs, each, &report::InputFile::file);
        if (each.empty() || known != out.inputs.end()) return;
        auto digest = record::sha256_of_file(each);
        if (!digest) raise(digest.error());
        out.inputs.push_back({each, std::move(*digest)});
    };
    add(file);
    for (const auto& each : out.scenario.inclusions) add(each.file);
    add(config);
    return out;
}

ReadScenario load(const std::string& path, const Sets& sets, const std::string& config) {
    return checked(scenario::read_all(path, read_options(sets, config)), path, config);
}

ReadScenario parse(const std::string& text, const std::string& name, const Sets& sets,
                   const std::string& config) {
    return checked(scenario::parse_all(text, name, read_options(sets, config)), "", config);
}

std::vector<std::string> shipped() {
    const auto files = rig::scenario_files(installation().folders.scenarios);
    if (!files) raise(files.error());
    return *files;
}

}  // namespace

void bind_scenario(py::module_& module) {
    using Class = ReadScenario;
    py::class_<Class>(module, "Scenario", "A scenario that was read and checked completely.")
        .def_static("load", &load, py::arg("path"), py::arg("sets") = Sets{},
                    py::arg("config") = "", "From a file, with values replaced as by --set.")
        .def_static("parse", &parse, py::arg("text"), py::arg("name"), py::arg("sets") = Sets{},
                    py::arg("config") = "", "From YAML text; `name` stands for the file in errors.")
        .def_property_readonly("file", [](const Class& of) { return of.scenario.file; })
        .def_property_readonly("name", [](const Class& of) { return of.scenario.name; })
        .def_property_readonly("description",
                               [](const Class& of) { return of.scenario.description; })
        .def_property_readonly("emulate",
                               [](const Class& of) { return to_text(of.scenario.emulate); })
        .def_property_readonly("protocol", [](const Class& of) { return of.scenario.protocol; })
        .def_property_readonly("pistol", [](const Class& of) { return of.scenario.pistol; })
        .def_property_readonly("seed", [](const Class& of) { return of.scenario.seed; })
        .def_property_readonly("steps",
                               [](const Class& of) {
                                   std::vector<std::string> out;
                                   for (const auto& step : of.scenario.steps)
                                       out.push_back(step.text);
                                   return out;
                               })
        .def_property_readonly("expectations", [](const Class& of) {
            std::vector<std::string> out;
            for (const auto& each : of.scenario.expectations) out.push_back(each.id);
            return out;
        });
    module.def("shipped", &shipped, "The files of the scenarios that come with the program.");
}

}  // namespace chargerig::python
