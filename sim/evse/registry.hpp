// SPDX-License-Identifier: Apache-2.0
//
// The versions of the generic interface that this installation knows, read from
// resources/protocols/versions.yaml. A new version is a DBC file and an entry there, no code.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/evse/version.hpp"

namespace chargerig::evse {

class Registry {
public:
    // `resources` is the folder that holds protocols/. Reads every file; all errors at once.
    static tl::expected<Registry, core::Errors> load(const std::string& resources);

    // In registry order, oldest first: "2.7", "3.0", "3.1", ...
    std::span<const std::shared_ptr<const Version>> versions() const { return versions_; }
    std::vector<std::string> names() const;

    // "3.6"; a whole number stands for its .0 ("3" is "3.0"). An unknown name is an error that
    // lists the known ones.
    core::Result<std::shared_ptr<const Version>> find(std::string_view name) const;

    // The first version at or after `than` that has the capability, else the first of all; empty if
    // none has it. `than` may be empty.
    std::string first_version_with(Capability capability, std::string_view than = {}) const;

    // The input error for something that a version lacks: "protocol 3.1 has no ocpp_control;
    // allowed: protocol 3.2; the first version that has it is 3.2". `where` is the place that asked
    // for it.
    core::Error lacking(const Version& version, Capability capability,
                        core::SourcePosition where) const;

private:
    std::vector<std::shared_ptr<const Version>> versions_;
};

}  // namespace chargerig::evse
