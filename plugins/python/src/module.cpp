// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>

#include "plugins/python/src/bindings.hpp"
#include "plugins/python/src/installation.hpp"

namespace py = pybind11;
using namespace chargerig::python;

PYBIND11_MODULE(_core, module) {
    module.doc() = "The compiled part of chargerig; use the package.";
    module.attr("__version__") = CHARGERIG_VERSION;
    // A class of its own rather than a C++ exception: it carries its lines.
    const py::dict members;
    members["__doc__"] =
        "Input that cannot be used, or a run that cannot be set up. The text is what the command "
        "line "
        "prints; `lines` has one entry for each error.";
    members["__module__"] = "chargerig";
    module.attr("Error") =
        py::reinterpret_borrow<py::object>(reinterpret_cast<PyObject*>(&PyType_Type))(
            "Error", py::make_tuple(py::handle(PyExc_Exception)), members);
    bind_recording(module);
    bind_scenario(module);
    bind_rig(module);
    module.def(
        "folders",
        [] {
            const auto& folders = installation().folders;
            return py::make_tuple(folders.resources, folders.scenarios);
        },
        "The folders with the files that come with the program: (resources, scenarios).");
    module.def(
        "protocols",
        [] {
            py::list out;
            for (const auto& name : installation().registry.names()) out.append(name);
            return out;
        },
        "The versions of the generic interface that this installation knows, oldest first.");
}
