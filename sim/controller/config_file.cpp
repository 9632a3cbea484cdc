// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/config_file.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <map>

#include "sim/controller/config_entries.hpp"
#include "sim/controller/config_lines.hpp"
#include "sim/core/file.hpp"
#include "sim/core/yaml.hpp"

namespace chargerig::controller {
namespace {

constexpr std::string_view kPistol = "pistol:";

std::string did_you_mean(const std::string& near) {
    return near.empty() ? "" : "did you mean '" + near + "'?";
}

std::string nearest_key(std::string_view key) {
    constexpr std::size_t kLongest = 64;  // no name is as long; comparing costs time
    if (key.size() > kLongest) return "";
    std::vector<std::string> names;
    for (const ConfigEntry& entry : config_entries()) {
        names.emplace_back(entry.name);
        if (!entry.older.empty()) names.emplace_back(entry.older);
    }
    return core::closest_name(plain_key(key), names);
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

class Reader {
public:
    Reader(const std::string& file, std::string_view chosen) : chosen_(chosen) {
        out_.file = file;
        out_.section = chosen;
    }

    tl::expected<ConfigFile, core::Errors> read(std::string_view bytes) {
        for (const ConfigLine& line : split_config(bytes, out_.file, errors_)) {
            if (errors_.size() >= kMaxConfigErrors) break;
            line_ = line.number;
            if (const auto* section = std::get_if<SectionLine>(&line.content)) {
                enter(section->name);
            } else {
                take(std::get<EntryLine>(line.content));
            }
        }
        leave();
        put_hardware();
        if (out_.where.line == 0) report_missing_section();
        std::stable_sort(errors_.begin(), errors_.end(),
                         [](const auto& a, const auto& b) { return a.where.line < b.where.line; });
        if (errors_.size() > kMaxConfigErrors) errors_.resize(kMaxConfigErrors);
        if (!errors_.empty()) return tl::make_unexpected(std::move(errors_));
        if (!unused_.empty()) {
            notices().push_back(
                {{out_.file, 0, 0}, "not used in this version: " + joined(unused_)});
        }
        return std::move(out_);
    }

private:
    core::SourcePosition here(int column = 1) const { return {out_.file, line_, column}; }
    std::vector<ConfigNotice>& notices() { return out_.notices; }
    bool in_chosen() const { return in_pistol_ && section_.substr(kPistol.size()) == chosen_; }

    void enter(std::string_view name) {
        leave();
        section_ = name;
        section_line_ = line_;
        const SectionKind kind = section_kind(name);
        in_pistol_ = kind == SectionKind::pistol;
        in_hardware_ = kind == SectionKind::hardware;
        in_unknown_ = kind == SectionKind::unknown;
        keys_.clear();
        scratch_ = {};
        const auto [first, fresh] = sections_.emplace(section_, line_);
        if (!fresh) {
            errors_.push_back({here(), "the section is there twice", section_, "",
                               "first on line " + std::to_string(first->second)});
        } else if (in_unknown_) {
            report_unknown_section();
        } else if (in_chosen()) {
            out_.where = here();
        } else if (!in_hardware_) {
            unused_.push_back("[" + section_ + "]");
        }
    }

    // What can be said of a section only when all of it was read.
    void leave() {
        if (in_chosen()) out_.configuration = scratch_;
        if (!idle_.empty()) {
            notices().push_back(
                {{out_.file, section_line_, 1}, "no effect in this version: " + joined(idle_)});
        }
        idle_.clear();
    }

    void take(const EntryLine& line) {
        if (section_line_ == 0) {
            errors_.push_back({here(), "the key stands before the first section",
                               std::string(line.key), "[section] first", ""});
            return;
        }
        if (in_unknown_) return;
        const ConfigEntry* entry = in_pistol_ ? find_config_entry(line.key) : nullptr;
        if (in_pistol_ && entry == nullptr) return report_unknown_key(line.key);
        if (in_hardware_) return take_hardware(line);
        if (!first_of_its_name(line.key, entry)) return;
        if (entry == nullptr) return;
        const std::size_t errors = errors_.size();
        set(*entry, line);
        if (in_chosen() && errors == errors_.size()) tell_spelling(*entry, line.key);
    }

    // The box has more entries there than are known: they are no errors.
    void take_hardware(const EntryLine& line) {
        if (!first_of_its_name(line.key, nullptr)) return;
        const std::string_view name = find_hardware_key(line.key);
        if (name.empty()) {
            idle_.emplace_back(line.key);
            return;
        }
        const core::SourcePosition where = here(line.value_column);
        const auto done = set_entry(hardware_, name, line.value, where);
        if (!done) return report_value(done.error());
        out_.settings.push_back({name, std::string(line.value), where});
        const std::string role = plain_key(line.value);
        if (role.starts_with("chademo") || role == "ccs_ac_stop") {
            notices().push_back({here(), std::string(name) + " = " + std::string(line.value) +
                                             " has no effect on a CCS DC pistol"});
        }
    }

    // [hardware] may stand before or behind the pistol's section.
    void put_hardware() {
        for (const ConfigSetting& setting : out_.settings) {
            if (find_hardware_key(setting.name).empty()) continue;
            [[maybe_unused]] const auto done =
                set_entry(out_.configuration, setting.name, setting.value, setting.where);
            assert(done);
        }
    }

    bool first_of_its_name(std::string_view key, const ConfigEntry* entry) {
        // The parser of the real box takes keys in any letter case.
        const std::string name = entry ? std::string(entry->name) : plain_key(key);
        const auto [first, fresh] = keys_.emplace(name, Seen{std::string(key), line_});
        if (fresh) return true;
        std::string hint = "first on line " + std::to_string(first->second.line);
        if (first->second.key != key) hint += ", as " + first->second.key;
        errors_.push_back({here(), "the key is there twice", std::string(key), "", hint});
        return false;
    }

    void set(const ConfigEntry& entry, const EntryLine& line) {
        const core::SourcePosition where = here(line.value_column);
        if (entry.effect == ConfigEffect::controller) {
            const auto done = set_entry(scratch_, entry.name, line.value, where);
            if (!done) return report_value(done.error());
            if (in_chosen()) out_.settings.push_back({entry.name, std::string(line.value), where});
            return;
        }
        if (!fits(entry, line.value)) {
            return report_value({where, "value of " + std::string(entry.name) + " is not usable",
                                 std::string(line.value), allowed_text(entry), ""});
        }
        if (!in_chosen()) return;
        if (entry.effect == ConfigEffect::none) {
            idle_.emplace_back(entry.name);
            return;
        }
        int index = 0;
        std::from_chars(line.value.data(), line.value.data() + line.value.size(), index);
        out_.index = index;
    }

    void tell_spelling(const ConfigEntry& entry, std::string_view key) {
        const std::string written(key);
        const std::string name(entry.name);
        if (plain_key(key) != plain_key(entry.name)) {
            notices().push_back({here(), written + " is the old name of " + name});
        } else if (key.find(' ') != key.npos) {
            notices().push_back({here(), "'" + written + "' is the web page's title of " + name});
        }
    }

    void report_value(core::Error error) {
        if (error.hint.empty() && error.value.find_first_of("#;") != std::string::npos) {
            error.hint = "a comment needs a line of its own";
        }
        errors_.push_back(std::move(error));
    }

    void report_unknown_key(std::string_view key) {
        std::string hint = did_you_mean(nearest_key(key));
        if (hint.empty()) hint = "docs/config.md shows the known ones";
        for (const Entry& own : configuration_entries()) {
            if (plain_key(own.name) != plain_key(key)) continue;
            if (!find_hardware_key(key).empty()) {
                hint = "an entry of [hardware]";
                break;
            }
            hint = "an entry of the rig, not of the vendor's file: --set controller.config." +
                   std::string(own.name) + "=...";
        }
        errors_.push_back(
            {here(), "unknown key in [" + section_ + "]", std::string(key), "", hint});
    }

    void report_unknown_section() {
        std::vector<std::string> known;
        for (const auto name : section_names()) known.emplace_back(name);
        errors_.push_back({here(), "unknown section", section_, joined(known),
                           did_you_mean(core::closest_name(section_, known))});
    }

    void report_missing_section() {
        if (errors_.size() >= kMaxConfigErrors) return;
        std::vector<std::string> there;
        for (const auto& [name, line] : sections_) {
            if (section_kind(name) == SectionKind::pistol) there.push_back("[" + name + "]");
        }
        errors_.push_back({{out_.file, 0, 0},
                           "there is no section [" + std::string(kPistol) + out_.section + "]",
                           "",
                           "",
                           there.empty() ? "the file has no pistol section"
                                         : "its pistol sections: " + joined(there)});
    }

    struct Seen {
        std::string key;
        int line;
    };

    std::string_view chosen_;
    ConfigFile out_;
    core::Errors errors_;
    int line_ = 0;
    std::string section_;
    int section_line_ = 0;
    bool in_pistol_ = false;
    bool in_hardware_ = false;
    bool in_unknown_ = false;
    Configuration scratch_;   // of the section at hand
    Configuration hardware_;  // of [hardware]
    std::map<std::string, Seen> keys_;
    std::map<std::string, int> sections_;
    std::vector<std::string> idle_;
    std::vector<std::string> unused_;
};

}  // namespace

std::string ConfigNotice::line() const {
    std::string out = where.file;
    if (where.line > 0) out += ":" + std::to_string(where.line);
    return out + ": " + text;
}

tl::expected<ConfigFile, core::Errors> parse_config(std::string_view bytes, const std::string& file,
                                                    std::string_view section) {
    return Reader(file, section).read(bytes);
}

tl::expected<ConfigFile, core::Errors> read_config_file(const std::string& path,
                                                        std::string_view section) {
    const auto bytes = core::read_file(path, kMaxConfigBytes);
    if (!bytes) return tl::make_unexpected(core::Errors{bytes.error()});
    return parse_config(*bytes, path, section);
}

core::Errors apply(const ConfigFile& file, Configuration& configuration) {
    core::Errors errors;
    for (const ConfigSetting& setting : file.settings) {
        const auto done = set_entry(configuration, setting.name, setting.value, setting.where);
        if (!done) errors.push_back(done.error());
    }
    return errors;
}

std::vector<ConfigNotice> notices_of_other_values(const ConfigFile& file,
                                                  const Configuration& result) {
    std::vector<ConfigNotice> out;
    for (const Entry& entry : configuration_entries()) {
        const bool known =
            find_config_entry(entry.name) != nullptr || !find_hardware_key(entry.name).empty();
        const bool named =
            std::any_of(file.settings.begin(), file.settings.end(),
                        [&](const ConfigSetting& setting) { return setting.name == entry.name; });
        const std::string value = entry_text(result, entry);
        const std::string initial = entry_text(Configuration{}, entry);
        if (!known || named || value == initial) continue;
        std::string text = "the file leaves out ";
        text += entry.name;
        text += " (default ";
        text += initial;
        text += "); the scenario or --set says ";
        text += value;
        out.push_back({file.where, std::move(text)});
    }
    return out;
}

}  // namespace chargerig::controller
