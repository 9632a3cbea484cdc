// SPDX-License-Identifier: Apache-2.0
//
// "var NAME" or "command NAME" in the first line, then any bytes: a payload or an error. A payload
// that was accepted is written as JSON that reads back as the same.
#include <string>

#include "sim/link/iso15118_names.hpp"
#include "sim/link/schema.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace chargerig::link;
using namespace chargerig::fuzz;

namespace {

template <class Message, class Name, class Read>
void take(Name name, std::string_view json, Read read) {
    for (const auto version : {InterfaceVersion::current, InterfaceVersion::older}) {
        for (const auto strictness : {Strictness::schema, Strictness::discharge_tolerant}) {
            const chargerig::core::Result<Message> message =
                read({}, name, json, strictness, version);
            if (!message) {
                require_readable(message.error());
                continue;
            }
            require(!validate(*message, strictness, version));
            const std::string text = to_json(*message, version);
            const chargerig::core::Result<Message> again =
                read({}, name, text, strictness, version);
            require(again && to_json(*again, version) == text);
        }
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of(data, size);
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view head = text.substr(0, end);
    const std::string_view json = text.substr(std::min(end + 1, text.size()));
    const std::size_t blank = std::min(head.find(' '), head.size());
    const std::string_view name = head.substr(std::min(blank + 1, head.size()));
    if (head.substr(0, blank) == "var") {
        const auto var = from_literal<VarName>(name);
        if (var) take<Var>(*var, json, var_from_json);
    } else if (const auto command = from_literal<CommandName>(name)) {
        take<Command>(*command, json, command_from_json);
    }
    return 0;
}
