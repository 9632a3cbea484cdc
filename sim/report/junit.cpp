// SPDX-License-Identifier: Apache-2.0
#include "sim/report/junit.hpp"

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "sim/core/text.hpp"
#include "sim/report/note_text.hpp"
#include "sim/report/xml_text.hpp"

namespace chargerig::report {
namespace {

struct Suite {
    std::string name;
    std::vector<const BatchEntry*> entries;
};

// "scenarios/normal/din.yaml" -> folder "scenarios/normal", stem "din".
std::string folder_of(const std::string& file) {
    const std::size_t slash = file.rfind('/');
    return slash == file.npos || slash == 0 ? "." : file.substr(0, slash);
}
std::string stem_of(const std::string& file) {
    const std::size_t slash = file.rfind('/');
    std::string name = slash == file.npos ? file : file.substr(slash + 1);
    const std::size_t dot = name.rfind('.');
    if (dot != name.npos && dot > 0) name.resize(dot);
    return name;
}

// Readers take the part before the last dot for a package.
std::string class_name(const std::string& file) {
    std::string out = folder_of(file);
    const std::size_t slash = out.rfind('/');
    if (slash != out.npos) out.erase(0, slash + 1);
    out += "/" + stem_of(file);
    std::replace(out.begin(), out.end(), '.', '_');
    std::replace(out.begin(), out.end(), '/', '.');
    return out;
}

std::vector<Suite> suites_of(const std::vector<BatchEntry>& entries) {
    std::vector<Suite> out;
    for (const auto& entry : entries) {
        const std::string name = folder_of(entry.file);
        auto suite = std::find_if(out.begin(), out.end(),
                                  [&name](const Suite& each) { return each.name == name; });
        if (suite == out.end()) suite = out.insert(out.end(), {name, {}});
        suite->entries.push_back(&entry);
    }
    return out;
}

double time_s(const BatchEntry& entry) {
    return entry.result ? entry.result->load_s + entry.result->wall_s : 0.0;
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name).set_value(xml_text(value).c_str());
}

void add(pugi::xml_node parent, const char* element, const std::string& type,
         const std::string& message, const std::string& text) {
    auto node = parent.append_child(element);
    set(node, "type", type);
    set(node, "message", message);
    node.text().set(xml_text(text).c_str());
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += line + "\n";
    return out;
}

void add_outcome(pugi::xml_node testcase, const BatchEntry& entry) {
    const Outcome what = outcome(entry);
    if (what == Outcome::pass) return;
    if (what == Outcome::skipped) {
        add(testcase, "skipped", "skipped", entry.skipped, "");
        return;
    }
    std::vector<std::string> reasons = entry.errors;
    if (entry.result) {
        reasons.insert(reasons.end(), entry.result->failures.begin(), entry.result->failures.end());
    }
    const std::string first = reasons.empty() ? to_text(what) : reasons.front();
    add(testcase, what == Outcome::fail ? "failure" : "error", to_text(what), first,
        joined(reasons));
}

void add_testcase(pugi::xml_node suite, const BatchEntry& entry) {
    auto testcase = suite.append_child("testcase");
    set(testcase, "name",
        entry.result || entry.name != entry.file ? entry.name : stem_of(entry.file));
    set(testcase, "classname", class_name(entry.file));
    set(testcase, "time", core::fixed_text(time_s(entry), 3));
    add_outcome(testcase, entry);
    const std::string evidence = evidence_text(entry);
    if (!evidence.empty())
        testcase.append_child("system-out").text().set(xml_text(evidence).c_str());
}

struct Counts {
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
    double time_s = 0.0;

    void add(const BatchEntry& entry) {
        const Outcome what = outcome(entry);
        if (what == Outcome::fail) ++failures;
        if (what == Outcome::skipped) ++skipped;
        if (what == Outcome::inconclusive || what == Outcome::error || what == Outcome::bad_input) {
            ++errors;
        }
        time_s += report::time_s(entry);
    }
};

void set_counts(pugi::xml_node node, std::size_t tests, const Counts& counts) {
    set(node, "tests", std::to_string(tests));
    set(node, "failures", std::to_string(counts.failures));
    set(node, "errors", std::to_string(counts.errors));
    set(node, "time", core::fixed_text(counts.time_s, 3));
}

void add_suite(pugi::xml_node root, const Suite& suite, const std::string& version) {
    Counts counts;
    for (const auto* entry : suite.entries) counts.add(*entry);
    auto node = root.append_child("testsuite");
    set(node, "name", suite.name);
    set_counts(node, suite.entries.size(), counts);
    set(node, "skipped", std::to_string(counts.skipped));
    auto property = node.append_child("properties").append_child("property");
    set(property, "name", "chargerig.version");
    set(property, "value", version);
    for (const auto* entry : suite.entries) add_testcase(node, *entry);
}

}  // namespace

std::string evidence_text(const BatchEntry& entry) {
    if (!entry.result) return "";
    const RunResult& run = *entry.result;
    std::string out = "protocol " + run.protocol + ", seed " + std::to_string(run.seed) +
                      ", emulating " + entry.emulate + ", " + core::fixed_text(run.simulated_s, 3) +
                      " s simulated\n";
    for (const auto& input : run.inputs) out += "sha256 " + input.sha256 + "  " + input.file + "\n";
    out += "sha256 " + run.log_sha256 + "  log\n";
    if (run.verdict == Verdict::pass) return out;
    out += "\nverdict: " + to_text(run.verdict) + "\n" + joined(run.failures);
    for (const auto& window : entry.evidence.windows) {
        out += "\nframes around " + core::fixed_text(window.t_s, 3) + " s\n";
        for (const auto& frame : window.frames) out += frame + "\n";
    }
    if (!entry.timeline.empty()) out += "\ntimeline\n";
    for (const auto& note : entry.timeline) out += note_line(note);
    return out;
}

std::string to_junit(const std::vector<BatchEntry>& entries, const std::string& version) {
    pugi::xml_document document;
    auto declaration = document.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    auto root = document.append_child("testsuites");
    Counts counts;
    for (const auto& entry : entries) counts.add(entry);
    set(root, "name", "chargerig");
    set_counts(root, entries.size(), counts);
    for (const auto& suite : suites_of(entries)) add_suite(root, suite, version);
    std::ostringstream out;
    document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
    return out.str();
}

}  // namespace chargerig::report
