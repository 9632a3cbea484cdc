// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/out_folder.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <utility>

#include "sim/scenario/as_played.hpp"

namespace chargerig::cli {
namespace {

namespace fs = std::filesystem;

// Lists the folders of the runs, one on each line; that it is there tells whose folder it is.
constexpr const char* kMarker = ".chargerig-runs";
constexpr const char* kSummary = "summary.json";
// Below what file systems take (255), with room for protocol, seed and a number.
constexpr std::size_t kLongestName = 80;

bool safe(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    return text;
}

core::Error cannot(const std::string& what, const std::string& path, const std::error_code& why) {
    return {{path, 0, 0}, what + ": " + why.message(), "", "", "check the folder and its rights"};
}

// Only what --out itself wrote, by name: a file that somebody added stays, and its folder with it.
void remove_run(const fs::path& folder) {
    std::error_code ignored;
    if (fs::is_symlink(folder, ignored)) return;
    for (const char* file : {kRunLog, kRunResult, kRunScenario, kRunTimeline, kRunConfig}) {
        fs::remove(folder / file, ignored);
    }
    for (std::size_t i = 0; fs::remove(folder / scenario::table_as_played(i), ignored);) ++i;
    fs::remove(folder, ignored);
}

}  // namespace

namespace {

tl::unexpected<core::Error> cannot_write(const std::string& path) {
    return core::fail({{path, 0, 0}, "cannot write the file", "", "", "check the folder"});
}

}  // namespace

core::Result<void> can_write(const std::string& path) {
    std::error_code ignored;
    const fs::path file(path);
    if (fs::is_directory(file, ignored)) return cannot_write(path);
    if (fs::exists(file, ignored)) {
        if (::access(path.c_str(), W_OK) != 0) return cannot_write(path);
        return {};
    }
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const bool open =
        fs::is_directory(folder, ignored) && ::access(folder.c_str(), W_OK | X_OK) == 0;
    if (!open) return cannot_write(path);
    return {};
}

core::Result<void> write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (file) return {};
    return cannot_write(path);
}

core::Result<void> OutFolder::refuse_or_clean() const {
    std::error_code failed;
    const fs::path marker = fs::path(path_) / kMarker;
    if (!fs::exists(marker, failed)) {
        if (fs::is_empty(path_, failed)) return {};
        if (failed) return core::fail(cannot("cannot read the folder", path_, failed));
        return core::fail({{path_, 0, 0},
                           "the folder holds files that --out did not write",
                           "",
                           "an empty folder, a new one, or one of an earlier --out",
                           "choose another, or empty it"});
    }
    std::ifstream lines(marker);
    for (std::string name; std::getline(lines, name);) {
        const bool ours =
            !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), safe);
        if (ours) remove_run(fs::path(path_) / name);
    }
    fs::remove(fs::path(path_) / kSummary, failed);
    return {};
}

core::Result<void> OutFolder::open() {
    std::error_code failed;
    if (fs::exists(path_, failed) && !fs::is_directory(path_, failed)) {
        return core::fail({{path_, 0, 0}, "is not a folder", "", "a folder or a new name", ""});
    }
    fs::create_directories(path_, failed);
    if (failed) return core::fail(cannot("cannot make the folder", path_, failed));
    if (auto own = refuse_or_clean(); !own) return own;
    return write_file((fs::path(path_) / kMarker).string(), "");
}

core::Result<std::string> OutFolder::add(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const fs::path folder = fs::path(path_) / name;
    std::error_code failed;
    fs::create_directory(folder, failed);
    if (failed) return core::fail(cannot("cannot make the folder", folder.string(), failed));
    std::ofstream marker(fs::path(path_) / kMarker, std::ios::app);
    marker << name << "\n";
    runs_.insert(name);
    marker.close();
    if (marker) return folder.string();
    return core::fail({{path_, 0, 0}, "cannot write the list of runs", "", "", "check the folder"});
}

core::Result<void> OutFolder::finish(const std::string& summary_json) {
    std::string list;
    for (const auto& run : runs_) list += run + "\n";
    auto written = write_file((fs::path(path_) / kMarker).string(), list);
    return written ? write_file((fs::path(path_) / kSummary).string(), summary_json) : written;
}

std::string safe_name(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (safe(c)) {
            out += c;
        } else if (!out.empty() && out.back() != '-') {
            out += '-';
        }
    }
    out.erase(0, out.find_first_not_of(".-"));
    if (out.size() > kLongestName) out.resize(kLongestName);
    while (!out.empty() && (out.back() == '-' || out.back() == '.')) out.pop_back();
    return out.empty() ? "scenario" : out;
}

std::vector<std::string> safe_names(const std::vector<std::string>& files) {
    std::vector<std::string> out;
    std::set<std::string> taken;
    for (const auto& file : files) {
        const fs::path path(file);
        std::string title = path.parent_path().filename().string();
        if (!title.empty()) title += '-';
        title += path.stem().string();
        const std::string base = safe_name(title);
        std::string name = base;
        for (int i = 2; !taken.insert(lower(name)).second; ++i) {
            name = base + "-" + std::to_string(i);
        }
        out.push_back(std::move(name));
    }
    return out;
}

}  // namespace chargerig::cli
