// SPDX-License-Identifier: Apache-2.0
#include "sim/core/csv.hpp"

#include <algorithm>

#include "sim/core/text.hpp"

namespace chargerig::core {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool blank(char c) {
    return c == ' ' || c == '\t';
}

// One line, field by field.
class Line {
public:
    Line(std::string_view text, SourcePosition where) : text_(text), where_(std::move(where)) {}

    Result<CsvRow> row() {
        CsvRow out;
        while (true) {
            while (at_ < text_.size() && blank(text_[at_])) ++at_;
            auto field = at_ < text_.size() && text_[at_] == '"' ? quoted() : plain();
            if (!field) return fail(field.error());
            out.push_back(std::move(*field));
            if (at_ == text_.size()) return out;
            ++at_;
        }
    }

private:
    SourcePosition here() const { return {where_.file, where_.line, static_cast<int>(at_) + 1}; }

    Result<CsvField> plain() {
        CsvField out{"", here()};
        const std::size_t end = std::min(text_.find(',', at_), text_.size());
        std::string_view part = text_.substr(at_, end - at_);
        while (!part.empty() && blank(part.back())) part.remove_suffix(1);
        out.text = part;
        at_ = end;
        return out;
    }

    Result<CsvField> quoted() {
        CsvField out{"", here()};
        while (true) {
            const std::size_t quote = text_.find('"', at_ + 1);
            if (quote == text_.npos) {
                return fail(
                    {out.where, "a quote is not closed in its line",
                     std::string(text_.substr(static_cast<std::size_t>(out.where.column) - 1)),
                     "\"...\"", ""});
            }
            out.text += text_.substr(at_ + 1, quote - at_ - 1);
            at_ = quote + 1;
            if (at_ == text_.size() || text_[at_] != '"') break;
            out.text += '"';
        }
        while (at_ < text_.size() && blank(text_[at_])) ++at_;
        if (at_ == text_.size() || text_[at_] == ',') return out;
        return fail({here(), "text behind a closing quote", std::string(text_.substr(at_)),
                     "a comma or the end of the line", ""});
    }

    std::string_view text_;
    SourcePosition where_;
    std::size_t at_ = 0;
};

Result<void> check_bytes(std::string_view line, const SourcePosition& where) {
    if (!is_utf8(line)) return fail({where, "not UTF-8", std::string(line), "text in UTF-8", ""});
    const auto control =
        std::ranges::find_if(line, [](char c) { return is_control(c) && !blank(c); });
    if (control == line.end()) return {};
    const SourcePosition place{where.file, where.line,
                               static_cast<int>(control - line.begin()) + 1};
    return fail({place, "a control character", std::string(1, *control), "printable text", ""});
}

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text, std::string_view name) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    std::vector<CsvRow> out;
    SourcePosition where{std::string(name), 0, 1};
    while (!text.empty()) {
        ++where.line;
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (std::ranges::all_of(line, blank)) continue;
        if (const auto checked = check_bytes(line, where); !checked) return fail(checked.error());
        auto row = Line(line, where).row();
        if (!row) return fail(row.error());
        if (!out.empty() && row->size() != out.front().size()) {
            return fail({where, "a row of another length", std::to_string(row->size()) + " fields",
                         std::to_string(out.front().size()) + " fields, as in the first row", ""});
        }
        out.push_back(std::move(*row));
    }
    return out;
}

}  // namespace chargerig::core
