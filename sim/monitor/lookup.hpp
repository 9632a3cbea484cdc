// SPDX-License-Identifier: Apache-2.0
//
// Messages, signals and labels by the names of the protocol's files. What a version lacks and
// another has is an input error that names the first version that has it; what none has, one that
// names what is close to it.
#pragma once

#include <cstddef>
#include <string_view>

#include "sim/evse/messages.hpp"
#include "sim/evse/registry.hpp"

namespace chargerig::monitor {

struct SignalPlace {
    int message = -1;        // of the version's database
    std::size_t signal = 0;  // of that message
};

class Lookup {
public:
    // Both must outlive the Lookup; `registry` knows the other versions and may be null.
    Lookup(const evse::Version& version, const evse::Registry* registry)
        : version_(version), registry_(registry) {}

    // Index of the version's database.
    core::Result<int> message(std::string_view message, const core::SourcePosition& where) const;

    core::Result<SignalPlace> signal(std::string_view message, std::string_view signal,
                                     const core::SourcePosition& where) const;

    // The value, in the signal's unit, for which the label stands.
    core::Result<double> label(std::string_view message, std::string_view signal,
                               std::string_view label, const core::SourcePosition& where) const;

    // Whether the version's controller can report this state; `name` is what the error calls it.
    core::Result<void> state(evse::ControllerState state, std::string_view name,
                             const core::SourcePosition& where) const;

private:
    template <class Has>
    std::string first_version(Has has) const;
    core::Error lacking(std::string what, const std::string& first,
                        const core::SourcePosition& where) const;

    const evse::Version& version_;
    const evse::Registry* registry_;
};

// The label of a value of this signal; empty if it has none.
std::string_view label_of(const dbc::Signal& signal, double value);

}  // namespace chargerig::monitor
