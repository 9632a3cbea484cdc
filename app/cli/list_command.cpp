// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "sim/core/yaml.hpp"

namespace chargerig::cli {
namespace {

struct Item {
    std::string name;
    std::string description;
};

// The description stands in the file itself, so that the list cannot tell anything else.
std::string described_by(const std::string& path) {
    const auto document = core::read_yaml_file(path);
    if (!document) return "not readable: " + document.error().text();
    for (const auto& entry : document->entries()) {
        if (entry.key == "description") return entry.value.text();
    }
    return "";
}

core::Result<std::vector<Item>> files_below(const std::string& folder) {
    const auto files = rig::scenario_files(folder);
    if (!files) return core::fail(files.error());
    std::vector<Item> out;
    for (const auto& path : *files) {
        auto name = std::filesystem::relative(path, folder).replace_extension("").generic_string();
        out.push_back({std::move(name), described_by(path)});
    }
    return out;
}

std::vector<Item> protocols(const evse::Registry& registry) {
    std::vector<Item> out;
    for (const auto& version : registry.versions()) {
        std::string can;
        for (const auto& name : evse::capability_names()) {
            if (!version->has(*evse::capability_named(name))) continue;
            can += (can.empty() ? "" : ", ") + name;
        }
        out.push_back({version->name(), can.empty() ? "voltage and current targets only" : can});
    }
    return out;
}

core::Result<std::vector<Item>> items(const std::string& what, const Installation& installation) {
    const rig::Folders& folders = installation.folders;
    if (what == "scenarios") return files_below(folders.scenarios);
    if (what == "vehicles" || what == "modules") return files_below(folders.resources + "/" + what);
    return protocols(installation.registry);
}

void print_text(const std::vector<Item>& list) {
    std::size_t width = 0;
    for (const auto& item : list) width = std::max(width, item.name.size());
    for (const auto& item : list) {
        std::printf("%-*s  %s\n", static_cast<int>(width), item.name.c_str(),
                    item.description.c_str());
    }
}

void print_json(const std::vector<Item>& list) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& item : list) {
        out.push_back({{"name", item.name}, {"description", item.description}});
    }
    std::printf("%s\n", out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

int list_command(const Arguments& arguments) {
    const std::vector<std::string> lists{"scenarios", "vehicles", "modules", "protocols"};
    if (std::find(lists.begin(), lists.end(), arguments.what) == lists.end()) {
        print_errors({unknown_name("there is no such list", arguments.what, lists)});
        return kWrongUsage;
    }
    const auto installation = load_installation();
    if (!installation) return kSetUpError;
    const auto list = items(arguments.what, *installation);
    if (!list) {
        print_errors({list.error()});
        return kSetUpError;
    }
    (arguments.json ? print_json : print_text)(*list);
    return 0;
}

}  // namespace chargerig::cli
