// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a database or errors; what was accepted can be coded without harm.
#include <vector>

#include "sim/dbc/codec.hpp"
#include "sim/dbc/reader.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace chargerig::dbc;
using namespace chargerig::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto database = parse_dbc(text_of(data, size), "fuzz.dbc");
    if (!database) {
        require_readable(database.error());
        require(database.error().size() <= 20);
        return 0;
    }
    for (const Message& message : database->messages) {
        const MessageCodec codec(message);
        Payload payload{0x12, 0xFF, 0x34, 0x00, 0x56, 0x80, 0x78, 0x7F};
        std::vector<double> values(message.signals.size());
        codec.decode(payload, values);
        for (std::size_t i = 0; i < values.size(); ++i) {
            require(bytes_needed(message.signals[i]) <= message.length);
            Payload copy = payload;
            require(codec.signal(i).raw(payload) == 0 || codec.signal(i).set_signed_raw(0, copy));
        }
        codec.encode(values, payload);
    }
    return 0;
}
