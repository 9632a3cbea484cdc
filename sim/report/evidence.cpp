// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <fstream>

#include "sim/can/candump_log.hpp"
#include "sim/core/text.hpp"
#include "sim/core/yaml.hpp"
#include "sim/evse/binding.hpp"

namespace chargerig::report {
namespace {

// The lowest and highest of each part, in the order in which they came.
std::vector<Point> decimated(const std::vector<Point>& all) {
    if (all.size() <= 4 * kCurveBins) return all;
    const double begin = all.front().t_s;
    const double width = (all.back().t_s - begin) / static_cast<double>(kCurveBins);
    std::vector<Point> out{all.front()};
    std::size_t i = 1;
    for (std::size_t bin = 1; bin <= kCurveBins && i < all.size(); ++bin) {
        const double end = bin == kCurveBins ? HUGE_VAL : begin + width * static_cast<double>(bin);
        std::size_t low = i;
        std::size_t high = i;
        const std::size_t first = i;
        for (; i < all.size() && all[i].t_s < end; ++i) {
            if (all[i].value < all[low].value) low = i;
            if (all[i].value > all[high].value) high = i;
        }
        if (i == first) continue;
        out.push_back(all[std::min(low, high)]);
        if (low != high) out.push_back(all[std::max(low, high)]);
        if (std::max(low, high) != i - 1) out.push_back(all[i - 1]);
    }
    return out;
}

std::string frame_line(const can::Frame& frame, double t_s, const evse::Binding& binding) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out = core::fixed_text(t_s, 6) + " s  ";
    for (int shift = frame.extended() ? 28 : 8; shift >= 0; shift -= 4) {
        out += kHex[(frame.id >> shift) & 15U];
    }
    out += '#';
    for (std::size_t i = 0; i < frame.length; ++i) {
        out += kHex[frame.data[i] >> 4U];
        out += kHex[frame.data[i] & 15U];
    }
    const auto decoded = binding.describe(frame);
    if (!decoded) return out + "  (" + std::string(evse::text(decoded.error())) + ")";
    out += "  ";
    out += decoded->message;
    for (const auto& signal : decoded->signals) {
        if (signal.name == "Reserved") continue;
        out += "  ";
        out += signal.name;
        out += '=';
        out += signal.label.empty() ? core::number_text(signal.physical) : signal.label;
    }
    return out;
}

class Reader {
public:
    Reader(const evse::Binding& binding, const RunResult& run) : binding_(binding), run_(run) {
        for (const auto& failure : run.failures) {
            if (const auto t_s = time_of(failure)) open_.push_back({*t_s, {}});
        }
        std::stable_sort(open_.begin(), open_.end(),
                         [](const auto& a, const auto& b) { return a.t_s < b.t_s; });
        // Several failures of one instant have one window.
        const auto same = [](const auto& a, const auto& b) { return a.t_s == b.t_s; };
        open_.erase(std::unique(open_.begin(), open_.end(), same), open_.end());
        after_.assign(open_.size(), 0);
    }

    void see(const can::Frame& frame) {
        const double t_s = core::to_seconds(frame.time) - run_.log_zero_s;
        watch(frame, t_s);
        evse::Message message;
        if (!binding_.decode(frame, memory_, message)) return;
        if (const auto* status = std::get_if<evse::PowerModulesStatus>(&message)) {
            voltage_.push_back({t_s, status->present_voltage_V});
            current_.push_back({t_s, status->present_current_A});
        } else if (const auto* control = std::get_if<evse::DcPowerControl>(&message)) {
            target_.push_back({t_s, control->target_voltage_V});
            most_.push_back({t_s, control->current_range_max_A});
            least_.push_back({t_s, control->current_range_min_A});
        } else if (const auto* limits = std::get_if<evse::EvInformationVoltages>(&message)) {
            vehicle_V_.push_back({t_s, limits->ev_maximum_voltage_V});
        } else if (const auto* amps = std::get_if<evse::EvInformationChargeLimits>(&message)) {
            vehicle_A_.push_back({t_s, amps->ev_maximum_charge_current_A});
        }
    }

    Evidence take() {
        while (open_.size() > closed_) close();
        Evidence out;
        add(out.voltage_V, "present voltage", voltage_);
        add(out.voltage_V, "target voltage", target_);
        add(out.voltage_V, "vehicle's maximum voltage", vehicle_V_);
        add(out.current_A, "present current", current_);
        add(out.current_A, "current range, maximum", most_);
        add(out.current_A, "current range, minimum", least_);
        add(out.current_A, "vehicle's maximum charge current", vehicle_A_);
        out.windows = std::move(open_);
        return out;
    }

private:
    static void add(std::vector<Curve>& curves, const char* name,
                    const std::vector<Point>& points) {
        if (!points.empty()) curves.push_back({name, decimated(points)});
    }

    // The window whose turn it is gets the frames before it from the ones kept so far.
    void close() {
        if (after_[closed_] == 0) fill(open_[closed_]);
        ++closed_;
    }

    void fill(FrameWindow& window) {
        for (const auto& [t_s, frame] : before_) {
            window.frames.push_back(frame_line(frame, t_s, binding_));
        }
    }

    void watch(const can::Frame& frame, double t_s) {
        for (std::size_t i = closed_; i < open_.size() && t_s > open_[i].t_s; ++i) {
            if (after_[i] == 0) fill(open_[i]);
            open_[i].frames.push_back(frame_line(frame, t_s, binding_));
            if (++after_[i] == kFramesAfter && i == closed_) ++closed_;
        }
        before_.emplace_back(t_s, frame);
        if (before_.size() > kFramesBefore) before_.pop_front();
    }

    const evse::Binding& binding_;
    const RunResult& run_;
    evse::LinkMemory memory_;
    std::vector<Point> voltage_, current_, target_, most_, least_, vehicle_V_, vehicle_A_;
    std::deque<std::pair<double, can::Frame>> before_;
    std::vector<FrameWindow> open_;  // by time; those before closed_ are complete
    std::vector<std::size_t> after_;
    std::size_t closed_ = 0;
};

}  // namespace

std::optional<double> time_of(const std::string& failure) {
    const std::size_t end = failure.find(" s: ");
    if (end == failure.npos) return std::nullopt;
    const auto t_s = core::parse_number(failure.substr(0, end), "time", {0.0, 1e12, "s"}, {});
    return t_s ? std::optional<double>(*t_s) : std::nullopt;
}

core::Result<Evidence> read_evidence(const std::string& log, const evse::Registry& registry,
                                     const RunResult& run) {
    const auto version = registry.find(run.protocol);
    if (!version) return core::fail(version.error());
    const auto binding =
        evse::Binding::make(*version, run.pistols.empty() ? 1 : run.pistols.front().index);
    if (!binding) return core::fail(binding.error());
    std::ifstream file(log, std::ios::binary);
    if (!file) return core::fail({{log, 0, 0}, "cannot read the log", "", "", "check the path"});
    can::CandumpReader frames(file, log);
    Reader reader(*binding, run);
    can::Frame frame;
    for (;;) {
        const auto more = frames.next(frame);
        if (!more) return core::fail(more.error());
        if (!*more) return reader.take();
        reader.see(frame);
    }
}

}  // namespace chargerig::report
