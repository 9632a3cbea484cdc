// SPDX-License-Identifier: Apache-2.0
//
// A batch as JUnit XML, in the form that Jenkins and GitLab read: testsuites, one testsuite for
// each folder of scenarios, one testcase for each scenario.
//
// fail becomes a failure; inconclusive, error and bad input become errors of that type; skipped
// becomes skipped. `time` is what a person waited for: reading, stepping and log.
#pragma once

#include <string>
#include <vector>

#include "sim/report/batch.hpp"

namespace chargerig::report {

// Characters that XML 1.0 cannot hold and bytes that are not UTF-8 are replaced by U+FFFD.
std::string to_junit(const std::vector<BatchEntry>& entries, const std::string& version);

// What the verdict rests on, for people: who played, the files' digests, reasons, the timeline, and
// the frames around each reason.
std::string evidence_text(const BatchEntry& entry);

}  // namespace chargerig::report
