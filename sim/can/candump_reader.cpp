// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <exception>
#include <istream>
#include <optional>

#include "sim/can/candump_log.hpp"
#include "sim/core/text.hpp"

namespace chargerig::can {

namespace {

constexpr std::uint32_t kErrorFlag = 0x20000000;  // CAN_ERR_FLAG, linux/can.h
constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::int64_t kMaxSeconds = 9'223'372'035;  // the last whole second that fits 64-bit ns

struct ParsedLine {
    Frame frame;
    std::string_view interface;
};

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool is_name(std::string_view text) {
    return core::is_utf8(text) && std::none_of(text.begin(), text.end(), core::is_control);
}

// Walks over one line and keeps the column for errors.
class LineParser {
public:
    explicit LineParser(std::string_view line) : line_(line) {}

    core::Result<ParsedLine> parse();

private:
    tl::unexpected<core::Error> fail(std::size_t column, std::string what, std::string_view value,
                                     std::string allowed, std::string hint = "") const {
        return core::fail({{"", 0, static_cast<int>(column) + 1},
                           std::move(what),
                           std::string(value),
                           std::move(allowed),
                           std::move(hint)});
    }
    void skip_blanks() {
        while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
    }
    std::string_view word() {
        const std::size_t start = at_;
        while (at_ < line_.size() && !is_blank(line_[at_])) ++at_;
        return line_.substr(start, at_ - start);
    }
    core::Result<core::Instant> parse_time();
    core::Result<Frame> parse_frame(std::string_view text, std::size_t column) const;
    std::optional<core::Error> parse_id(std::string_view text, std::size_t column,
                                        Frame& frame) const;
    std::optional<core::Error> parse_remote(std::string_view text, std::size_t column,
                                            Frame& frame) const;
    std::optional<core::Error> parse_data(std::string_view text, std::size_t column,
                                          Frame& frame) const;

    std::string_view line_;
    std::size_t at_ = 0;
};

core::Result<core::Instant> LineParser::parse_time() {
    static const std::string kAllowed = "(seconds.microseconds), e.g. (1436509052.249713)";
    const std::size_t start = at_;
    const std::string_view text = word();
    const std::size_t dot = text.find('.');
    const bool shape = text.size() >= 5 && text.front() == '(' && text.back() == ')' &&
                       dot != std::string_view::npos && dot >= 2;
    if (!shape) return fail(start, "no time stamp", text, kAllowed);
    const std::string_view seconds = text.substr(1, dot - 1);
    const std::string_view decimals = text.substr(dot + 1, text.size() - dot - 2);
    if (decimals.empty() || decimals.size() > 9) {
        return fail(start + dot + 1, "decimals of a time stamp", decimals, "1 to 9 digits");
    }
    std::int64_t whole_s = 0;
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        if (!is_digit(seconds[i])) return fail(start + 1 + i, "bad time stamp", text, kAllowed);
        whole_s = whole_s * 10 + (seconds[i] - '0');
        if (whole_s > kMaxSeconds) {
            return fail(start + 1, "time stamp too large", seconds, "0 to 9223372035 s");
        }
    }
    std::int64_t part_ns = 0;
    std::int64_t unit_ns = kNsPerSecond / 10;
    for (std::size_t i = 0; i < decimals.size(); ++i, unit_ns /= 10) {
        if (!is_digit(decimals[i])) {
            return fail(start + dot + 1 + i, "bad time stamp", text, kAllowed);
        }
        part_ns += (decimals[i] - '0') * unit_ns;
    }
    return core::Instant{whole_s * kNsPerSecond + part_ns};
}

std::optional<core::Error> LineParser::parse_id(std::string_view text, std::size_t column,
                                                Frame& frame) const {
    if (text.size() != 3 && text.size() != 8) {
        return fail(column, "identifier", text, "3 hex digits (standard) or 8 (extended)").value();
    }
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int digit = hex_digit(text[i]);
        if (digit < 0) return fail(column + i, "identifier", text, "hex digits").value();
        id = id << 4 | static_cast<std::uint32_t>(digit);
    }
    if (text.size() == 3) {
        frame.flags = 0;
        if (id > kMaxStandardId) return fail(column, "identifier", text, "000 to 7FF").value();
    } else {
        frame.flags = (id & kErrorFlag) != 0 ? kExtended | kErrorFrame : kExtended;
        id &= ~kErrorFlag;
        if (id > kMaxExtendedId) {
            return fail(column, "identifier", text,
                        "00000000 to 1FFFFFFF, or 20000000 to 3FFFFFFF for an error frame")
                .value();
        }
    }
    frame.id = id;
    return std::nullopt;
}

std::optional<core::Error> LineParser::parse_remote(std::string_view text, std::size_t column,
                                                    Frame& frame) const {
    frame.flags |= kRemote;
    const std::string_view length = text.substr(1);
    if (length.empty()) return std::nullopt;
    if (length.size() != 1 || length[0] < '0' || length[0] > '8') {
        return fail(column + 1, "length of a remote frame", length, "0 to 8, or nothing").value();
    }
    frame.length = static_cast<std::uint8_t>(length[0] - '0');
    return std::nullopt;
}

