// SPDX-License-Identifier: Apache-2.0
#include "plugins/python/src/callbacks.hpp"

#include <algorithm>
#include <cmath>

namespace chargerig::python {
namespace {

namespace py = pybind11;

// Seconds that fit an Instant with room to spare.
constexpr double kLatest_s = 9e9;

core::Error raised_error(const std::string& who, const py::error_already_set& error) {
    return {{who, 0, 0},
            "raised " + py::str(error.type().attr("__name__")).cast<std::string>() + ": " +
                py::str(error.value()).cast<std::string>(),
            "",
            "",
            ""};
}

// A Frame, or (id, data).
can::Frame to_frame(const py::handle& given) {
    if (py::isinstance<can::Frame>(given)) return py::cast<can::Frame>(given);
    const auto pair = py::cast<std::pair<std::uint32_t, py::bytes>>(given);
    const std::string data = pair.second;
    can::Frame out;
    out.id = pair.first;
    if (out.id > can::kMaxExtendedId || data.size() > out.data.size()) {
        throw py::value_error("a frame has an identifier of 29 bits and up to 8 bytes");
    }
    out.length = static_cast<std::uint8_t>(data.size());
    std::copy(data.begin(), data.end(), out.data.begin());
    return out;
}

core::Instant to_turn(const py::handle& given, core::Instant now) {
    if (given.is_none()) return core::kNever;
    const double seconds = py::cast<double>(given);
    const bool possible = std::isfinite(seconds) && seconds < kLatest_s;
    if (!possible || seconds <= core::to_seconds(now)) {
        throw py::value_error("the next turn, " + py::str(given).cast<std::string>() +
                              " s, is not later than now, " +
                              py::str(py::float_(core::to_seconds(now))).cast<std::string>() +
                              " s; None: when a frame arrives");
    }
    // What is later by less than a nanosecond is rounding.
    return std::max(core::Instant{} + core::from_seconds(seconds), now + core::Duration{1});
}

}  // namespace

core::Instant PythonGuest::take_turn(core::Instant now, std::span<const can::Frame> heard,
                                     std::vector<can::Frame>& send) {
    py::list frames;
    for (const auto& frame : heard) frames.append(frame);
    const py::object answer = participant_.attr("step")(core::to_seconds(now), frames);
    if (!py::isinstance<py::sequence>(answer) || py::len(answer) != 2) {
        throw py::type_error("step() gives (frames to send, next turn in s or None)");
    }
    const auto pair = py::reinterpret_borrow<py::sequence>(answer);
    for (const auto& frame : py::reinterpret_borrow<py::iterable>(pair[0])) {
        send.push_back(to_frame(frame));
    }
    return to_turn(pair[1], now);
}

core::Result<core::Instant> PythonGuest::step(core::Instant now, std::span<const can::Frame> heard,
                                              std::vector<can::Frame>& send) {
    const py::gil_scoped_acquire lock;
    try {
        return take_turn(now, heard, send);
    } catch (py::error_already_set& error) {
        core::Error told = raised_error(name_, error);
        raised_.keep(error);
        return core::fail(std::move(told));
    } catch (const std::exception& error) {
        PyErr_SetString(PyExc_ValueError, error.what());
        py::error_already_set again;
        core::Error told = raised_error(name_, again);
        raised_.keep(again);
        return core::fail(std::move(told));
    }
}

core::Result<plant::BatteryPoint> PythonBattery::step(double seconds, double mean_current_A) {
    const py::gil_scoped_acquire lock;
    try {
        const auto answer = model_.attr("step")(seconds, mean_current_A);
        const auto [voltage_V, soc_percent] = py::cast<std::pair<double, double>>(answer);
        return plant::BatteryPoint{voltage_V, soc_percent};
    } catch (py::error_already_set& error) {
        core::Error told = raised_error("the battery model", error);
        raised_.keep(error);
        return core::fail(std::move(told));
    } catch (const py::cast_error&) {
        PyErr_SetString(PyExc_TypeError, "step() gives (voltage in V, state of charge in %)");
        py::error_already_set again;
        core::Error told = raised_error("the battery model", again);
        raised_.keep(again);
        return core::fail(std::move(told));
    }
}

int PythonTap::add(py::function callback, Filter filter) {
    entries_.push_back(
        std::make_shared<Entry>(Entry{++last_number_, std::move(callback), std::move(filter)}));
    return last_number_;
}

bool PythonTap::remove(int number) {
    return std::erase_if(entries_, [&](const auto& entry) { return entry->number == number; }) > 0;
}

void PythonTap::on_frame(const can::Frame& frame) {
    // A callback may add and remove callbacks.
    for (std::size_t i = 0; i < entries_.size() && !raised_.any(); ++i) {
        const auto& ids = entries_[i]->filter.ids;
        if (!ids.empty() && std::ranges::find(ids, frame.id) == ids.end()) continue;
        const py::gil_scoped_acquire lock;
        const std::shared_ptr<Entry> entry = entries_[i];
        try {
            entry->callback(frame);
        } catch (py::error_already_set& error) {
            raised_.keep(error);
        }
    }
}

}  // namespace chargerig::python
