// SPDX-License-Identifier: Apache-2.0
#include "sim/fault/rule.hpp"

#include "sim/core/text.hpp"

namespace chargerig::fault {
namespace {

bool forces(const Description& what) {
    return what.kind == Kind::force_signal ||
           (what.kind == Kind::two_senders && !what.signal.empty());
}

core::Result<void> check_value(const Rule& rule, const evse::Version& version,
                               const core::SourcePosition& where) {
    const Description& what = rule.what;
    const auto& codec = version.codec(rule.message).signal(static_cast<std::size_t>(rule.signal));
    dbc::Payload scratch{};
    const bool fits = what.raw ? codec.set_signed_raw(*what.raw, scratch)
                               : codec.encode(what.value, scratch) == dbc::EncodeFault::none;
    if (fits) return {};
    const std::string place = what.message + "." + what.signal;
    if (what.raw) {
        return core::fail({where, place + " has no room for this raw value",
                           std::to_string(*what.raw), "what fits its bits", ""});
    }
    return core::fail(
        {where, place + " cannot carry this value", core::number_text(what.value),
         core::number_text(codec.lowest()) + " to " + core::number_text(codec.highest()),
         "raw: writes the bits of any value"});
}

}  // namespace

core::Result<Rule> make_rule(const Description& what, const evse::Version& version,
                             const core::SourcePosition& where) {
    Rule rule{what};
    if (what.message.empty()) return rule;
    const auto& messages = version.database().messages;
    const auto* message = dbc::find_message(version.database(), what.message);
    if (!message) {
        return core::fail(
            {where, "protocol " + version.name() + " has no such message", what.message, "", ""});
    }
    rule.message = static_cast<int>(message - messages.data());
    if (what.signal.empty()) return rule;
    const auto* signal = dbc::find_signal(*message, what.signal);
    if (!signal) {
        return core::fail({where,
                           "protocol " + version.name() + " has no such signal in " + what.message,
                           what.signal, "", ""});
    }
    rule.signal = static_cast<int>(signal - message->signals.data());
    if (!forces(what)) return rule;
    const auto fits = check_value(rule, version, where);
    if (!fits) return core::fail(fits.error());
    return rule;
}

}  // namespace chargerig::fault
