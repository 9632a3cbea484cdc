// SPDX-License-Identifier: Apache-2.0
#include "tests/property/hostile_link.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "sim/link/schema.hpp"
#include "tests/property/hostile.hpp"
#include "tests/unit/link/schema_samples.hpp"

namespace chargerig::hostile {
namespace {

using link::JsonType;
using link::test::Json;
using link::test::Owner;

double random_number(const link::SchemaRow& row, core::RandomStream& random) {
    const double low = std::isinf(row.minimum) ? -1e9 : row.minimum;
    const double high = std::isinf(row.maximum) ? 1e9 : row.maximum;
    switch (random.below(6)) {
        case 0:
            return low;
        case 1:
            return high;
        case 2:
            return std::clamp(0.0, low, high);
        case 3:
            return std::clamp(random.uniform(0.0, 10.0), low, high);
        case 4:
            return std::clamp(random.uniform(0.0, 500.0), low, high);
        default:
            return random.uniform(low, high);
    }
}

Json random_value(const link::SchemaRow& row, core::RandomStream& random) {
    switch (row.type) {
        case JsonType::boolean:
            return chance(random, 0.5);
        case JsonType::number:
            return random_number(row, random);
        case JsonType::integer:
            return static_cast<std::int64_t>(random_number(row, random));
        case JsonType::string:
            if (!row.literals.empty()) {
                return std::string(row.literals[random.below(row.literals.size())]);
            }
            break;
        default:
            break;
    }
    return link::test::valid_value(row);
}

Json random_payload(const Owner& owner, core::RandomStream& random) {
    Json payload = link::test::sample(owner, chance(random, 0.6) ? link::test::Fill::everything
                                                                 : link::test::Fill::required_only);
    for (const link::SchemaRow& row : link::test::rows_of(owner)) {
        if (owner.is_command && row.path.empty()) continue;
        const Json::json_pointer place = link::test::pointer(row.path);
        if (payload.contains(place) && payload[place].is_primitive()) {
            payload[place] = random_value(row, random);
        }
    }
    return payload;
}

[[noreturn]] void give_up(const core::Error& error) {
    std::fprintf(stderr, "%s\n", error.text().c_str());
    std::abort();
}

constexpr link::Strictness kStrictness = link::Strictness::discharge_tolerant;

// One of the versions that have the message.
template <class Name>
link::InterfaceVersion version_with(Name name, core::RandomStream& random) {
    const auto drawn = static_cast<link::InterfaceVersion>(random.below(2));
    if (link::offers(drawn, name)) return drawn;
    return drawn == link::InterfaceVersion::current ? link::InterfaceVersion::older
                                                    : link::InterfaceVersion::current;
}

}  // namespace

link::Var random_var(core::RandomStream& random) {
    const std::size_t which = random.below(link::kLiterals<link::VarName>.size());
    const auto name = static_cast<link::VarName>(which);
    const auto version = version_with(name, random);
    const Json payload = random_payload({false, std::string(link::literal(name)), version}, random);
    auto out = link::var_from_json({}, name, payload.dump(), kStrictness, version);
    if (!out) give_up(out.error());
    return std::move(*out);
}

link::Command random_command(core::RandomStream& random) {
    const std::size_t which = random.below(link::kLiterals<link::CommandName>.size());
    const auto name = static_cast<link::CommandName>(which);
    const auto version = version_with(name, random);
    const Json payload = random_payload({true, std::string(link::literal(name)), version}, random);
    auto out = link::command_from_json({}, name, payload.dump(), kStrictness, version);
    if (!out) give_up(out.error());
    return std::move(*out);
}

}  // namespace chargerig::hostile
