// SPDX-License-Identifier: Apache-2.0
#include "sim/core/file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace chargerig::core {

Result<std::string> read_file(const std::string& path, std::size_t most) {
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    std::string bytes;
    std::array<char, 65'536> block{};
    while (stream && bytes.size() <= most) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        bytes.append(block.data(), static_cast<std::size_t>(stream.gcount()));
    }
    // The end of the file fails the last read, too; what went wrong before it is bad.
    const bool opened = stream.is_open();
    if (!opened || stream.bad()) {
        return fail({{path, 0, 0},
                     std::string("cannot read the file: ") + std::strerror(errno),
                     "",
                     "",
                     "check the path and its permissions"});
    }
    if (bytes.size() > most) {
        return fail({{path, 0, 0},
                     "the file is too large",
                     "",
                     "at most " + std::to_string(most / 1'048'576) + " MiB",
                     ""});
    }
    return bytes;
}

}  // namespace chargerig::core
