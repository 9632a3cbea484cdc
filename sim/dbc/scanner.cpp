// SPDX-License-Identifier: Apache-2.0
#include "sim/dbc/scanner.hpp"

#include <charconv>
#include <cmath>
#include <utility>

namespace chargerig::dbc {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_word(char c) {
    return is_letter(c) || is_digit(c);
}

template <class T>
bool parse_all(std::string_view text, T& value) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc{} && end == text.data() + text.size();
}

}  // namespace

void Scanner::advance() {
    const char c = text_[at_.position++];
    if (c == '\n') {
        ++at_.line;
        at_.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
        ++at_.column;  // continuation bytes belong to the character before
    }
}

void Scanner::skip_space() {
    while (at_.position < text_.size() && is_space(text_[at_.position])) advance();
}

void Scanner::mark() {
    skip_space();
    token_ = at_;
}

bool Scanner::at_end() {
    skip_space();
    return at_.position >= text_.size();
}

core::SourcePosition Scanner::here() {
    skip_space();
    return {file_, at_.line, at_.column};
}

std::string_view Scanner::peek_word() {
    if (failed_) return {};
    skip_space();
    std::size_t end = at_.position;
    while (end < text_.size() && is_word(text_[end])) ++end;
    return text_.substr(at_.position, end - at_.position);
}

bool Scanner::next_is(char c) {
    if (failed_) return false;
    skip_space();
    return at_.position < text_.size() && text_[at_.position] == c;
}

bool Scanner::accept(char c) {
    if (!next_is(c)) return false;
    mark();
    advance();
    token_taken();
    return true;
}

// What stands where something else was expected, short enough for a message.
std::string Scanner::rest_for_message() {
    if (at_end()) return "end of file";
    const std::string_view word = peek_word();
    if (!word.empty()) return std::string(word.substr(0, 40));
    std::size_t end = at_.position + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) ++end;
    return std::string(text_.substr(at_.position, end - at_.position));
}

void Scanner::expect(char c) {
    if (failed_ || accept(c)) return;
    mark();
    fail(last(), "something else was expected here", rest_for_message(),
         "'" + std::string(1, c) + "'");
}

std::string_view Scanner::word(const char* what) {
    const std::string_view found = peek_word();
    if (failed_) return {};
    mark();
    if (found.empty()) {
        fail(last(), std::string(what) + " expected", rest_for_message(),
             "letters, digits and underscores");
        return {};
    }
    advance(found.size());
    token_taken();
    return found;
}

std::string_view Scanner::name(const char* what) {
    const std::string_view found = word(what);
    if (failed_) return {};
    if (is_digit(found.front())) {
        fail(last(), std::string(what) + " starts with a digit", std::string(found),
             "a letter or underscore first");
        return {};
    }
    return found;
}

std::string_view Scanner::number_text() {
    if (failed_) return {};
    mark();
    const auto is_part = [&](std::size_t i) {
        const char c = text_[i];
        if (is_word(c) || c == '.') return true;
        if (c != '+' && c != '-') return false;
        return i == at_.position || text_[i - 1] == 'e' || text_[i - 1] == 'E';
    };
    std::size_t end = at_.position;
    while (end < text_.size() && is_part(end)) ++end;
    const std::string_view found = text_.substr(at_.position, end - at_.position);
    advance(found.size());
    token_taken();
    return found;
}

std::uint64_t Scanner::whole(const char* what, std::uint64_t maximum) {
    const std::string_view text = number_text();
    std::uint64_t value = 0;
    if (failed_) return 0;
    if (!parse_all(text, value) || value > maximum) {
        fail(last(), std::string(what) + " is not valid",
             text.empty() ? rest_for_message() : std::string(text.substr(0, 40)),
             "a whole number from 0 to " + std::to_string(maximum));
        return 0;
    }
    return value;
}

std::int64_t Scanner::integer(const char* what) {
    const std::string_view text = number_text();
    if (failed_) return 0;
    std::int64_t value = 0;
    if (parse_all(text, value)) return value;
    std::uint64_t large = 0;
    if (parse_all(text, large)) return static_cast<std::int64_t>(large);
    fail(last(), std::string(what) + " is not valid",
         text.empty() ? rest_for_message() : std::string(text.substr(0, 40)),
         "a whole number of at most 64 bits");
    return 0;
}

double Scanner::number(const char* what) {
    const std::string_view text = number_text();
    if (failed_) return 0.0;
    double value = 0.0;
    if (!parse_all(text, value) || !std::isfinite(value)) {
        fail(last(), std::string(what) + " is not valid",
             text.empty() ? rest_for_message() : std::string(text.substr(0, 40)),
             "a decimal number");
        return 0.0;
    }
    return value;
}

std::string Scanner::quoted(const char* what) {
    if (failed_) return {};
    mark();
    if (at_.position >= text_.size() || text_[at_.position] != '"') {
        fail(last(), std::string(what) + " expected", rest_for_message(),
             "a text in double quotes");
        return {};
    }
    advance();
    std::string out;
    while (at_.position < text_.size() && text_[at_.position] != '"') {
        const bool escaped_quote = text_[at_.position] == '\\' && at_.position + 1 < text_.size() &&
                                   text_[at_.position + 1] == '"';
        if (escaped_quote) advance();
        out += text_[at_.position];
        advance();
    }
    if (at_.position >= text_.size()) {
        fail(last(), std::string(what) + " has no closing quote", "", "", "add the missing '\"'");
        return {};
    }
    advance();
    token_taken();
    return out;
}

bool Scanner::word_is_alone_on_its_line() {
    std::size_t i = at_.position + peek_word().size();
    while (i < text_.size() && text_[i] != '\n' && is_space(text_[i])) ++i;
    return i >= text_.size() || text_[i] == '\n';
}

void Scanner::skip_statement() {
    while (!failed_) {
        if (at_end()) {
            mark();
            fail(last(), "the statement has no end", "", "", "add the missing ';'");
        } else if (text_[at_.position] == '"') {
            quoted("text");
        } else if (accept(';')) {
            return;
        } else {
            advance();
        }
    }
}

void Scanner::skip_line() {
    while (at_.position < text_.size() && text_[at_.position] != '\n') advance();
}

void Scanner::fail(core::SourcePosition where, std::string what, std::string value,
                   std::string allowed, std::string hint) {
    if (failed_) return;
    failed_ = true;
    error_ = {std::move(where), std::move(what), std::move(value), std::move(allowed),
              std::move(hint)};
}

void Scanner::recover() {
    failed_ = false;
    at_ = taken_;
    skip_line();
    if (at_.position < text_.size()) advance();
    token_taken();
}

}  // namespace chargerig::dbc
