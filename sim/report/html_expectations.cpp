// SPDX-License-Identifier: Apache-2.0
#include "sim/core/text.hpp"
#include "sim/report/html_nodes.hpp"

namespace chargerig::report::html {
namespace {

std::string moment(const ExpectationResult& each) {
    return core::fixed_text(each.t_s, 3) + " s" +
           (each.frame ? ", frame " + std::to_string(*each.frame) : "");
}

}  // namespace

void add_expectations(pugi::xml_node parent, const RunResult& run) {
    if (run.expectations.empty()) return;
    add(parent, "h3", "Expectations");
    auto table = add(parent, "table");
    auto head = add(add(table, "thead"), "tr");
    for (const char* name : {"Expectation", "Verdict", "Seen", "Decided at", "Why"}) {
        add(head, "th", name);
    }
    auto body = add(table, "tbody");
    for (const auto& each : run.expectations) {
        auto row = add(body, "tr");
        add(row, "td", each.id);
        const std::string verdict = to_text(each.verdict);
        add(add(row, "td"), "span", verdict, {{"class", "v " + verdict}});
        add(row, "td", each.seen);
        add(row, "td", moment(each));
        add(row, "td", each.reason, {{"class", "quiet"}});
    }
}

}  // namespace chargerig::report::html
