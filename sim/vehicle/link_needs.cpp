// SPDX-License-Identifier: Apache-2.0
#include "sim/vehicle/link_needs.hpp"

#include <string>

#include "sim/link/schema.hpp"

namespace chargerig::vehicle {
namespace {

using link::CommandName;
using link::InterfaceVersion;
using link::VarName;

class Missing {
public:
    explicit Missing(InterfaceVersion version) : version_(version) {}

    template <class Name>
    Missing& need(Name name) {
        if (link::offers(version_, name)) return *this;
        if (!text_.empty()) text_ += ", ";
        text_ += link::literal(name);
        return *this;
    }
    const std::string& text() const { return text_; }

private:
    InterfaceVersion version_;
    std::string text_;
};

// Evse15118D20 does not begin before the first two have come (interface facts 4.1); the control
// mode and the range of dynamic control come in the others alone (4.5).
std::string missing(Protocol protocol, InterfaceVersion version) {
    Missing out(version);
    if (is_iso20(protocol)) {
        out.need(CommandName::set_powersupply_capabilities)
            .need(CommandName::update_energy_transfer_modes)
            .need(VarName::selected_service_parameters);
    }
    if (protocol == Protocol::iso20_dynamic) out.need(VarName::d20_dc_dynamic_charge_mode);
    return out.text();
}

std::string carried_protocols(InterfaceVersion version) {
    std::string out;
    for (std::size_t i = 0; i < kProtocolNames.size(); ++i) {
        if (!missing(static_cast<Protocol>(i), version).empty()) continue;
        if (!out.empty()) out += ", ";
        out += kProtocolNames[i];
    }
    return out;
}

}  // namespace

core::Result<void> check_link(Protocol protocol, link::InterfaceVersion version,
                              const core::SourcePosition& where) {
    const std::string lacking = missing(protocol, version);
    if (lacking.empty()) return {};
    const std::string link(link::name(version));
    return core::fail({where, "the " + link + " vehicle link cannot carry the vehicle's protocol",
                       std::string(kProtocolNames[static_cast<std::size_t>(protocol)]),
                       carried_protocols(version), "it lacks " + lacking});
}

}  // namespace chargerig::vehicle
