// SPDX-License-Identifier: Apache-2.0
//
// Records every frame as a `candump -l` line: the SHA-256 of the bytes always, the bytes themselves
// when a file is given. Nothing is lost silently: a write that fails is kept and told.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/can/frame.hpp"
#include "sim/core/error.hpp"

namespace chargerig::record {

class LogRecorder {
public:
    // `path` empty: no file. `interface` is the name in each line. `zero` is the log time of
    // instant 0: 0 in virtual time, the Unix time of the start in wall-clock time.
    static core::Result<LogRecorder> open(const std::string& path, std::string interface,
                                          core::Duration zero);

    LogRecorder(LogRecorder&&) noexcept;
    LogRecorder& operator=(LogRecorder&&) noexcept;
    ~LogRecorder();

    void write(const can::Frame& frame);

    // Hands all bytes so far to the file, so that a killed process loses little.
    void flush();

    // Ends the log; the digest is 64 lower-case hex digits. An error names the file and the reason.
    core::Result<std::string> close();

    std::uint64_t frames() const;

private:
    struct Impl;
    explicit LogRecorder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace chargerig::record
