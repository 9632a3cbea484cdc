// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html.hpp"

#include <gtest/gtest.h>

namespace chargerig::report {
namespace {

BatchEntry sample() {
    BatchEntry entry;
    entry.file = "dir/<i>.yaml";
    entry.name = "<script>x</script>";
    entry.result.emplace();
    entry.result->verdict = Verdict::fail;
    entry.result->protocol = "3.6";
    entry.result->seed = 77;
    entry.result->simulated_s = 10.0;
    entry.result->wall_s = 0.123456;
    entry.result->log_sha256 = "cafe";
    entry.result->inputs = {{"dir/<i>.yaml", "beef"}, {"x.cfg", "c0de"}};
    entry.result->failures = {"5.000 s: <wrong>"};
    entry.result->expectations = {
        {"limit<kept", Verdict::fail, "the cable's 10 A", "12 A", 5.0, 51},
        {"quiet", Verdict::inconclusive, "nobody asked", "no frame", 10.0, {}}};
    entry.result->pistols = {{}};
    entry.result->pistols[0].states = {{0.0, "Waiting_For_PEV"}, {2.0, "Charging"}};
    entry.evidence.voltage_V = {{"present voltage", {{0.0, 0.0}, {10.0, 400.0}}},
                                {"target voltage", {{0.0, 0.0}, {5.0, 400.0}}}};
    entry.evidence.current_A = {{"present current", {{0.0, -10.0}, {10.0, 10.0}}}};
    entry.result->rules = {"6.2/0", "6.5/interlock"};
    entry.evidence.windows = {{5.0, {"4.900000 s  <frame>"}}};
    return entry;
}

TEST(Html, HoldsAllThatAReportMust) {
    const std::string page = to_html({sample()}, "0.1.0");
    for (const char* part :
         {"<!DOCTYPE html>", "chargerig 0.1.0", "1 scenario: 1 fail", "<td class=\"n\">10.0 s</td>",
          "<td class=\"n\">77</td>", "<li>5.000 s: &lt;wrong&gt;</li>", "Frames around 5.000 s",
          "4.900000 s  &lt;frame&gt;", "Waiting For PEV, from 0.000 s", "SHA-256 of the scenario",
          "beef", "SHA-256 of x.cfg", "c0de", "cafe", "<td>limit&lt;kept</td>", "<td>12 A</td>",
          "5.000 s, frame 51", "<td>quiet</td><td><span class=\"v inconclusive\">",
          "the cable's 10 A", "6.2/0, 6.5/interlock</dd>",
          // 400 of 400 V at the end of the axis, and the step of what was asked for.
          "d=\"M64.0 212.0L1044.0 62.0\"", "d=\"M64.0 212.0H554.0V62.0H554.0\"",
          "class=\"failure\" x1=\"554.0\""}) {
        EXPECT_NE(page.find(part), page.npos) << part;
    }
}

TEST(Html, EscapesAndNeedsNothingElse) {
    const std::string page = to_html({sample()}, "0.1.0");
    for (const char* part : {"<script", "<i>", "<wrong>", "http:", "https:", "src=", "0.123"}) {
        EXPECT_EQ(page.find(part), page.npos) << part;
    }
}

TEST(Html, WhatWasNotPlayedHasItsReason) {
    BatchEntry bad;
    bad.file = bad.name = "broken.yaml";
    bad.errors = {"a & b"};
    bad.exit_code = 2;
    const std::string page = to_html({bad}, "0.1.0");
    EXPECT_NE(page.find("<li>a &amp; b</li>"), page.npos);
    EXPECT_EQ(page.find("<svg"), page.npos);
}

}  // namespace
}  // namespace chargerig::report
