// SPDX-License-Identifier: Apache-2.0
//
// What a DBC file says, as plain values. All texts are UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chargerig::dbc {

enum class ByteOrder : std::uint8_t { little_endian, big_endian };

enum class Multiplex : std::uint8_t {
    none,      // always present
    selector,  // its raw value says which of the selected signals are present
    selected,  // present while the selector's raw value is `multiplex_value`
};

struct ValueLabel {
    std::int64_t raw = 0;  // of an unsigned 64-bit signal: the same bits
    std::string text;
    friend bool operator==(const ValueLabel&, const ValueLabel&) = default;
};

struct Signal {
    std::string name;
    // Bit 8 * byte + n is bit n of that byte. Little endian: where the least significant bit is;
    // big endian: where the most significant bit is, the others follow downwards and into the next
    // byte.
    std::uint16_t start = 0;
    std::uint16_t length = 1;  // 1 to 64 bits
    ByteOrder byte_order = ByteOrder::little_endian;
    bool is_signed = false;  // two's complement
    double factor = 1.0;     // physical = raw * factor + offset; never 0
    double offset = 0.0;
    bool limited = false;  // false where the file says [0|0]: the field's own range applies
    double minimum = 0.0;  // physical, inclusive
    double maximum = 0.0;
    std::string unit;
    Multiplex multiplex = Multiplex::none;
    std::uint64_t multiplex_value = 0;
    std::vector<std::string> receivers;
    std::vector<ValueLabel> labels;
    std::string comment;
    friend bool operator==(const Signal&, const Signal&) = default;
};

struct Message {
    std::uint32_t id = 0;   // without the flag bit of the file
    bool extended = false;  // 29-bit identifier
    std::string name;
    std::uint8_t length = 0;          // bytes, 0 to 8
    std::string transmitter;          // empty where the file says Vector__XXX
    std::uint32_t cycle_time_ms = 0;  // attribute GenMsgCycleTime; 0 means no fixed period
    std::vector<Signal> signals;      // in file order
    std::string comment;
    friend bool operator==(const Message&, const Message&) = default;
};

struct Database {
    std::string file;     // as it was given to the reader
    std::string version;  // the text of VERSION; not to be relied on (spec 3.2)
    std::string comment;
    std::vector<std::string> nodes;
    std::vector<Message> messages;  // in file order
    friend bool operator==(const Database&, const Database&) = default;
};

// nullptr when there is none.
const Message* find_message(const Database& database, std::string_view name);
const Message* find_message(const Database& database, std::uint32_t id, bool extended);
const Signal* find_signal(const Message& message, std::string_view name);
// Bytes that a frame must have so that the whole signal is in it.
int bytes_needed(const Signal& signal);
// Empty when the value has no label.
std::string_view find_label(const Signal& signal, std::int64_t raw);

}  // namespace chargerig::dbc
