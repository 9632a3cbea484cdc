// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl.h>

#include <cstddef>

#include "plugins/python/src/bindings.hpp"
#include "plugins/python/src/protocol.hpp"
#include "plugins/python/src/recording.hpp"
#include "sim/core/note.hpp"
#include "sim/report/note_text.hpp"

namespace chargerig::python {
namespace {

namespace py = pybind11;

using Numbers = Column<double>::View;
using Frames = Column<can::Frame>::View;

// A frame as numpy sees it, in the language of PEP 3118; the order and widths are those of the
// struct itself.
constexpr const char* kFrameFormat =
    "T{=q:time_ns:=I:id:B:flags:B:direction:B:bus:B:length:(8)B:data:}";
static_assert(sizeof(can::Frame) == 24 && offsetof(can::Frame, time) == 0 &&
              offsetof(can::Frame, id) == 8 && offsetof(can::Frame, flags) == 12 &&
              offsetof(can::Frame, direction) == 13 && offsetof(can::Frame, bus) == 14 &&
              offsetof(can::Frame, length) == 15 && offsetof(can::Frame, data) == 16);

template <class View>
py::buffer_info buffer_of(const View& view, const std::string& format) {
    using Value = std::remove_cvref_t<decltype(*view.data())>;
    static const Value nothing{};
    // Nobody writes through it: the buffer says that it is read-only.
    auto* data = const_cast<Value*>(view.count > 0 ? view.data() : &nothing);
    return py::buffer_info(data, static_cast<py::ssize_t>(sizeof(Value)), format, 1,
                           {static_cast<py::ssize_t>(view.count)},
                           {static_cast<py::ssize_t>(sizeof(Value))}, true);
}

std::string data_of(const can::Frame& frame) {
    return {frame.data.begin(), frame.data.begin() + frame.length};
}

can::Frame make_frame(std::uint32_t id, const py::bytes& data, bool extended) {
    const std::string bytes = data;
    can::Frame out;
    if (id > (extended ? can::kMaxExtendedId : can::kMaxStandardId) || bytes.size() > 8) {
        throw py::value_error(
            "a frame has an identifier of 29 bits (11 if not extended) and up to 8 bytes");
    }
    out.id = id;
    out.flags = extended ? can::kExtended : 0;
    out.length = static_cast<std::uint8_t>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), out.data.begin());
    return out;
}

std::string repr(const can::Frame& frame) {
    return py::str("Frame(0x{:X}, bytes.fromhex('{}'), time={:.6f})")
        .format(frame.id, py::bytes(data_of(frame)).attr("hex")(), core::to_seconds(frame.time))
        .cast<std::string>();
}

std::string line_of(const core::Note& note) {
    std::string line = report::note_line(note);
    line.pop_back();
    return line;
}

const char* kind_of(core::NoteKind kind) {
    switch (kind) {
        case core::NoteKind::state:
            return "state";
        case core::NoteKind::action:
            return "action";
        case core::NoteKind::warning:
            return "warning";
        case core::NoteKind::abnormal:
            return "abnormal";
    }
    return "";
}

}  // namespace

void bind_recording(py::module_& module) {
    using can::Frame;
    py::class_<Frame>(module, "Frame",
                      "A CAN frame: identifier, up to 8 bytes, and when it was seen.")
        .def(py::init(&make_frame), py::arg("id"), py::arg("data") = py::bytes(),
             py::arg("extended") = true)
        .def_readonly("id", &Frame::id, "11 or 29 bits; bits 28..24 are the pistol's.")
        .def_property_readonly("data", [](const Frame& of) { return py::bytes(data_of(of)); })
        .def_property_readonly(
            "time", [](const Frame& of) { return core::to_seconds(of.time); },
            "Seconds since the start of the run.")
        .def_property_readonly("time_ns", [](const Frame& of) { return of.time.ns; })
        .def_property_readonly("extended", [](const Frame& of) { return of.extended(); })
        .def("__repr__", &repr)
        .def("__eq__", [](const Frame& a, const py::object& other) {
            if (!py::isinstance<Frame>(other)) return false;
            const auto& b = other.cast<const Frame&>();
            return a.id == b.id && a.flags == b.flags && data_of(a) == data_of(b);
        });

    using core::Note;
    py::class_<Note>(module, "Event", "A line of the timeline.")
        .def_property_readonly(
            "time", [](const Note& of) { return core::to_seconds(of.time); },
            "Seconds since the start of the run.")
        .def_property_readonly(
            "source", [](const Note& of) { return report::to_text(of.source); },
            "controller, modules, vehicle, plant, bus, scenario or rig.")
        .def_property_readonly(
            "kind", [](const Note& of) { return kind_of(of.kind); },
            "state, action, warning or abnormal.")
        .def_readonly("text", &Note::text)
        .def_readonly("cause", &Note::cause)
        .def("__str__", &line_of)
        .def("__repr__", [](const Note& of) { return "<Event " + line_of(of) + ">"; });

    py::class_<Numbers>(module, "NumberColumn", py::buffer_protocol(),
                        "Numbers that were recorded; numpy.asarray() looks at them without a copy.")
        .def("__len__", [](const Numbers& of) { return of.count; })
        .def_buffer([](const Numbers& of) {
            return buffer_of(of, py::format_descriptor<double>::format());
        });
    py::class_<Frames>(module, "FrameColumn", py::buffer_protocol(),
                       "Frames that were recorded; numpy.asarray() looks at them without a copy.")
        .def("__len__", [](const Frames& of) { return of.count; })
        .def("__getitem__",
             [](const Frames& of, py::ssize_t index) {
                 const auto count = static_cast<py::ssize_t>(of.count);
                 if (index < 0) index += count;
                 if (index < 0 || index >= count) throw py::index_error();
                 return of.data()[index];
             })
        .def_buffer([](const Frames& of) { return buffer_of(of, kFrameFormat); });

    py::class_<Protocol>(module, "Protocol",
                         "One version of the generic interface for one pistol: messages by name.")
        .def(py::init<const std::string&, int>(), py::arg("version") = "3.6", py::arg("pistol") = 1)
        .def_property_readonly("version", &Protocol::version)
        .def_property_readonly("pistol", &Protocol::pistol)
        .def("encode", &Protocol::encode, py::arg("message"), py::arg("signals") = py::dict(),
             "The frame of a message; signals are numbers in their unit or labels, 0 where left "
             "out.")
        .def("decode", &Protocol::decode, py::arg("frame"),
             "(message, {signal: number}), or None for a frame that is none of this pistol.")
        .def("id", &Protocol::id, py::arg("message"), "The message's identifier on the bus.")
        .def("messages", &Protocol::messages,
             "{message: [signals]}, as the protocol's file has them.");
}

}  // namespace chargerig::python
