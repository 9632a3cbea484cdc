// SPDX-License-Identifier: Apache-2.0
#include "sim/report/junit.hpp"

#include <gtest/gtest.h>

#include "sim/report/xml_text.hpp"

namespace chargerig::report {
namespace {

BatchEntry played(const std::string& file, const std::string& name, Verdict verdict) {
    BatchEntry entry;
    entry.file = file;
    entry.name = name;
    entry.emulate = "controller,vehicle,modules";
    entry.result.emplace();
    entry.result->verdict = verdict;
    entry.result->protocol = "3.6";
    entry.result->simulated_s = 12.5;
    entry.result->wall_s = 0.25;
    entry.result->load_s = 0.5;
    entry.result->log_sha256 = "cafe";
    entry.result->inputs = {{file, "beef"}};
    entry.exit_code = exit_code(*entry.result);
    return entry;
}

std::vector<BatchEntry> batch() {
    std::vector<BatchEntry> out{played("lib/normal/din.v2.yaml", "Plain", Verdict::pass),
                                played("lib/normal/ugly.yaml", "<b> & \"x\" ]]>", Verdict::fail)};
    out[1].result->failures = {"1.000 s: saw <none> & more\x01", "second"};
    out[1].evidence.windows = {{1.0, {"0.900000 s  <frame>"}}};
    out[1].timeline = {{core::Instant{1'000'000'000}, core::Source::vehicle,
                        core::NoteKind::abnormal, "gone", "<cause>"}};
    BatchEntry bad;
    bad.file = bad.name = "broken.yaml";
    bad.errors = {"broken.yaml:1:9: format is wrong"};
    bad.exit_code = 2;
    out.push_back(bad);
    BatchEntry skipped;
    skipped.file = "bench/x.yaml";
    skipped.name = "Bench";
    skipped.skipped = "needs a bus";
    out.push_back(skipped);
    return out;
}

TEST(Junit, IsWrittenLikeThis) {
    EXPECT_EQ(to_junit(batch(), "0.1.0"), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="chargerig" tests="4" failures="1" errors="1" time="1.500">
  <testsuite name="lib/normal" tests="2" failures="1" errors="0" time="1.500" skipped="0">
    <properties>
      <property name="chargerig.version" value="0.1.0" />
    </properties>
    <testcase name="Plain" classname="normal.din_v2" time="0.750">
      <system-out>protocol 3.6, seed 1, emulating controller,vehicle,modules, 12.500 s simulated
sha256 beef  lib/normal/din.v2.yaml
sha256 cafe  log
</system-out>
    </testcase>
    <testcase name="&lt;b> &amp; &quot;x&quot; ]]>" classname="normal.ugly" time="0.750">
      <failure type="fail" message="1.000 s: saw &lt;none> &amp; more)"
                                          "\xEF\xBF\xBD"
                                          R"(">1.000 s: saw &lt;none&gt; &amp; more)"
                                          "\xEF\xBF\xBD"
                                          R"(
second
</failure>
      <system-out>protocol 3.6, seed 1, emulating controller,vehicle,modules, 12.500 s simulated
sha256 beef  lib/normal/ugly.yaml
sha256 cafe  log

verdict: fail
1.000 s: saw &lt;none&gt; &amp; more)"
                                          "\xEF\xBF\xBD"
                                          R"(
second

frames around 1.000 s
0.900000 s  &lt;frame&gt;

timeline
X      1.000 s  vehicle     gone  &lt;- &lt;cause&gt;
</system-out>
    </testcase>
  </testsuite>
  <testsuite name="." tests="1" failures="0" errors="1" time="0.000" skipped="0">
    <properties>
      <property name="chargerig.version" value="0.1.0" />
    </properties>
    <testcase name="broken" classname="_.broken" time="0.000">
      <error type="bad input" message="broken.yaml:1:9: format is wrong">broken.yaml:1:9: format is wrong
</error>
    </testcase>
  </testsuite>
  <testsuite name="bench" tests="1" failures="0" errors="0" time="0.000" skipped="1">
    <properties>
      <property name="chargerig.version" value="0.1.0" />
    </properties>
    <testcase name="Bench" classname="bench.x" time="0.000">
      <skipped type="skipped" message="needs a bus"></skipped>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST(XmlText, ReplacesWhatXmlCannotHold) {
    const std::string bad = "\xEF\xBF\xBD";
    EXPECT_EQ(xml_text("a\tb\n\xC3\xB6"), "a\tb\n\xC3\xB6");
    EXPECT_EQ(xml_text(std::string_view("\x00\x1B", 2)), bad + bad);
    EXPECT_EQ(xml_text("\xFF\xC3z"), bad + bad + "z");
    EXPECT_EQ(xml_text("\xEF\xBF\xBE"), bad);              // U+FFFE
    EXPECT_EQ(xml_text("\xED\xA0\x80"), bad + bad + bad);  // a surrogate
}

TEST(Batch, CountsAndTheWorstCode) {
    EXPECT_EQ(count_text(batch()), "4 scenarios: 1 pass, 1 fail, 1 bad input, 1 skipped");
    EXPECT_EQ(exit_code(batch()), 2);
    EXPECT_EQ(exit_code({batch()[3]}), 4);
    EXPECT_EQ(exit_code({batch()[3], batch()[0]}), 0);
}

}  // namespace
}  // namespace chargerig::report
