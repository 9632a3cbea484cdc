// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/config_lines.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace chargerig::controller {
namespace {

constexpr std::size_t kMaxLineBytes = 4096;

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view line) {
    constexpr std::array<std::uint32_t, 4> kLeast{0, 0x80, 0x800, 0x10000};
    for (std::size_t i = 0; i < line.size();) {
        const auto first = static_cast<unsigned char>(line[i++]);
        if (first < 0x80) continue;
        const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4 || line.size() - i < more) return false;
        std::uint32_t code = first & (0x3FU >> more);
        for (std::size_t k = 0; k < more; ++k) {
            const auto next = static_cast<unsigned char>(line[i++]);
            if ((next & 0xC0U) != 0x80U) return false;
            code = code << 6U | (next & 0x3FU);
        }
        const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (code < kLeast[more] || code > 0x10FFFF || surrogate) return false;
    }
    return true;
}

bool has_control_character(std::string_view line) {
    return std::any_of(line.begin(), line.end(), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return (code < 0x20 && c != '\t') || code == 0x7F;
    });
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// One line, or what is wrong with it.
class LineReader {
public:
    LineReader(const std::string& file, int number, core::Errors& errors)
        : where_{file, number, 1}, errors_(errors) {}

    std::optional<ConfigLine> read(std::string_view line) {
        if (line.size() > kMaxLineBytes) {
            return fail("the line is too long", "", "at most 4096 bytes", "");
        }
        if (!is_utf8(line)) {
            return fail("the line is not UTF-8 text", "", "", "save the file as UTF-8");
        }
        if (has_control_character(line)) {
            return fail("the line has a control character", "", "text and tabs",
                        "is this a configuration file?");
        }
        const std::string_view text = trimmed(line);
        if (text.empty() || line.front() == '#') return std::nullopt;
        if (is_blank(line.front())) {
            return fail("the line begins with a blank", text, "no leading blanks",
                        "a value cannot go on in the next line");
        }
        return line.front() == '[' ? section(text) : entry(line);
    }

private:
    std::optional<ConfigLine> section(std::string_view text) {
        const std::size_t end = text.find(']');
        if (end == text.npos) return fail("the section has no ']'", text, "[name]", "");
        if (end + 1 != text.size()) {
            return fail("there is text after the section's ']'", text, "[name]",
                        "a comment needs a line of its own");
        }
        const std::string_view name = text.substr(1, end - 1);
        if (name.empty()) return fail("the section has no name", text, "[name]", "");
        return ConfigLine{where_.line, SectionLine{name}};
    }

    std::optional<ConfigLine> entry(std::string_view line) {
        const std::size_t sign = line.find_first_of("=:");
        if (sign == line.npos) {
            return fail("there is no '=' after the key", trimmed(line), "key = value", "");
        }
        const std::string_view key = trimmed(line.substr(0, sign));
        if (key.empty()) {
            return fail("there is no key before the sign", trimmed(line), "key = value", "");
        }
        const std::string_view value = trimmed(line.substr(sign + 1));
        const auto column =
            value.empty() ? sign + 1 : static_cast<std::size_t>(value.data() - line.data());
        return ConfigLine{where_.line, EntryLine{key, value, static_cast<int>(column) + 1}};
    }

    std::nullopt_t fail(std::string what, std::string_view value, std::string allowed,
                        std::string hint) {
        errors_.push_back(
            {where_, std::move(what), std::string(value), std::move(allowed), std::move(hint)});
        return std::nullopt;
    }

    core::SourcePosition where_;
    core::Errors& errors_;
};

}  // namespace

std::vector<ConfigLine> split_config(std::string_view bytes, const std::string& file,
                                     core::Errors& errors) {
    if (bytes.size() > kMaxConfigBytes) {
        errors.push_back({{file, 0, 0}, "the file is too large", "", "at most 1 MiB", ""});
        return {};
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        errors.push_back({{file, 1, 1},
                          "the file begins with a byte-order mark",
                          "",
                          "plain UTF-8",
                          "save it without the mark: the real box does not read it"});
        bytes.remove_prefix(3);
    }
    std::vector<ConfigLine> out;
    for (int number = 1; !bytes.empty() && errors.size() < kMaxConfigErrors; ++number) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (auto read = LineReader(file, number, errors).read(line)) out.push_back(*read);
    }
    return out;
}

}  // namespace chargerig::controller
