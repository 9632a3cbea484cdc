// SPDX-License-Identifier: Apache-2.0
#include "sim/dbc/parser.hpp"

#include <algorithm>
#include <utility>

namespace chargerig::dbc {

namespace {

constexpr std::size_t kMaxErrors = 20;
constexpr std::uint32_t kExtendedFlag = 0x80000000U;
constexpr std::uint32_t kMaxStandardId = 0x7FF;
constexpr std::uint32_t kMaxExtendedId = 0x1FFFFFFF;
// Holds signals that belong to no message; tools write it with this identifier.
constexpr std::string_view kNoMessage = "VECTOR__INDEPENDENT_SIG_MSG";
constexpr std::uint32_t kNoMessageId = 0xC0000000U;
constexpr std::string_view kNobody = "Vector__XXX";

}  // namespace

Parser::Parser(std::string_view text, std::string file) : in_(text, file) {
    database_.file = std::move(file);
}

const Parser::Statement* Parser::statement(std::string_view keyword) {
    static constexpr std::array kStatements{
        Statement{"VERSION", &Parser::read_version},
        Statement{"NS_", &Parser::read_new_symbols},
        Statement{"BS_", &Parser::read_bit_timing},
        Statement{"BU_", &Parser::read_nodes},
        Statement{"BO_", &Parser::read_message},
        Statement{"SG_", &Parser::read_signal},
        Statement{"VAL_TABLE_", &Parser::read_value_table},
        Statement{"VAL_", &Parser::read_labels},
        Statement{"CM_", &Parser::read_comment},
        Statement{"BA_DEF_", &Parser::read_attribute_definition},
        Statement{"BA_DEF_DEF_", &Parser::read_attribute_default},
        Statement{"BA_", &Parser::read_attribute},
        Statement{"SIG_VALTYPE_", &Parser::read_value_type},
        Statement{"SG_MUL_VAL_", &Parser::read_multiplex_ranges},
        Statement{"BO_TX_BU_", &Parser::skip},
        Statement{"EV_", &Parser::skip},
        Statement{"ENVVAR_DATA_", &Parser::skip},
        Statement{"EV_DATA_", &Parser::skip},
        Statement{"SGTYPE_", &Parser::skip},
        Statement{"SGTYPE_VAL_", &Parser::skip},
        Statement{"SIGTYPE_VALTYPE_", &Parser::skip},
        Statement{"SIG_TYPE_REF_", &Parser::skip},
        Statement{"SIG_GROUP_", &Parser::skip},
        Statement{"BA_DEF_SGTYPE_", &Parser::skip},
        Statement{"BA_SGTYPE_", &Parser::skip},
        Statement{"BA_DEF_REL_", &Parser::skip},
        Statement{"BA_DEF_DEF_REL_", &Parser::skip},
        Statement{"BA_REL_", &Parser::skip},
        Statement{"BU_SG_REL_", &Parser::skip},
        Statement{"BU_EV_REL_", &Parser::skip},
        Statement{"BU_BO_REL_", &Parser::skip},
        Statement{"CAT_DEF_", &Parser::skip},
        Statement{"CAT_", &Parser::skip},
        Statement{"FILTER", &Parser::skip},
    };
    const auto found = std::find_if(kStatements.begin(), kStatements.end(),
                                    [&](const Statement& s) { return s.keyword == keyword; });
    return found == kStatements.end() ? nullptr : found;
}

tl::expected<Database, core::Errors> Parser::parse() {
    while (!in_.at_end() && errors_.size() < kMaxErrors) {
        read_statement();
        if (!in_.failed()) continue;
        errors_.push_back(in_.error());
        go_to_next_statement();
    }
    if (errors_.empty()) finish();
    if (!errors_.empty()) return tl::make_unexpected(std::move(errors_));
    return std::move(database_);
}

void Parser::read_statement() {
    const std::string_view keyword = in_.word("a DBC statement");
    if (in_.failed()) return;
    const Statement* found = statement(keyword);
    if (found == nullptr) {
        in_.fail(in_.last(), "not a DBC statement", std::string(keyword.substr(0, 40)),
                 "VERSION, BU_, BO_, SG_, CM_, BA_DEF_, BA_, VAL_ and the other DBC statements",
                 "check the file's end-of-statement marks ';' and quotes");
        return;
    }
    (this->*found->read)();
}

void Parser::go_to_next_statement() {
    do {
        in_.recover();
    } while (!in_.at_end() && statement(in_.peek_word()) == nullptr);
}

void Parser::read_version() {
    database_.version = in_.quoted("the version text");
}

void Parser::read_new_symbols() {
    in_.expect(':');
    while (!in_.failed() && !in_.peek_word().empty() && in_.word_is_alone_on_its_line()) {
        in_.word("a symbol");
    }
}

void Parser::read_bit_timing() {
    in_.expect(':');
    in_.skip_line();
}

void Parser::read_nodes() {
    in_.expect(':');
    while (!in_.failed()) {
        const std::string_view next = in_.peek_word();
        if (next.empty() || statement(next) != nullptr) return;
        const std::string node(in_.name("a node name"));
        if (in_.failed()) return;
        if (std::count(database_.nodes.begin(), database_.nodes.end(), node) != 0) {
            return in_.fail(in_.last(), "the node stands twice", node, "each name once");
        }
        database_.nodes.push_back(node);
    }
}

void Parser::check_message_name(const Message& message, const core::SourcePosition& where) {
    for (std::size_t i = 0; i < database_.messages.size(); ++i) {
        const Message& other = database_.messages[i];
        const std::string first = "the first is on line " + std::to_string(message_places_[i].line);
        if (other.name == message.name) {
            return in_.fail(where, "two messages have the same name", message.name,
                            "each name once", first);
        }
        if (other.id == message.id && other.extended == message.extended) {
            return in_.fail(where, "two messages have the same identifier",
                            std::to_string(message.id), "each identifier once",
                            "the first is " + other.name + " on line " +
                                std::to_string(message_places_[i].line));
        }
    }
}

void Parser::read_message() {
    in_message_ = skip_signals_ = true;
    Message message;
    const auto id = static_cast<std::uint32_t>(in_.whole("the message identifier", 0xFFFFFFFFU));
    const core::SourcePosition id_place = in_.last();
    message.name = in_.name("the message name");
    in_.expect(':');
    const std::uint64_t length = in_.whole("the message length", 0xFFFF);
    const core::SourcePosition length_place = in_.last();
    const std::string_view transmitter = in_.name("the transmitter");
    if (in_.failed() || message.name == kNoMessage) return;

    message.extended = (id & kExtendedFlag) != 0;
    message.id = id & ~kExtendedFlag;
    if (message.id > (message.extended ? kMaxExtendedId : kMaxStandardId)) {
        return in_.fail(id_place, "the message identifier is not valid", std::to_string(id),
                        "0 to 2047, or 2147483648 plus 0 to 536870911 for 29 bits");
    }
    if (length > 8) {
        return in_.fail(length_place, "the message is too long", std::to_string(length),
                        "0 to 8 bytes", "CAN FD messages are not supported");
    }
    message.length = static_cast<std::uint8_t>(length);
    if (transmitter != kNobody) message.transmitter = transmitter;
    check_message_name(message, id_place);
    if (in_.failed()) return;
    database_.messages.push_back(std::move(message));
    message_places_.push_back(id_place);
    cycle_time_given_.push_back(false);
    skip_signals_ = false;
}

void Parser::signal_name_and_multiplexer(Signal& signal) {
    signal.name = in_.name("the signal name");
    const std::string multiplex(in_.peek_word());
    if (multiplex.empty()) return;
    in_.word("the multiplexer");
    if (multiplex == "M") {
        signal.multiplex = Multiplex::selector;
        return;
    }
    const bool has_value = multiplex.size() > 1 && multiplex.front() == 'm';
    const std::string digits = has_value ? multiplex.substr(1) : "";
    if (has_value && digits.back() == 'M') {
        return in_.fail(in_.last(), "extended multiplexing is not supported", multiplex,
                        "M, or m and a number");
    }
    if (digits.empty() || digits.size() > 10 ||
        digits.find_first_not_of("0123456789") != std::string::npos) {
        return in_.fail(in_.last(), "the multiplexer is not valid", multiplex,
                        "M, or m and a number");
    }
    signal.multiplex = Multiplex::selected;
    signal.multiplex_value = std::stoull(digits);
}

void Parser::signal_layout(Signal& signal) {
    in_.expect(':');
    signal.start = static_cast<std::uint16_t>(in_.whole("the start bit", 63));
    in_.expect('|');
    signal.length = static_cast<std::uint16_t>(in_.whole("the signal length", 64));
    if (!in_.failed() && signal.length == 0) {
        return in_.fail(in_.last(), "the signal length is not valid", "0", "1 to 64 bits");
    }
    in_.expect('@');
    signal.byte_order =
        in_.whole("the byte order", 1) == 1 ? ByteOrder::little_endian : ByteOrder::big_endian;
    if (in_.accept('-')) {
        signal.is_signed = true;
    } else {
        in_.expect('+');
    }
}

void Parser::signal_scaling(Signal& signal) {
    in_.expect('(');
    signal.factor = in_.number("the factor");
    if (!in_.failed() && signal.factor == 0.0) {
        return in_.fail(in_.last(), "the factor is not valid", "0", "any number but 0");
    }
    in_.expect(',');
    signal.offset = in_.number("the offset");
    in_.expect(')');
    in_.expect('[');
    signal.minimum = in_.number("the minimum");
    const core::SourcePosition place = in_.last();
    in_.expect('|');
    signal.maximum = in_.number("the maximum");
    in_.expect(']');
    signal.limited = signal.minimum != 0.0 || signal.maximum != 0.0;
    if (!in_.failed() && signal.minimum > signal.maximum) {
        in_.fail(place, "the minimum is above the maximum", "", "[minimum|maximum] or [0|0]");
    }
}

void Parser::check_layout(const Signal& signal, const core::SourcePosition& where) {
    const Message& message = database_.messages.back();
    if (find_signal(message, signal.name) != nullptr) {
        return in_.fail(where, "two signals of " + message.name + " have the same name",
                        signal.name, "each name once in a message");
    }
    const bool little = signal.byte_order == ByteOrder::little_endian;
    if (bytes_needed(signal) > message.length) {
        in_.fail(where, "the signal does not fit in its message",
                 signal.name + " : " + std::to_string(signal.start) + "|" +
                     std::to_string(signal.length) + (little ? "@1" : "@0"),
                 "bits within the " + std::to_string(message.length) + " bytes of " + message.name);
    }
}

void Parser::read_signal() {
    const core::SourcePosition where = in_.here();
    if (!in_message_) {
        return in_.fail(where, "a signal stands outside of a message", "", "SG_ behind a BO_ line");
    }
    if (skip_signals_) return in_.skip_line();
    Signal signal;
    signal_name_and_multiplexer(signal);
    signal_layout(signal);
    signal_scaling(signal);
    signal.unit = in_.quoted("the unit");
    do {
        const std::string_view receiver = in_.name("a receiver");
        if (!in_.failed() && receiver != kNobody) signal.receivers.emplace_back(receiver);
    } while (!in_.failed() && in_.accept(','));
    if (in_.failed()) return;
    check_layout(signal, where);
    if (!in_.failed()) database_.messages.back().signals.push_back(std::move(signal));
}

void Parser::skip() {
    in_message_ = false;
    in_.skip_statement();
}

Message* Parser::referred_message() {
    const auto id = static_cast<std::uint32_t>(in_.whole("the message identifier", 0xFFFFFFFFU));
    if (in_.failed() || id == kNoMessageId) return nullptr;
    for (Message& message : database_.messages) {
        if (message.id == (id & ~kExtendedFlag) &&
            message.extended == ((id & kExtendedFlag) != 0)) {
            return &message;
        }
    }
    if (errors_.empty()) {
        in_.fail(in_.last(), "there is no message with this identifier", std::to_string(id),
                 "an identifier of a BO_ line above");
    }
    return nullptr;
}

Signal* Parser::referred_signal(Message* message) {
    const std::string name(in_.name("the signal name"));
    if (in_.failed() || message == nullptr) return nullptr;
    for (Signal& signal : message->signals) {
        if (signal.name == name) return &signal;
    }
    if (errors_.empty()) {
        in_.fail(in_.last(), message->name + " has no such signal", name,
                 "a signal of that message");
    }
    return nullptr;
}

void Parser::finish() {
    for (std::size_t i = 0; i < database_.messages.size(); ++i) {
        Message& message = database_.messages[i];
        if (!cycle_time_given_[i]) message.cycle_time_ms = default_cycle_time_ms_;
        check_multiplexing(message, message_places_[i]);
    }
}

void Parser::check_multiplexing(const Message& message, const core::SourcePosition& where) {
    const auto count = [&](Multiplex kind) {
        return std::count_if(message.signals.begin(), message.signals.end(),
                             [&](const Signal& s) { return s.multiplex == kind; });
    };
    const auto selectors = count(Multiplex::selector);
    if (selectors > 1) {
        errors_.push_back({where, "the message has more than one multiplexer", message.name,
                           "one signal with M", ""});
    }
    if (selectors == 0 && count(Multiplex::selected) > 0) {
        errors_.push_back({where, "the message has multiplexed signals but no multiplexer",
                           message.name, "one signal with M", ""});
    }
}

}  // namespace chargerig::dbc
