// SPDX-License-Identifier: Apache-2.0
#include "sim/link/stream.hpp"

#include <algorithm>

namespace chargerig::link {
namespace {

core::Error overflow(std::string_view name, std::size_t capacity) {
    return {.where = {},
            .what = "message " + std::string(name) + " found the vehicle link full",
            .value = std::to_string(capacity + 1) + " messages",
            .allowed = "up to " + std::to_string(capacity) + " under way",
            .hint = "receive more often or shorten the delay"};
}

}  // namespace

template <class Message>
core::Result<core::Instant> StreamDirection<Message>::send(Message message, core::Instant now,
                                                           Strictness strictness,
                                                           InterfaceVersion version) {
    message.time = now;
    if (std::optional<core::Error> bad = validate(message, strictness, version)) {
        ++counts_.refused;
        last_error_ = *bad;
        return core::fail(std::move(*bad));
    }
    if (size_ == kCapacity) {
        ++counts_.overflowed;
        last_error_ = overflow(literal(message.name), kCapacity);
        return core::fail(*last_error_);
    }
    const core::Instant arrival = std::max(now + delay_, last_arrival_);
    last_arrival_ = arrival;
    if (tap) tap(message, arrival);
    ring_[(first_ + size_) % kCapacity] = {arrival, std::move(message)};
    ++size_;
    ++counts_.sent;
    return arrival;
}

template class StreamDirection<Var>;
template class StreamDirection<Command>;

}  // namespace chargerig::link
