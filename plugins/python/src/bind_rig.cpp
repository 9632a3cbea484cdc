// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl.h>

#include "plugins/python/src/bindings.hpp"
#include "plugins/python/src/rig_session.hpp"

namespace chargerig::python {
namespace {

namespace py = pybind11;

using Participants = std::vector<std::pair<std::string, py::object>>;

std::unique_ptr<RigSession> make(const ReadScenario& scenario, const std::string& bus,
                                 std::optional<double> speed, const std::string& log,
                                 std::optional<double> timeout, const Participants& participants,
                                 const py::object& battery, double battery_tick, double budget,
                                 bool record) {
    SessionOptions options;
    options.bus = bus;
    options.speed = speed;
    options.log = log;
    options.timeout_s = timeout;
    options.participants = participants;
    if (!battery.is_none()) options.battery = battery;
    options.battery_tick_s = battery_tick;
    options.budget_s = budget;
    options.record = record;
    return std::make_unique<RigSession>(scenario, options);
}

}  // namespace

void bind_rig(py::module_& module) {
    py::class_<RigSession>(module, "Session", "One run in progress; chargerig.Rig makes it.")
        .def(py::init(&make), py::arg("scenario"), py::kw_only(), py::arg("bus") = "in-process",
             py::arg("speed") = py::none(), py::arg("log") = "", py::arg("timeout") = py::none(),
             py::arg("participants") = Participants{}, py::arg("battery") = py::none(),
             py::arg("battery_tick") = 0.01, py::arg("budget") = 0.05, py::arg("record") = true)
        .def_property_readonly("now", &RigSession::now_s)
        .def_property_readonly("over", &RigSession::over)
        .def_property_readonly("finished", &RigSession::finished)
        .def_property_readonly("state", &RigSession::state)
        .def_property_readonly("overruns", &RigSession::overruns)
        .def_property_readonly("timeline", &RigSession::timeline)
        .def("advance", &RigSession::advance, py::arg("until"), py::arg("enough") = py::none())
        .def("command", &RigSession::command, py::arg("step"))
        .def("wait", &RigSession::wait, py::arg("condition"))
        .def("stop", &RigSession::stop)
        .def("finish", &RigSession::finish)
        .def("signal", &RigSession::signal, py::arg("path"))
        .def("label", &RigSession::label, py::arg("path"))
        .def("parameter", &RigSession::parameter, py::arg("path"))
        .def("readings", &RigSession::readings)
        .def("on_frame", &RigSession::on_frame, py::arg("callback"), py::arg("messages"),
             py::arg("ids"))
        .def("on_event", &RigSession::on_event, py::arg("callback"))
        .def("remove_frame_callback", &RigSession::remove_frame_callback, py::arg("number"))
        .def("frames", [](RigSession& of) { return of.recording().frames(); })
        .def(
            "series",
            [](RigSession& of, const std::string& path) {
                auto series = of.series(path);
                return py::make_tuple(std::move(series.time_s), std::move(series.value));
            },
            py::arg("path"))
        .def("html", &RigSession::html)
        .def("junit", &RigSession::junit);
}

}  // namespace chargerig::python
