// SPDX-License-Identifier: Apache-2.0
#include "sim/can/bus_address.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "sim/core/text.hpp"

namespace chargerig::can {

namespace {

constexpr const char* kForms = "in-process, can:IFACE or PLUGIN:INTERFACE, e.g. virtualcan:can0";

constexpr int kMaxBitrate_bps = 1'000'000;  // classic CAN, ISO 11898-2
constexpr int kMinBitrate_bps = 5'000;
constexpr std::size_t kMaxLinkName = 15;  // IFNAMSIZ - 1, linux/if.h; Qt would cut it silently

struct OptionRules {
    std::string_view kind;
    bool bitrate;
    bool receive_own;
};

// What each kind can do (Qt 6.4 documentation of its plugins: supported configuration keys).
constexpr std::array<OptionRules, 6> kRules{{
    {"can", true, true},
    {"socketcan", true, true},
    {"virtualcan", false, true},
    {"peakcan", true, false},
    {"tinycan", true, false},
    {"passthrucan", true, false},
}};
constexpr OptionRules kOtherPlugin{"", true, true};

const OptionRules& rules_of(std::string_view kind) {
    const auto* const found =
        std::find_if(kRules.begin(), kRules.end(), [&](const auto& r) { return r.kind == kind; });
    return found == kRules.end() ? kOtherPlugin : *found;
}

std::string known_options(const OptionRules& rules) {
    std::string text;
    if (rules.bitrate) text = "bitrate";
    if (rules.receive_own) text += text.empty() ? "receive_own" : ", receive_own";
    return text;
}

tl::unexpected<core::Error> fail(std::string what, std::string_view value, std::string allowed,
                                 std::string hint = "") {
    return core::fail(
        {{}, std::move(what), std::string(value), std::move(allowed), std::move(hint)});
}

bool is_plugin_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

core::Result<bool> set_option(std::string_view option, std::string_view kind,
                              std::vector<std::string_view>& seen, BusAddress& address) {
    const OptionRules& rules = rules_of(kind);
    const std::size_t equals = option.find('=');
    const std::string_view key = option.substr(0, equals);
    if (equals == std::string_view::npos) {
        return fail("bus option without a value", option, "key=value");
    }
    const std::string_view value = option.substr(equals + 1);
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
        return fail("bus option given twice", option, "each option once");
    }
    seen.push_back(key);
    if (key == "bitrate" && rules.bitrate) {
        int bitrate_bps = 0;
        const auto end = std::from_chars(value.data(), value.data() + value.size(), bitrate_bps);
        if (end.ec != std::errc{} || end.ptr != value.data() + value.size() ||
            bitrate_bps < kMinBitrate_bps || bitrate_bps > kMaxBitrate_bps) {
            return fail("bus option bitrate", value, "5000 to 1000000 (bit/s)");
        }
        address.bitrate_bps = bitrate_bps;
        return true;
    }
    if (key == "receive_own" && rules.receive_own) {
        if (value != "true" && value != "false") {
            return fail("bus option receive_own", value, "true, false");
        }
        address.receive_own = value == "true";
        return true;
    }
    return fail("unknown option of a " + std::string(kind) + " bus", key, known_options(rules));
}

core::Result<bool> set_options(std::string_view options, std::string_view kind,
                               BusAddress& address) {
    std::vector<std::string_view> seen;
    while (!options.empty()) {
        const std::size_t end = options.find('&');
        if (auto set = set_option(options.substr(0, end), kind, seen, address); !set) return set;
        options = end == std::string_view::npos ? std::string_view{} : options.substr(end + 1);
    }
    return true;
}

}  // namespace

core::Result<BusAddress> parse_bus_address(std::string_view text) {
    BusAddress address;
    address.text = std::string(text);
    if (text == "in-process") return address;

    const std::size_t colon = text.find(':');
    const std::string_view kind = text.substr(0, colon);
    if (colon == std::string_view::npos) return fail("not a bus", text, kForms);
    if (kind == "in-process")
        return fail("the in-process bus takes nothing behind it", text, "in-process");
    if (!is_plugin_name(kind)) return fail("not a kind of bus", kind, kForms);

    const std::string_view rest = text.substr(colon + 1);
    const std::size_t question = rest.find('?');
    const std::string_view interface = rest.substr(0, question);
    if (interface.empty()) return fail("bus without an interface", text, kForms);
    const auto is_blank = [](char c) { return c == ' ' || core::is_control(c); };
    if (std::any_of(interface.begin(), interface.end(), is_blank) || !core::is_utf8(interface)) {
        return fail("name of an interface", interface, "UTF-8 text without blanks");
    }
    if ((kind == "can" || kind == "socketcan") && interface.size() > kMaxLinkName) {
        return fail("name of a network interface", interface, "1 to 15 characters");
    }
    address.kind = kind == "can" ? BusKind::direct_socketcan : BusKind::qt_plugin;
    if (address.kind == BusKind::qt_plugin) address.plugin = std::string(kind);
    address.interface = std::string(interface);
    if (question != std::string_view::npos) {
        if (auto set = set_options(rest.substr(question + 1), kind, address); !set) {
            return core::fail(std::move(set.error()));
        }
    }
    return address;
}

}  // namespace chargerig::can