std::optional<core::Error> LineParser::parse_data(std::string_view text, std::size_t column,
                                                  Frame& frame) const {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (hex_digit(text[i]) < 0) {
            return fail(column + i, "data", text, "hex digits, two for each byte").value();
        }
    }
    if (text.size() % 2 != 0) {
        return fail(column + text.size() - 1, "data with half a byte", text,
                    "hex digits, two for each byte")
            .value();
    }
    if (text.size() > 16) return fail(column + 16, "too much data", text, "0 to 8 bytes").value();
    for (std::size_t i = 0; i < text.size(); i += 2) {
        frame.data[i / 2] =
            static_cast<std::uint8_t>(hex_digit(text[i]) << 4 | hex_digit(text[i + 1]));
    }
    frame.length = static_cast<std::uint8_t>(text.size() / 2);
    return std::nullopt;
}

core::Result<Frame> LineParser::parse_frame(std::string_view text, std::size_t column) const {
    const std::size_t hash = text.find('#');
    if (hash == std::string_view::npos) {
        return fail(column, "no frame", text, "ID#DATA, e.g. 0106B000#01");
    }
    const std::string_view payload = text.substr(hash + 1);
    if (!payload.empty() && payload[0] == '#') {
        return fail(column, "CAN FD frame", text, "classic CAN frames, ID#DATA",
                    "record the bus again without CAN FD, or filter such lines out");
    }
    Frame frame;
    if (auto error = parse_id(text.substr(0, hash), column, frame)) {
        return core::fail(std::move(*error));
    }
    const bool remote = !payload.empty() && (payload[0] == 'R' || payload[0] == 'r');
    auto error = remote ? parse_remote(payload, column + hash + 1, frame)
                        : parse_data(payload, column + hash + 1, frame);
    if (error) return core::fail(std::move(*error));
    return frame;
}

core::Result<ParsedLine> LineParser::parse() {
    skip_blanks();
    const auto time = parse_time();
    if (!time) return core::fail(time.error());
    skip_blanks();
    const std::size_t interface_column = at_;
    const std::string_view interface = word();
    if (interface.empty()) {
        return fail(interface_column, "no interface", "", "a name behind the time stamp");
    }
    if (interface.size() > kMaxInterfaceName || !is_name(interface)) {
        return fail(interface_column, "name of an interface", interface,
                    "1 to 64 characters of UTF-8 text");
    }
    skip_blanks();
    const std::size_t frame_column = at_;
    auto frame = parse_frame(word(), frame_column);
    if (!frame) return core::fail(std::move(frame.error()));
    skip_blanks();
    const std::size_t rest_column = at_;
    const std::string_view rest = line_.substr(at_);
    if (rest == "T") {
        frame->direction = Direction::sent;
    } else if (!rest.empty() && rest != "R") {
        return fail(rest_column, "more behind the frame", rest,
                    "R (received), T (sent) or nothing");
    }
    frame->time = *time;
    return ParsedLine{*frame, interface};
}

std::string_view without_line_end(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || is_blank(line.back()))) line.remove_suffix(1);
    return line;
}

}  // namespace

CandumpReader::CandumpReader(std::istream& in, std::string file)
    : in_(in), file_(std::move(file)) {}

core::Result<bool> CandumpReader::next_line() {
    line_.clear();
    std::streambuf* bytes = in_.rdbuf();
    std::size_t length = 0;
    try {
        int c = ended_ ? std::istream::traits_type::eof() : bytes->sbumpc();
        ended_ = c == std::istream::traits_type::eof();
        if (ended_) return false;
        ++line_number_;
        while (!ended_ && c != '\n') {
            if (length < kMaxCandumpInput) line_ += static_cast<char>(c);
            if (++length > kMaxCandumpSkipped) break;
            c = bytes->sbumpc();
            ended_ = c == std::istream::traits_type::eof();
        }
    } catch (const std::exception&) {
        // A folder opens well and throws when it is read (libstdc++, basic_filebuf::underflow).
        ended_ = true;
        return core::fail({{file_, line_number_, 0}, "cannot read on", "", "", ""});
    }
    if (length <= kMaxCandumpInput) return true;
    const bool endless = length > kMaxCandumpSkipped;
    ended_ = ended_ || endless;
    return core::fail({{file_, line_number_, 1},
                       endless ? "the line does not end" : "the line is too long",
                       "",
                       "at most 1024 bytes",
                       "is this a log of candump -l?"});
}

core::Result<bool> CandumpReader::next(Frame& frame) {
    std::string_view line;
    do {
        auto more = next_line();
        if (!more || !*more) return more;
        line = without_line_end(line_);
    } while (line.find_first_not_of(" \t") == std::string_view::npos);

    auto parsed = LineParser(line).parse();
    if (!parsed) {
        parsed.error().where.file = file_;
        parsed.error().where.line = line_number_;
        return core::fail(std::move(parsed.error()));
    }
    frame = parsed->frame;
    std::size_t bus = 0;
    while (bus < interfaces_.size() && interfaces_[bus] != parsed->interface) ++bus;
    if (bus == interfaces_.size()) {
        if (bus > 255) {
            return core::fail({{file_, line_number_, 0},
                               "too many interfaces in one log",
                               std::string(parsed->interface),
                               "256",
                               "split the log"});
        }
        interfaces_.emplace_back(parsed->interface);
    }
    frame.bus = static_cast<std::uint8_t>(bus);
    if (frame.time < last_time_) ++times_backwards_;
    last_time_ = frame.time;
    return true;
}

}  // namespace chargerig::can
