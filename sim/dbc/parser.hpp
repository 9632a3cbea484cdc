// SPDX-License-Identifier: Apache-2.0
//
// The statements of a DBC file. Internal to the reader.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/dbc/database.hpp"
#include "sim/dbc/scanner.hpp"

namespace chargerig::dbc {

class Parser {
public:
    // `text` is UTF-8 and outlives the parser.
    Parser(std::string_view text, std::string file);

    // To be called once.
    tl::expected<Database, core::Errors> parse();

private:
    struct Statement {
        std::string_view keyword;
        void (Parser::*read)();
    };
    static const Statement* statement(std::string_view keyword);

    void read_statement();
    void go_to_next_statement();

    void read_version();
    void read_new_symbols();
    void read_bit_timing();
    void read_nodes();
    void read_message();
    void read_signal();
    void read_value_table();
    void read_labels();
    void read_comment();
    void read_attribute_definition();
    void read_attribute_default();
    void read_attribute();
    void read_value_type();
    void read_multiplex_ranges();
    void skip();

    void signal_name_and_multiplexer(Signal& signal);
    void signal_layout(Signal& signal);
    void signal_scaling(Signal& signal);
    void check_layout(const Signal& signal, const core::SourcePosition& where);
    void check_message_name(const Message& message, const core::SourcePosition& where);
    std::vector<ValueLabel> labels_until_semicolon();
    std::uint32_t cycle_time();
    void expect_semicolon() { in_.expect(';'); }

    // What a statement refers to; nullptr when it does not exist (then an error stands, unless the
    // definition itself was faulty) or does not count.
    Message* referred_message();
    Signal* referred_signal(Message* message);
    void finish();
    void check_multiplexing(const Message& message, const core::SourcePosition& where);

    Scanner in_;
    Database database_;
    core::Errors errors_;
    std::vector<core::SourcePosition> message_places_;  // in the order of database_.messages
    std::vector<std::pair<std::string, std::vector<ValueLabel>>> value_tables_;
    std::vector<bool> cycle_time_given_;
    std::uint32_t default_cycle_time_ms_ = 0;
    bool in_message_ = false;    // signals may follow
    bool skip_signals_ = false;  // of a message that is faulty or does not count
};

}  // namespace chargerig::dbc
