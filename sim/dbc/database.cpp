// SPDX-License-Identifier: Apache-2.0
#include "sim/dbc/database.hpp"

#include <algorithm>

namespace chargerig::dbc {

namespace {

template <class Range, class Predicate>
auto* first_of(const Range& range, Predicate predicate) {
    const auto found = std::find_if(range.begin(), range.end(), predicate);
    return found == range.end() ? nullptr : &*found;
}

}  // namespace

const Message* find_message(const Database& database, std::string_view name) {
    return first_of(database.messages, [&](const Message& m) { return m.name == name; });
}

const Message* find_message(const Database& database, std::uint32_t id, bool extended) {
    return first_of(database.messages,
                    [&](const Message& m) { return m.id == id && m.extended == extended; });
}

const Signal* find_signal(const Message& message, std::string_view name) {
    return first_of(message.signals, [&](const Signal& s) { return s.name == name; });
}

int bytes_needed(const Signal& signal) {
    const bool little = signal.byte_order == ByteOrder::little_endian;
    const int first = little ? signal.start : signal.start / 8 * 8 + (7 - signal.start % 8);
    return (first + signal.length + 7) / 8;
}

std::string_view find_label(const Signal& signal, std::int64_t raw) {
    const auto* label = first_of(signal.labels, [&](const ValueLabel& l) { return l.raw == raw; });
    return label == nullptr ? std::string_view{} : std::string_view{label->text};
}

}  // namespace chargerig::dbc
