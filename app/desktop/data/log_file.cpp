// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/data/log_file.hpp"

#include <fstream>

#include "sim/can/candump_log.hpp"

namespace chargerig::desktop {
namespace {

constexpr std::size_t kErrorsKept = 20;

}  // namespace

core::Result<OpenedLog> open_log(const std::string& path,
                                 std::shared_ptr<const evse::Version> version) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return core::fail({{path, 0, 0}, "cannot read the log", "", "", "check the path"});
    OpenedLog out;
    out.recording = std::make_unique<Recording>(std::move(version), 0);
    can::CandumpReader reader(file, path);
    can::Frame frame;
    for (;;) {
        auto more = reader.next(frame);
        if (!more) {
            if (out.errors.size() < kErrorsKept) {
                out.errors.push_back(std::move(more.error()));
            } else {
                ++out.more_errors;
            }
            continue;
        }
        if (!*more) break;
        out.recording->add(frame);
    }
    out.times_backwards = reader.times_backwards();
    if (!out.recording->empty()) return out;
    if (!out.errors.empty()) return core::fail(out.errors.front());
    return core::fail({{path, 0, 0},
                       "the log holds no frame",
                       "",
                       "a log as `candump -l` writes it",
                       "record one: chargerig run normal/din --log session.log"});
}

}  // namespace chargerig::desktop
