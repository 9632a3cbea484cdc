// SPDX-License-Identifier: Apache-2.0
#include "plugins/python/src/installation.hpp"

#include <dlfcn.h>
#include <pybind11/pybind11.h>

namespace chargerig::python {
namespace {

namespace py = pybind11;

// The interpreter is the program; the files lie above the module.
std::string module_file() {
    Dl_info info{};
    static const int here = 0;
    return dladdr(&here, &info) != 0 && info.dli_fname ? info.dli_fname : "";
}

Installation load() {
    auto folders = rig::find_folders(module_file());
    if (!folders) raise(folders.error());
    auto registry = evse::Registry::load(folders->resources);
    if (!registry) raise(registry.error());
    return {std::move(*folders), std::move(*registry)};
}

}  // namespace

const Installation& installation() {
    static const Installation loaded = load();
    return loaded;
}

void raise(const core::Errors& errors) {
    py::list lines;
    std::string text;
    for (const auto& error : errors) {
        text += (text.empty() ? "" : "\n") + error.text();
        lines.append(error.text());
    }
    const py::object type = py::module_::import("chargerig._core").attr("Error");
    const py::object raised = type(text);
    raised.attr("lines") = lines;
    PyErr_SetObject(type.ptr(), raised.ptr());
    throw py::error_already_set();
}

void raise(const core::Error& error) {
    raise(core::Errors{error});
}

}  // namespace chargerig::python
