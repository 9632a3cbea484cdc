// SPDX-License-Identifier: Apache-2.0
#include "sim/dbc/reader.hpp"

#include <utility>

#include "sim/core/file.hpp"
#include "sim/core/text.hpp"
#include "sim/dbc/parser.hpp"

namespace chargerig::dbc {

namespace {

std::string latin1_to_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0U | (code >> 6U));
            out += static_cast<char>(0x80U | (code & 0x3FU));
        }
    }
    return out;
}

}  // namespace

tl::expected<Database, core::Errors> parse_dbc(std::string_view bytes, std::string file) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        bytes.remove_prefix(kByteOrderMark.size());
    }
    std::string converted;
    if (!core::is_utf8(bytes)) {
        converted = latin1_to_utf8(bytes);
        bytes = converted;
    }
    return Parser(bytes, std::move(file)).parse();
}

tl::expected<Database, core::Errors> read_dbc_file(const std::string& path) {
    const auto bytes = core::read_file(path);
    if (!bytes) return tl::make_unexpected(core::Errors{bytes.error()});
    return parse_dbc(*bytes, path);
}

}  // namespace chargerig::dbc
