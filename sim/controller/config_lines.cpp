// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/config_lines.hpp"

#include <algorithm>
#include <optional>

#include "sim/core/text.hpp"

namespace chargerig::controller {
namespace {

constexpr std::size_t kMaxLineBytes = 4096;

bool has_control_character(std::string_view line) {
    return std::any_of(line.begin(), line.end(),
                       [](char c) { return c != '\t' && core::is_control(c); });
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
        if (!core::is_utf8(line)) {
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
