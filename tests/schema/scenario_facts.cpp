// SPDX-License-Identifier: Apache-2.0
//
// Prints, as JSON, the names, defaults and ranges that the program's own tables know: entries of
// the controller, the vehicle and the modules, what a `set` step may change, kinds of faults,
// states.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "sim/controller/configuration.hpp"
#include "sim/core/text.hpp"
#include "sim/fault/description.hpp"
#include "sim/modules/entries.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/step_reader.hpp"
#include "sim/vehicle/entries.hpp"

namespace {

using Json = nlohmann::ordered_json;
using namespace chargerig;  // NOLINT(google-build-using-namespace): a program of one file

// No entry of any kind has this value, so that each says what it allows.
const std::string kRefused = std::string(38, '\x01');

std::vector<std::string> listed(const std::string& names) {
    std::vector<std::string> out;
    for (std::size_t begin = 0; begin < names.size();) {
        const std::size_t end = std::min(names.find(", ", begin), names.size());
        out.push_back(names.substr(begin, end - begin));
        begin = end + 2;
    }
    return out;
}

Json controller_entries() {
    Json out = Json::array();
    controller::Configuration values;
    for (const auto& entry : controller::configuration_entries()) {
        const auto refused = controller::set_entry(values, entry.name, kRefused);
        const bool whole = std::holds_alternative<int controller::Configuration::*>(entry.member);
        out.push_back({{"name", entry.name},
                       {"default", controller::entry_text(values, entry)},
                       {"allowed", refused.error().allowed + (whole ? ", whole" : "")}});
    }
    return out;
}

Json modules_entries() {
    Json out = Json::array();
    for (const auto& entry : modules::entries()) {
        out.push_back({{"name", entry.name},
                       {"default", entry.default_text},
                       {"allowed", entry.allowed},
                       {"live", entry.live},
                       {"fault", entry.fault}});
    }
    return out;
}

struct VehicleDefault {
    vehicle::Profile& profile;
    std::string operator()(const vehicle::NumberEntry& e) const {
        return core::number_text(e.at(profile));
    }
    std::string operator()(const vehicle::IntegerEntry& e) const {
        return std::to_string(e.at(profile));
    }
    std::string operator()(const vehicle::BooleanEntry& e) const {
        return e.at(profile) ? "true" : "false";
    }
    std::string operator()(const vehicle::TextEntry& /*e*/) const { return ""; }
};

// The defaults of texts are those that the key table names.
Json vehicle_entries() {
    Json out = Json::array();
    vehicle::Profile profile;
    for (const auto& entry : vehicle::entries()) {
        const auto* text = std::get_if<vehicle::TextEntry>(&entry.value);
        const auto refused = vehicle::set(entry, profile, kRefused, {});
        out.push_back({{"group", entry.group},
                       {"name", entry.key},
                       {"default", std::visit(VehicleDefault{profile}, entry.value)},
                       {"allowed", text ? std::string(text->allowed) : refused.error().allowed},
                       {"required", entry.need == vehicle::Need::required},
                       {"text", text != nullptr}});
    }
    return out;
}

Json settable() {
    Json out = Json::array();
    const auto paths = scenario::read_setting("?", "", {});
    for (const auto& path : listed(paths.error().allowed)) {
        if (path == "modules.NAME") continue;
        const auto refused = scenario::read_setting(path, kRefused, {});
        out.push_back({{"name", path}, {"allowed", refused.error().allowed}});
    }
    modules::State state;
    const auto names = modules::set_entry(state, "?", "", {});
    for (const auto& name : listed(names.error().allowed)) {
        const auto refused = modules::set_entry(state, name, kRefused, {});
        out.push_back({{"name", "modules." + name}, {"allowed", refused.error().allowed}});
    }
    return out;
}

}  // namespace

int main() {
    Json out;
    out["controller"] = controller_entries();
    out["modules"] = modules_entries();
    out["vehicle"] = vehicle_entries();
    out["set"] = settable();
    out["kinds"] = fault::kKindNames;
    out["states"] = listed(scenario::state_names());
    std::cout << out.dump(1) << "\n";
    return 0;
}
