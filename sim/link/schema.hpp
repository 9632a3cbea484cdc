// SPDX-License-Identifier: Apache-2.0
//
// What the interface `ISO15118_charger` allows in each version: the payload of each command and
// variable, types, units, ranges, and their JSON (JSON schema draft 07 of EVerest everest-core:
// interfaces/ISO15118_charger.yaml and types/). Bad payloads are refused with an Error; nothing is
// clamped or guessed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/link/interface_version.hpp"
#include "sim/link/iso15118_charger.hpp"

namespace chargerig::link {

// The schema lets dc_ev_target_current go down to -2 A only and evse_present_current to 0 A,
// although a discharging vehicle asks for, and a discharging charger measures, large negative
// currents (EVerest EvseManager.cpp:720-735 forwards them). `schema` takes the ranges as written,
// `discharge_tolerant` lets these two fields go down to -10000 A, the schema's upper bound
// mirrored. In the older interface it also takes start_pre_charge, which peers of that time have
// although that version lacks it (added two days later, and the first release has both).
enum class Strictness : std::uint8_t { schema, discharge_tolerant };

// Whether a version has the command or variable as written.
bool offers(InterfaceVersion version, VarName name);
bool offers(InterfaceVersion version, CommandName name);

// Empty when the version has the name, the payload is what the name calls for and every field is
// allowed. Allocates only when it is not. The Error's text is like "var dc_ev_status: field
// dc_ev_ress_soc is out of range: '101'; allowed: 0 to 100 %; ...".
std::optional<core::Error> validate(const Var& var,
                                    Strictness strictness = Strictness::discharge_tolerant,
                                    InterfaceVersion version = InterfaceVersion::current);
std::optional<core::Error> validate(const Command& command,
                                    Strictness strictness = Strictness::discharge_tolerant,
                                    InterfaceVersion version = InterfaceVersion::current);

// Takes away what the version has no way to say: fields, items of lists; a value without a name
// becomes the one that the version has for such (V2gMessageId::UnknownMessage). False: there is no
// such message at all. What goes over a link of that version was reduced to it first.
bool reduce_to(InterfaceVersion version, Var& var);
bool reduce_to(InterfaceVersion version, Command& command);

// The payload as JSON text: the value of a variable ("null" for one without a value), the object of
// named arguments of a command ("{}" without arguments). Absent optional fields are left out. The
// message must be valid.
std::string to_json(const Var& var, InterfaceVersion version = InterfaceVersion::current);
std::string to_json(const Command& command, InterfaceVersion version = InterfaceVersion::current);

// Strict: an unknown, missing or repeated key, a wrong JSON type, an unknown literal or a value
// outside its range is an Error. `time` becomes the message's time.
core::Result<Var> var_from_json(core::Instant time, VarName name, std::string_view text,
                                Strictness strictness = Strictness::discharge_tolerant,
                                InterfaceVersion version = InterfaceVersion::current);
core::Result<Command> command_from_json(core::Instant time, CommandName name, std::string_view text,
                                        Strictness strictness = Strictness::discharge_tolerant,
                                        InterfaceVersion version = InterfaceVersion::current);

enum class JsonType : std::uint8_t { null, boolean, number, integer, string, array, object };

// The result of a command: boolean for update_supported_app_protocols (true: all were accepted),
// null for the others.
JsonType result_type(CommandName name);

// One line of the schema, flattened: a command or variable, or one field of its payload.
struct SchemaRow {
    bool is_command = false;
    std::string_view owner;  // the command's or variable's name
    std::string path;  // "" for a variable itself; "maximum_limits.evse_maximum_current_limit";
                       // items of an array have the path of the array and "[]"
    JsonType type = JsonType::null;
    std::string_view unit;  // empty if there is none
    bool required = true;
    // Inclusive, infinite where the schema has no bound; for numbers only.
    double minimum = 0.0;
    double maximum = 0.0;
    double discharge_minimum = 0.0;  // the minimum under Strictness::discharge_tolerant
    // Characters of a string or items of an array, inclusive.
    std::size_t minimum_size = 0;
    std::size_t maximum_size = 0;
    std::string_view format;                 // "date-time", or a pattern; empty if there is none
    std::vector<std::string_view> literals;  // of an enumeration
};

// Every command of the version, then every variable, each followed by its fields; in the order of
// the interface.
const std::vector<SchemaRow>& schema_table(InterfaceVersion version = InterfaceVersion::current);

}  // namespace chargerig::link
