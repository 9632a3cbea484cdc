// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

core::Result<Emulation> parse_emulation(std::string_view text, const core::SourcePosition& where) {
    constexpr std::string_view kAllowed =
        "controller, vehicle, modules with commas between, or none";
    Emulation out;
    if (text == "none") return out;
    while (true) {
        const std::size_t comma = text.find(',');
        std::string_view name = text.substr(0, comma);
        while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
        while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
        bool* side = name == "controller" ? &out.controller
                     : name == "vehicle"  ? &out.vehicle
                     : name == "modules"  ? &out.modules
                                          : nullptr;
        if (!side) {
            return core::fail(
                {where, "unknown side to emulate", std::string(name), std::string(kAllowed), ""});
        }
        *side = true;
        if (comma == text.npos) return out;
        text.remove_prefix(comma + 1);
    }
}

std::string to_text(const Emulation& emulation) {
    std::string out;
    if (emulation.controller) out = "controller";
    if (emulation.vehicle) out += std::string(out.empty() ? "" : ",") + "vehicle";
    if (emulation.modules) out += std::string(out.empty() ? "" : ",") + "modules";
    return out.empty() ? "none" : out;
}

}  // namespace chargerig::scenario
