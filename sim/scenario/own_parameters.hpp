// SPDX-License-Identifier: Apache-2.0
//
// A scenario's own parameters: entries of `parameters` whose value is a map, and ${NAME} in the
// texts below, which stands for the value of one. docs/scenarios.md describes both.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/yaml.hpp"

namespace chargerig::scenario {

class OwnParameters {
public:
    // `section` may be no map: then there are none. Adds every mistake of a definition to `errors`.
    OwnParameters(const core::YamlNode& section, core::Errors& errors);

    bool has(std::string_view name) const;
    std::vector<std::string> names() const;

    // The value for this run instead of the default; `where` is where it was given. An unknown name
    // and a value that the definition does not allow are errors.
    void give(std::string_view name, const core::YamlNode& value, core::Errors& errors);

    // The same node with values for names, `$${` read as "${", and without the definitions, which
    // stand in the section itself. Marks what is used.
    core::YamlNode substituted(const core::YamlNode& node, core::Errors& errors);
    std::string substituted(std::string_view text, const core::SourcePosition& where,
                            core::Errors& errors);
    core::YamlNode without_definitions(const core::YamlNode& section) const;

    // Every parameter has a value and is used.
    void finish(core::Errors& errors) const;

    // "NAME: value unit", in the order of the file.
    std::vector<std::string> values() const;

private:
    struct Parameter {
        std::string name;
        core::SourcePosition where;
        std::optional<core::YamlNode> value;
        bool numeric = false;
        double minimum = 0.0;
        double maximum = 0.0;
        std::string unit;
        std::vector<std::string> words;  // empty: any
        bool used = false;
    };
    static Parameter read(const core::YamlNode::Entry& entry, core::Errors& errors);
    static void check(const Parameter& parameter, const core::YamlNode& value,
                      core::Errors& errors);
    Parameter* find(std::string_view name);
    // Of the text at `$`: what it stands for, and how many characters that takes away.
    std::string replace(std::string_view& text, const core::SourcePosition& where,
                        core::Errors& errors);

    std::vector<Parameter> all_;
};

}  // namespace chargerig::scenario
