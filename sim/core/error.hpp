// SPDX-License-Identifier: Apache-2.0
//
// Bad input (scenario, DBC, configuration, frame, log, command line) is returned as an Error, never
// thrown: it names the place, the value, what is allowed and what to do. A broken contract between
// two pieces of our own code is not an Error; it asserts.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace chargerig::core {

// Line and column count from 1; 0 means "not known" (a command-line argument has neither).
struct SourcePosition {
    std::string file;
    int line = 0;
    int column = 0;

    friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

struct Error {
    SourcePosition where;
    std::string what;     // what is wrong, one clause: "signal does not fit in the message"
    std::string value;    // the offending value as it was written; empty if there is none
    std::string allowed;  // what would have been accepted: "0 to 6553.5 V"
    std::string hint;     // what to do next

    // One line, "file:line:column: what: 'value'; allowed: ...; hint", printable, long values cut.
    std::string text() const;

    friend bool operator==(const Error&, const Error&) = default;
};

using Errors = std::vector<Error>;

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error error) {
    return tl::make_unexpected(std::move(error));
}

}  // namespace chargerig::core
