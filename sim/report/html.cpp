// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html.hpp"

#include <pugixml.hpp>
#include <sstream>

#include "sim/core/text.hpp"
#include "sim/report/html_nodes.hpp"
#include "sim/report/note_text.hpp"

namespace chargerig::report {
namespace {

using html::add;

constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ChargeRig report</title>
<style>
:root{color-scheme:light}
body{margin:0;background:#f4f6f8;color:#1c2530;font:15px/1.5 system-ui,"Segoe UI","DejaVu Sans",sans-serif}
main,header{max-width:1160px;margin:0 auto;padding:0 24px}
header{padding-top:28px}
h1{font-size:26px;margin:0;font-weight:650}
h2{font-size:18px;margin:0 0 10px}
h3{font-size:15px;margin:20px 0 6px}
p{margin:4px 0}
p[id]{margin:0;scroll-margin-top:64px}
.quiet{color:#5b6876}
.card{background:#fff;border:1px solid #dbe1e8;border-radius:8px;padding:18px 22px;margin:18px 0}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:5px 14px 5px 0;border-bottom:1px solid #e6eaef;vertical-align:top}
th{font-weight:600;color:#46525f;font-size:13px}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td,dd{overflow-wrap:anywhere}.notes td:nth-child(2){white-space:nowrap}
a{color:#154c85}
.v{display:inline-block;min-width:84px;text-align:center;border-radius:4px;padding:0 8px;font-weight:600;font-size:13px;line-height:22px;white-space:nowrap}
.pass{background:#d9efdf;color:#0f5a2a}.fail{background:#f9d9d6;color:#8c1710}
.inconclusive{background:#fbe9c6;color:#6e4800}.error,.bad{background:#eedcf5;color:#5d2078}
.skipped{background:#e6e9ed;color:#46525f}
.counts .v{margin-right:8px}
summary{cursor:pointer;font-size:17px;font-weight:600}
summary .v{margin-right:12px}
summary .quiet{font-weight:400;font-size:14px;margin-left:10px}
details.inner>summary{font-size:15px;margin-top:14px}
ul.reasons{margin:8px 0;padding-left:22px}
pre{background:#f6f8fa;border:1px solid #e1e6eb;border-radius:6px;padding:10px 12px;font:12.5px/1.45 ui-monospace,"DejaVu Sans Mono",monospace;overflow-x:auto;margin:8px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 20px;margin:8px 0}
dt{color:#46525f}dd{margin:0;font-variant-numeric:tabular-nums}
code,.hash{font:12.5px ui-monospace,"DejaVu Sans Mono",monospace}
tr.abnormal td{background:#fdeeec}tr.warning td{background:#fff7e6}tr.state td{font-weight:600}
tr.state td:last-child,tr.state td:first-child{font-weight:400}
svg{display:block;width:100%;height:auto;margin:12px 0;font:11px system-ui,"DejaVu Sans",sans-serif}
svg text{fill:#46525f}
.state{stroke:#fff;stroke-width:1}.grid{stroke:#e8ecf0}.zero{stroke:#9aa5b1}
.curve{fill:none;stroke-width:1.5;stroke-linejoin:round}
.measured{stroke:#1b5fa8;stroke-width:1.8}.asked{stroke:#cf6a00}.limit{stroke:#6b7682;stroke-dasharray:5 3}
.limit.l3{stroke:#8f2d8a;stroke-dasharray:2 3}
.failure{stroke:#c0271c;stroke-width:1.5;stroke-dasharray:6 3}
@media print{body{background:#fff}.card{break-inside:avoid;border-color:#bbb}}
</style>
</head>
)";

std::string anchor(std::size_t index) {
    return "run-" + std::to_string(index + 1);
}

// Of "bad input" the first word names the style.
void add_outcome(pugi::xml_node parent, Outcome outcome) {
    const std::string name = to_text(outcome);
    add(parent, "span", name, {{"class", "v " + name.substr(0, name.find(' '))}});
}

std::string seconds(double value, int decimals) {
    return core::fixed_text(value, decimals) + " s";
}

void add_fact(pugi::xml_node list, const std::string& name, const std::string& value,
              const std::string& style = "") {
    add(list, "dt", name);
    add(list, "dd", value, {{"class", style}});
}

void add_counts(pugi::xml_node parent, const std::vector<BatchEntry>& entries) {
    auto counts = add(parent, "p", "", {{"class", "counts"}});
    for (int i = 0; i < kOutcomes; ++i) {
        const auto kind = static_cast<Outcome>(i);
        std::size_t count = 0;
        for (const auto& entry : entries) count += outcome(entry) == kind ? 1 : 0;
        if (count == 0) continue;
        const std::string name = to_text(kind);
        add(counts, "span", std::to_string(count) + " " + name,
            {{"class", "v " + name.substr(0, name.find(' '))}});
    }
}

void add_summary(pugi::xml_node parent, const std::vector<BatchEntry>& entries) {
    auto card = add(parent, "section", "", {{"class", "card"}});
    add(card, "h2", "Summary");
    add_counts(card, entries);
    auto table = add(card, "table");
    auto head = add(add(table, "thead"), "tr");
    add(head, "th", "Scenario");
    add(head, "th", "Verdict");
    for (const char* name : {"Simulated", "Protocol", "Seed"})
        add(head, "th", name, {{"class", "n"}});
    auto body = add(table, "tbody");
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        auto row = add(body, "tr");
        add(add(row, "td"), "a", entry.name, {{"href", "#" + anchor(i)}});
        add_outcome(add(row, "td"), outcome(entry));
        const auto* run = entry.result ? &*entry.result : nullptr;
        add(row, "td", run ? seconds(run->simulated_s, 1) : "", {{"class", "n"}});
        add(row, "td", run ? run->protocol : "", {{"class", "n"}});
        add(row, "td", run ? std::to_string(run->seed) : "", {{"class", "n"}});
    }
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

void add_environment(pugi::xml_node parent, const BatchEntry& entry) {
    const RunResult& run = *entry.result;
    add(parent, "h3", "Environment");
    auto list = add(parent, "dl");
    add_fact(list, "file", entry.file, "hash");
    if (!entry.folder.empty()) add_fact(list, "kept in", entry.folder, "hash");
    add_fact(list, "emulated", entry.emulate);
    add_fact(list, "protocol", run.protocol);
    add_fact(list, "seed", std::to_string(run.seed));
    add_fact(list, "simulated",
             seconds(run.simulated_s, 3) + ", " + std::to_string(run.electrical_steps) +
                 " electrical steps of " +
                 core::number_text(static_cast<double>(run.step_ns) / 1e6) + " ms");
    add_fact(list, "frames",
             std::to_string(run.frames_sent) + " sent, " + std::to_string(run.frames_received) +
                 " received, " + std::to_string(run.frames_dropped) + " dropped");
    for (const auto& pistol : run.pistols) {
        add_fact(list, "energy",
                 core::fixed_text(pistol.energy_to_vehicle_kWh, 3) + " kWh to the vehicle, " +
                     core::fixed_text(pistol.energy_from_vehicle_kWh, 3) + " kWh from it");
        add_fact(list, "session end", pistol.session_end.value_or("none seen"));
    }
    if (!run.rules.empty()) add_fact(list, "rules shown", joined(run.rules));
    // The scenario stands first; what it reads may follow.
    std::string what = "the scenario";
    for (const auto& input : run.inputs) {
        if (&input != &run.inputs.front()) what = input.file;
        add_fact(list, "SHA-256 of " + what, input.sha256, "hash");
    }
    add_fact(list, "SHA-256 of the log", run.log_sha256, "hash");
}

std::string row_style(core::NoteKind kind) {
    switch (kind) {
        case core::NoteKind::state:
            return "state";
        case core::NoteKind::action:
            return "action";
        case core::NoteKind::warning:
            return "warning";
        case core::NoteKind::abnormal:
            return "abnormal";
    }
    return "";
}

void add_timeline(pugi::xml_node parent, const std::vector<core::Note>& notes) {
    if (notes.empty()) return;
    auto details = add(parent, "details", "", {{"class", "inner"}});
    add(details, "summary", "Timeline");
    auto table = add(details, "table", "", {{"class", "notes"}});
    auto head = add(add(table, "thead"), "tr");
    add(head, "th", "Time", {{"class", "n"}});
    for (const char* name : {"Who", "What", "Why"}) add(head, "th", name);
    auto body = add(table, "tbody");
    for (const auto& note : notes) {
        auto row = add(body, "tr", "", {{"class", row_style(note.kind)}});
        add(row, "td", seconds(core::to_seconds(note.time), 3), {{"class", "n"}});
        add(row, "td", to_text(note.source));
        add(row, "td", note.text);
        add(row, "td", note.cause);
    }
}

void add_failures(pugi::xml_node parent, const BatchEntry& entry) {
    std::vector<std::string> reasons = entry.errors;
    if (!entry.skipped.empty()) reasons.push_back(entry.skipped);
    if (entry.result) {
        reasons.insert(reasons.end(), entry.result->failures.begin(), entry.result->failures.end());
    }
    if (reasons.empty()) return;
    auto list = add(parent, "ul", "", {{"class", "reasons"}});
    for (const auto& reason : reasons) add(list, "li", reason);
}

void add_windows(pugi::xml_node parent, const BatchEntry& entry) {
    for (const auto& window : entry.evidence.windows) {
        add(parent, "h3", "Frames around " + seconds(window.t_s, 3));
        std::string lines;
        for (const auto& frame : window.frames) lines += frame + "\n";
        add(parent, "pre", lines);
    }
}

void add_scenario(pugi::xml_node parent, const BatchEntry& entry, const std::string& id,
                  bool open) {
    const Outcome what = outcome(entry);
    auto card = add(parent, "section", "", {{"class", "card"}});
    auto details = add(card, "details");
    if (open || what != Outcome::pass) details.append_attribute("open").set_value("open");
    auto summary = add(details, "summary");
    add_outcome(summary, what);
    add(summary, "span", entry.name);
    if (entry.name != entry.file) add(summary, "span", entry.file, {{"class", "quiet"}});
    // A browser opens what holds the target of a link.
    add(details, "p", "", {{"id", id}});
    add_failures(details, entry);
    if (!entry.result) return;
    html::add_expectations(details, *entry.result);
    html::add_plots(details, entry);
    add_windows(details, entry);
    add_timeline(details, entry.timeline);
    add_environment(details, entry);
}

}  // namespace

std::string to_html(const std::vector<BatchEntry>& entries, const std::string& version) {
    // More than a screenful of plots hides what has not passed.
    constexpr std::size_t kAllOpen = 3;
    pugi::xml_document document;
    auto body = document.append_child("body");
    auto header = add(body, "header");
    add(header, "h1", "ChargeRig report");
    add(header, "p", count_text(entries), {{"class", "quiet"}});
    add(header, "p", "chargerig " + version, {{"class", "quiet"}});
    auto main = add(body, "main");
    add_summary(main, entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        add_scenario(main, entries[i], anchor(i), entries.size() <= kAllOpen);
    }
    std::ostringstream out;
    out << kHead;
    document.save(
        out, "",
        pugi::format_raw | pugi::format_no_declaration | pugi::format_no_empty_element_tags,
        pugi::encoding_utf8);
    out << "\n</html>\n";
    return out.str();
}

}  // namespace chargerig::report
