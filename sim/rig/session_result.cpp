// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/session.hpp"

namespace chargerig::rig {
namespace {

std::vector<report::UnexpectedFrames> unexpected(const monitor::FrameAudit& audit) {
    std::vector<report::UnexpectedFrames> out;
    for (const auto& finding : audit.findings()) {
        out.push_back({std::string(monitor::name(finding.kind)), finding.id, finding.count,
                       core::to_seconds(finding.first), audit.text(finding)});
    }
    for (std::size_t i = 0; i < monitor::kUnexpectedKinds; ++i) {
        const auto kind = static_cast<monitor::Unexpected>(i);
        if (audit.others(kind) == 0) continue;
        out.push_back({std::string(monitor::name(kind)), std::nullopt, audit.others(kind),
                       std::nullopt, "other identifiers"});
    }
    return out;
}

std::vector<std::string> names(evse::Rules rules) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < evse::kRuleNames.size(); ++i) {
        if (rules.has(static_cast<evse::Rule>(i))) out.emplace_back(evse::kRuleNames[i]);
    }
    return out;
}

report::PistolResult result_of(const Pistol& pistol, const scenario::Scenario& scenario) {
    report::PistolResult out;
    out.index = scenario.pistol;
    for (const auto& seen : pistol.observer().states()) {
        out.states.push_back(
            {core::to_seconds(seen.time), pistol.binding().state_label(seen.state)});
    }
    if (const auto energy = pistol.energy()) {
        out.energy_to_vehicle_kWh = energy->to_vehicle_kWh;
        out.energy_from_vehicle_kWh = energy->from_vehicle_kWh;
    }
    if (scenario.emulate.vehicle) out.final_soc_percent = pistol.readings()->soc_percent;
    if (const auto end = pistol.observer().session_end()) {
        out.session_end = *end == evse::StopState::Clean_Stop ? "Clean_Stop" : "Rushed_Stop";
    }
    return out;
}

}  // namespace

report::RunResult Session::result() {
    report::RunResult out;
    out.scenario = scenario_.name;
    out.seed = scenario_.seed;
    out.protocol = pistol().binding().version().name();
    out.electrical_steps = pistol().electrical_steps();
    out.step_ns = static_cast<std::uint64_t>(pistol().electrical_step().ns);
    // The electrical world stands at a point of its grid; without one the last instant counts.
    out.simulated_s = out.electrical_steps > 0
                          ? static_cast<double>(out.electrical_steps * out.step_ns) / 1e9
                          : core::to_seconds(now_);
    out.load_s = core::to_seconds(options_.load_time);
    out.frames_sent = setup_.hub->frames_sent();
    out.frames_received = setup_.hub->frames_received();
    out.frames_dropped = bus_ended_ ? dropped_ : setup_.hub->frames_dropped();
    if (const auto load = setup_.hub->load(now_)) {
        out.bus_load_percent = load->percent;
        out.bus_load_peak_percent = load->peak_percent;
    }
    out.unexpected_frames = unexpected(pistol().observer().audit());
    for (const auto& each : pistol().faults()) {
        out.faults.push_back({each.name, std::string(fault::name(each.kind)), each.frames});
    }
    if (out.frames_dropped > 0) {
        add_fault(std::to_string(out.frames_dropped) + " frames were dropped");
    }
    if (pistol().missed_cycles() > 0) {
        notes_.push_back(
            {now_, core::Source::rig, core::NoteKind::warning,
             std::to_string(pistol().missed_cycles()) + " cyclic deadlines were missed",
             "skipped, not sent late"});
    }
    const core::Instant begin = clock_.now();
    auto digest = setup_.hub->recorder().close();
    if (digest) {
        out.log_sha256 = *digest;
    } else {
        add_fault(digest.error().text());
    }
    out.wall_s = core::to_seconds(wall_ + (clock_.now() - begin));
    tell(notes_);
    if (setup_.expectations) {
        setup_.expectations->finish(now_, true);
        out.expectations = setup_.expectations->results(!faults_.empty());
    }
    out.rules = names(pistol().observer().rules().shown());
    const Evidence evidence{
        scenario_,  engine_state_, pistol().observer(), abnormal_,        faults_,
        timed_out_, overdue_,      interrupted_,        out.expectations, post_};
    const Judgement judgement = judge(evidence);
    out.post = judge_post(evidence);
    out.verdict = judgement.verdict;
    out.failures = judgement.reasons;
    out.interrupted = interrupted_;
    if (setup_.hub->port()) out.log_zero_s = core::to_seconds(clock_.unix_offset() + paced_offset_);
    for (const auto& each : setup_.pistols) out.pistols.push_back(result_of(*each, scenario_));
    return out;
}

}  // namespace chargerig::rig
