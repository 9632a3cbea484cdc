// SPDX-License-Identifier: Apache-2.0
//
// The statements behind the messages: labels, comments, attributes, value types.
#include <algorithm>

#include "sim/dbc/parser.hpp"

namespace chargerig::dbc {

namespace {

constexpr std::string_view kCycleTime = "GenMsgCycleTime";

}  // namespace

std::vector<ValueLabel> Parser::labels_until_semicolon() {
    std::vector<ValueLabel> labels;
    while (!in_.failed() && !in_.accept(';')) {
        const std::int64_t raw = in_.integer("the labelled value");
        const core::SourcePosition where = in_.last();
        std::string text = in_.quoted("the label");
        const bool twice = std::any_of(labels.begin(), labels.end(),
                                       [&](const ValueLabel& l) { return l.raw == raw; });
        if (twice)
            in_.fail(where, "two labels for the same value", std::to_string(raw), "one each");
        labels.push_back({raw, std::move(text)});
    }
    return labels;
}

void Parser::read_value_table() {
    in_message_ = false;
    std::string name(in_.name("the name of the value table"));
    std::vector<ValueLabel> labels = labels_until_semicolon();
    if (!in_.failed()) value_tables_.emplace_back(std::move(name), std::move(labels));
}

void Parser::read_labels() {
    in_message_ = false;
    const std::string_view next = in_.peek_word();
    const bool environment_variable = !next.empty() && (next.front() < '0' || next.front() > '9');
    if (environment_variable) return in_.skip_statement();
    Message* message = referred_message();
    Signal* signal = referred_signal(message);
    std::vector<ValueLabel> labels;
    if (const std::string table(in_.peek_word());
        !table.empty() && (table.front() < '0' || table.front() > '9')) {
        in_.name("the name of a value table");
        const auto found = std::find_if(value_tables_.begin(), value_tables_.end(),
                                        [&](const auto& t) { return t.first == table; });
        if (found == value_tables_.end()) {
            return in_.fail(in_.last(), "there is no such value table", table,
                            "a VAL_TABLE_ above");
        }
        labels = found->second;
        expect_semicolon();
    } else {
        labels = labels_until_semicolon();
    }
    if (!in_.failed() && signal != nullptr) signal->labels = std::move(labels);
}

void Parser::read_comment() {
    in_message_ = false;
    std::string nothing;
    std::string* comment = &database_.comment;
    const std::string_view about = in_.peek_word();
    if (about == "BU_" || about == "EV_") return in_.skip_statement();
    if (about == "BO_") {
        in_.word("BO_");
        Message* message = referred_message();
        comment = message != nullptr ? &message->comment : &nothing;
    } else if (about == "SG_") {
        in_.word("SG_");
        Signal* signal = referred_signal(referred_message());
        comment = signal != nullptr ? &signal->comment : &nothing;
    }
    std::string text = in_.quoted("the comment");
    expect_semicolon();
    if (!in_.failed()) *comment = std::move(text);
}

void Parser::read_attribute_definition() {
    in_message_ = false;
    const std::string about(in_.peek_word());
    if (!about.empty()) in_.word("the kind of object");
    const core::SourcePosition where = in_.here();
    const bool cycle_time = in_.quoted("the attribute's name") == kCycleTime;
    if (!in_.failed() && cycle_time && about != "BO_") {
        return in_.fail(where, "the attribute does not belong to messages", std::string(kCycleTime),
                        "BA_DEF_ BO_ \"GenMsgCycleTime\"");
    }
    in_.skip_statement();
}

std::uint32_t Parser::cycle_time() {
    const double cycle_time_ms = in_.number("the cycle time");
    if (in_.failed()) return 0;
    const auto whole_ms = static_cast<std::uint32_t>(
        cycle_time_ms >= 0.0 && cycle_time_ms <= 4294967295.0 ? cycle_time_ms : 0.0);
    if (static_cast<double>(whole_ms) != cycle_time_ms) {
        in_.fail(in_.last(), "the cycle time is not valid", "",
                 "a whole number of milliseconds from 0 to 4294967295");
    }
    return whole_ms;
}

void Parser::read_attribute_default() {
    in_message_ = false;
    if (in_.quoted("the attribute's name") != kCycleTime) return in_.skip_statement();
    default_cycle_time_ms_ = cycle_time();
    expect_semicolon();
}

void Parser::read_attribute() {
    in_message_ = false;
    const bool is_cycle_time = in_.quoted("the attribute's name") == kCycleTime;
    if (!is_cycle_time || in_.peek_word() != "BO_") return in_.skip_statement();
    in_.word("BO_");
    Message* message = referred_message();
    const std::uint32_t value_ms = cycle_time();
    expect_semicolon();
    if (in_.failed() || message == nullptr) return;
    message->cycle_time_ms = value_ms;
    cycle_time_given_[static_cast<std::size_t>(message - database_.messages.data())] = true;
}

void Parser::read_value_type() {
    in_message_ = false;
    Message* message = referred_message();
    const core::SourcePosition where = in_.here();
    Signal* signal = referred_signal(message);
    in_.accept(':');
    const std::uint64_t type = in_.whole("the value type", 3);
    expect_semicolon();
    if (in_.failed() || signal == nullptr || type == 0) return;
    in_.fail(where, "floating-point signals are not supported", signal->name, "whole numbers");
}

// Ranges of multiplexer values. Only the plain case, the one value that stands in the signal's own
// line, decodes rightly.
void Parser::read_multiplex_ranges() {
    in_message_ = false;
    Message* message = referred_message();
    const core::SourcePosition where = in_.here();
    Signal* signal = referred_signal(message);
    in_.name("the multiplexer's name");
    bool plain = true;
    int ranges = 0;
    do {
        const std::uint64_t low = in_.whole("the lower multiplexer value", 0xFFFFFFFFU);
        in_.expect('-');
        const std::uint64_t high = in_.whole("the upper multiplexer value", 0xFFFFFFFFU);
        ++ranges;
        plain = plain && signal != nullptr && low == high && low == signal->multiplex_value;
    } while (!in_.failed() && in_.accept(','));
    expect_semicolon();
    if (in_.failed() || signal == nullptr || (plain && ranges == 1)) return;
    in_.fail(where, "extended multiplexing is not supported", signal->name,
             "the one value that stands in the signal's line");
}

}  // namespace chargerig::dbc
