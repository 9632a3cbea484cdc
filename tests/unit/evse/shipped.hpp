// SPDX-License-Identifier: Apache-2.0
//
// The shipped versions, read once.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "sim/evse/binding.hpp"
#include "sim/evse/registry.hpp"

namespace chargerig::evse {

inline const Registry& shipped() {
    static const Registry registry = [] {
        auto loaded = Registry::load(CHARGERIG_SOURCE_DIR "/resources");
        if (!loaded) throw std::runtime_error(loaded.error().front().text());
        return *loaded;
    }();
    return registry;
}

inline Binding bound(std::string_view version, int pistol = 1) {
    return *Binding::make(shipped().find(version).value(), pistol);
}

inline std::string hex(const can::Frame& frame) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (int i = 7; i >= 0; --i) out += kDigits[(frame.id >> (4 * i)) & 0xFU];
    out += '#';
    for (int i = 0; i < frame.length; ++i) {
        out += kDigits[frame.data[i] >> 4U];
        out += kDigits[frame.data[i] & 0xFU];
    }
    return out;
}

// "0106B000#0C" as a received frame.
inline can::Frame frame(const std::string& text) {
    can::Frame out;
    const std::size_t hash = text.find('#');
    out.id = static_cast<std::uint32_t>(std::stoul(text.substr(0, hash), nullptr, 16));
    for (std::size_t i = hash + 1; i + 1 < text.size(); i += 2) {
        out.data[out.length++] =
            static_cast<std::uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16));
    }
    return out;
}

}  // namespace chargerig::evse
