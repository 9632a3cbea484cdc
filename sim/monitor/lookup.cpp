// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/lookup.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/yaml.hpp"

namespace chargerig::monitor {
namespace {

// More names than this are not read.
constexpr std::size_t kMostNames = 8;

double physical(const dbc::Signal& signal, const dbc::ValueLabel& label) {
    return static_cast<double>(label.raw) * signal.factor + signal.offset;
}

const dbc::Signal* signal_in(const evse::Version& version, std::string_view message,
                             std::string_view signal) {
    const auto* found = dbc::find_message(version.database(), message);
    return found ? dbc::find_signal(*found, signal) : nullptr;
}

const dbc::ValueLabel* label_in(const evse::Version& version, std::string_view message,
                                std::string_view signal, std::string_view label) {
    const auto* found = signal_in(version, message, signal);
    if (!found) return nullptr;
    const auto at = std::find_if(found->labels.begin(), found->labels.end(),
                                 [&](const auto& each) { return each.text == label; });
    return at == found->labels.end() ? nullptr : &*at;
}

bool has_state(const evse::Version& version, evse::ControllerState state) {
    return !version.label("Advantics_Controller_Status", "State", static_cast<int>(state)).empty();
}

// What nobody knows: the names that come closest, and the one that was probably meant.
core::Error unknown(std::string what, std::string_view name, const std::vector<std::string>& known,
                    const core::SourcePosition& where) {
    std::string allowed;
    for (const auto& each : core::nearest_names(name, known, kMostNames)) {
        allowed += (allowed.empty() ? "" : ", ") + each;
    }
    if (known.size() > kMostNames) {
        allowed += " and " + std::to_string(known.size() - kMostNames) + " others";
    }
    const std::string meant = core::closest_name(name, known);
    return {where, std::move(what), std::string(name), allowed,
            meant.empty() ? "" : "did you mean '" + meant + "'?"};
}

template <class T>
std::vector<std::string> names_of(const std::vector<T>& things) {
    std::vector<std::string> out;
    out.reserve(things.size());
    for (const auto& thing : things) out.push_back(thing.name);
    return out;
}

}  // namespace

// A newer one if there is one, since some things came, went and came back; else the oldest.
template <class Has>
std::string Lookup::first_version(Has has) const {
    if (!registry_) return "";
    const auto versions = registry_->versions();
    const auto fits = [&](const auto& version) { return has(*version); };
    const auto here = std::find_if(versions.begin(), versions.end(), [&](const auto& version) {
        return version->name() == version_.name();
    });
    auto found = std::find_if(here, versions.end(), fits);
    if (found == versions.end()) {
        found = std::find_if(versions.begin(), here, fits);
        if (found == here) return "";
    }
    return (*found)->name();
}

core::Error Lookup::lacking(std::string what, const std::string& first,
                            const core::SourcePosition& where) const {
    return {where, "protocol " + version_.name() + " has no " + std::move(what), "",
            "protocol " + first, "the first version that has it is " + first};
}

core::Result<int> Lookup::message(std::string_view message,
                                  const core::SourcePosition& where) const {
    const auto& messages = version_.database().messages;
    const auto* found = dbc::find_message(version_.database(), message);
    if (found) return static_cast<int>(found - messages.data());
    const auto first = first_version([&](const auto& version) {
        return dbc::find_message(version.database(), message) != nullptr;
    });
    if (!first.empty()) {
        return core::fail(lacking("message " + std::string(message), first, where));
    }
    return core::fail(unknown("protocol " + version_.name() + " has no such message", message,
                              names_of(messages), where));
}

core::Result<SignalPlace> Lookup::signal(std::string_view message, std::string_view signal,
                                         const core::SourcePosition& where) const {
    const auto& messages = version_.database().messages;
    const auto* found = dbc::find_message(version_.database(), message);
    const auto* part = found ? dbc::find_signal(*found, signal) : nullptr;
    if (part)
        return SignalPlace{static_cast<int>(found - messages.data()),
                           static_cast<std::size_t>(part - found->signals.data())};
    const std::string protocol = "protocol " + version_.name();
    const std::string m(message);
    if (const auto first = first_version(
            [&](const auto& version) { return signal_in(version, message, signal) != nullptr; });
        !first.empty()) {
        return core::fail(lacking(
            found ? "signal " + std::string(signal) + " in " + m : "message " + m, first, where));
    }
    if (found) {
        return core::fail(unknown(protocol + " has no such signal in " + m, signal,
                                  names_of(found->signals), where));
    }
    return core::fail(this->message(message, where).error());
}

core::Result<double> Lookup::label(std::string_view message, std::string_view signal,
                                   std::string_view label,
                                   const core::SourcePosition& where) const {
    const auto place = this->signal(message, signal, where);
    if (!place) return core::fail(place.error());
    const dbc::Signal& found = *signal_in(version_, message, signal);
    if (const auto* own = label_in(version_, message, signal, label)) return physical(found, *own);
    const auto first = first_version(
        [&](const auto& version) { return label_in(version, message, signal, label) != nullptr; });
    if (!first.empty()) {
        return core::fail(lacking("label " + std::string(label) + " of " + std::string(message) +
                                      "." + std::string(signal),
                                  first, where));
    }
    if (found.labels.empty()) {
        return core::fail(
            {where, "the signal has no such label", std::string(label), "a number", ""});
    }
    std::vector<std::string> known;
    for (const auto& each : found.labels) known.push_back(each.text);
    return core::fail(unknown("the signal has no such label", label, known, where));
}

core::Result<void> Lookup::state(evse::ControllerState state, std::string_view name,
                                 const core::SourcePosition& where) const {
    if (has_state(version_, state)) return {};
    const auto first =
        first_version([&](const auto& version) { return has_state(version, state); });
    if (!first.empty()) return core::fail(lacking("state " + std::string(name), first, where));
    return core::fail(
        {where, "no known protocol version has this state", std::string(name), "", ""});
}

std::string_view label_of(const dbc::Signal& signal, double value) {
    for (const auto& label : signal.labels) {
        if (std::abs(physical(signal, label) - value) < 0.5 * std::abs(signal.factor)) {
            return label.text;
        }
    }
    return {};
}

}  // namespace chargerig::monitor
