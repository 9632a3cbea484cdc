// SPDX-License-Identifier: Apache-2.0
//
// Characters of a DBC file to words, numbers and texts, with places. The first failure sticks: from
// then on every call returns at once with a default, until recover() has found the next statement.
// So a statement is parsed straight through and looked at once, at its end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/core/error.hpp"

namespace chargerig::dbc {

class Scanner {
public:
    // `text` is UTF-8 and outlives the scanner.
    Scanner(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

    bool at_end();
    bool failed() const { return failed_; }
    // Valid after a failure.
    const core::Error& error() const { return error_; }

    // Where the next token starts, or the last token taken.
    core::SourcePosition here();
    core::SourcePosition last() const { return {file_, token_.line, token_.column}; }

    // The next word (letters, digits, '_') without taking it; empty if something else comes.
    std::string_view peek_word();
    bool next_is(char c);
    bool accept(char c);
    void expect(char c);
    // A name: a word that does not start with a digit.
    std::string_view name(const char* what);
    std::string_view word(const char* what);
    std::uint64_t whole(const char* what, std::uint64_t maximum);
    std::int64_t integer(const char* what);  // up to 2^64 - 1, whose bits it gives
    double number(const char* what);
    std::string quoted(const char* what);  // \" inside stands for "

    // True when nothing but white space is left on this line behind the next word.
    bool word_is_alone_on_its_line();
    void skip_statement();  // behind the next ';' that is not in a text
    void skip_line();

    void fail(core::SourcePosition where, std::string what, std::string value = {},
              std::string allowed = {}, std::string hint = {});
    // Forgets the failure and goes to the line behind the last token that was taken; called again,
    // to the line behind that.
    void recover();

private:
    struct Place {
        std::size_t position = 0;
        int line = 1;
        int column = 1;
    };
    void skip_space();
    void advance();
    void advance(std::size_t count) {
        while (count-- > 0) advance();
    }
    void token_taken() { taken_ = at_; }
    std::string_view number_text();
    void mark();
    std::string rest_for_message();

    std::string_view text_;
    std::string file_;
    Place at_;
    Place token_;  // start of the token being looked at
    Place taken_;  // end of the last token taken
    bool failed_ = false;
    core::Error error_;
};

}  // namespace chargerig::dbc
