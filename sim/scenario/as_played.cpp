// SPDX-License-Identifier: Apache-2.0
#include "sim/core/yaml_writer.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

core::Result<std::string> read_as_played(const std::string& path, const ReadOptions& options) {
    auto document = core::read_yaml_file(path);
    for (const auto& change : options.overrides) {
        if (!document) break;
        document =
            core::with_value(*document, change.path, change.value, {"--set " + change.path, 0, 0});
    }
    if (!document) return core::fail(document.error());
    return core::to_yaml(*document);
}

}  // namespace chargerig::scenario
