// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/profile.hpp"

#include <algorithm>
#include <vector>

#include "sim/core/yaml.hpp"
#include "sim/modules/entries.hpp"

namespace chargerig::modules {
namespace {

// The vendor's groups of parameters, `behaviour` for what the vendor leaves open, and `faults`.
constexpr std::string_view kGroups[] = {"session", "power_modules", "ramps",
                                        "senders", "behaviour",     "faults"};

class Reader {
public:
    explicit Reader(core::Errors& errors) : errors_(errors) {}

    Profile read(const core::YamlNode& document) {
        core::YamlMap root(document, errors_, "modules profile");
        if (root.require("format")) root.integer("format", 1, 1);
        if (root.require("name")) profile_.name = root.text("name").value_or("");
        if (root.require("description")) {
            profile_.description = root.text("description").value_or("");
        }
        for (const std::string_view group : kGroups) {
            if (const auto node = root.child(group)) read_group(group, *node);
        }
        root.finish();
        return profile_;
    }

private:
    void read_group(std::string_view group, const core::YamlNode& node) {
        core::YamlMap map(node, errors_, group);
        if (!map.valid()) return;
        if (map.require("source") && map.text("source").value_or("-").empty()) {
            errors_.push_back({map.child("source")->where(), "source is empty", "",
                               "a text that says where the figures come from", ""});
        }
        for (const auto& entry : node.entries()) {
            if (entry.key != "source") read_entry(entry);
        }
    }

    void read_entry(const core::YamlNode::Entry& entry) {
        if (std::find(seen_.begin(), seen_.end(), entry.key) != seen_.end()) {
            errors_.push_back(
                {entry.where, "the entry stands twice", entry.key, "each entry once", ""});
            return;
        }
        seen_.push_back(entry.key);
        const auto text = core::to_text(entry.value, entry.key);
        const auto done =
            text ? set_entry(profile_.parameters, entry.key, *text, entry.value.where())
                 : core::Result<void>(core::fail(text.error()));
        if (!done) errors_.push_back(done.error());
    }

    core::Errors& errors_;
    Profile profile_;
    std::vector<std::string> seen_;
};

tl::expected<Profile, core::Errors> read_document(const core::Result<core::YamlNode>& document) {
    if (!document) return tl::make_unexpected(core::Errors{document.error()});
    core::Errors errors;
    Profile profile = Reader(errors).read(*document);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return profile;
}

}  // namespace

tl::expected<Profile, core::Errors> read_profile(const std::string& path) {
    return read_document(core::read_yaml_file(path));
}

tl::expected<Profile, core::Errors> parse_profile(std::string_view text, std::string_view name) {
    return read_document(core::parse_yaml(text, name));
}

}  // namespace chargerig::modules
