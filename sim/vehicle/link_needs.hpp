// SPDX-License-Identifier: Apache-2.0
//
// What a protocol cannot do without on the vehicle link.
#pragma once

#include "sim/core/error.hpp"
#include "sim/link/interface_version.hpp"
#include "sim/vehicle/session_options.hpp"

namespace chargerig::vehicle {

// Whether this version of the link can carry a session of the protocol; the error names what the
// version lacks and the protocols that it carries. `where` is the place of the choice of link.
core::Result<void> check_link(Protocol protocol, link::InterfaceVersion version,
                              const core::SourcePosition& where);

}  // namespace chargerig::vehicle
