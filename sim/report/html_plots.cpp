// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/core/text.hpp"
#include "sim/report/html_nodes.hpp"
#include "sim/report/xml_text.hpp"

namespace chargerig::report::html {
namespace {

// In the SVG's own units; the page scales it.
constexpr double kWidth = 1060.0;
constexpr double kLeft = 64.0;
constexpr double kRight = 1044.0;
constexpr double kBandTop = 6.0;
constexpr double kBandHeight = 24.0;
constexpr double kPlotHeight = 150.0;
constexpr double kVoltageTop = 62.0;
constexpr double kCurrentTop = 252.0;
constexpr double kHeight = 436.0;
constexpr double kCharacter = 6.2;  // width of a small letter

constexpr std::array<const char*, 4> kLines{"measured", "asked", "limit", "limit"};
constexpr std::array<const char*, 7> kStateColours{"#dfe7f1", "#d5ebe4", "#f6e6c8", "#e6dff2",
                                                   "#f5dcd9", "#dcebd0", "#e4e4e4"};

std::string number(double value) {
    return core::fixed_text(value, 1);
}

struct Axis {
    double low = 0.0;
    double high = 1.0;
    double step = 1.0;  // between ticks
};

// Ticks at 1, 2 or 5 times a power of ten, about `count` of them.
Axis nice_axis(double low, double high, double count) {
    if (high - low < 1e-6) high = low + 1.0;
    const double rough = (high - low) / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    const double part = rough / power;
    const double step = (part <= 1.0 ? 1.0 : part <= 2.0 ? 2.0 : part <= 5.0 ? 5.0 : 10.0) * power;
    return {std::floor(low / step) * step, std::ceil(high / step) * step, step};
}

int decimals(double step) {
    return step >= 1.0 ? 0 : std::min(6, static_cast<int>(std::ceil(-std::log10(step))));
}

struct Scale {
    double begin_s = 0.0;
    double end_s = 1.0;

    double x(double t_s) const {
        const double part = (t_s - begin_s) / (end_s - begin_s);
        return kLeft + std::clamp(part, 0.0, 1.0) * (kRight - kLeft);
    }
};

double y_of(const Axis& axis, double top, double value) {
    return top + (axis.high - value) / (axis.high - axis.low) * kPlotHeight;
}

void line(pugi::xml_node svg, const char* kind, double x1, double y1, double x2, double y2) {
    add(svg, "line", "",
        {{"class", kind},
         {"x1", number(x1)},
         {"y1", number(y1)},
         {"x2", number(x2)},
         {"y2", number(y2)}});
}

void text(pugi::xml_node svg, double x, double y, const char* anchor, const std::string& words) {
    add(svg, "text", words, {{"x", number(x)}, {"y", number(y)}, {"text-anchor", anchor}});
}

// What was asked for holds until the next; measured values are joined.
std::string path_of(const Curve& curve, const Scale& scale, const Axis& axis, double top,
                    bool holds, bool to_the_end) {
    std::string out;
    std::string last_y;
    for (const auto& point : curve.points) {
        const std::string x = number(scale.x(point.t_s));
        const std::string y = number(y_of(axis, top, point.value));
        if (out.empty()) {
            out.append("M").append(x).append(" ").append(y);
        } else if (holds) {
            if (y != last_y) out.append("H").append(x).append("V").append(y);
        } else {
            out.append("L").append(x).append(" ").append(y);
        }
        last_y = y;
    }
    if (!holds) return out;
    return out + "H" + number(to_the_end ? kRight : scale.x(curve.points.back().t_s));
}

void add_legend(pugi::xml_node svg, const std::vector<Curve>& curves, const std::string& unit,
                double top) {
    text(svg, kLeft, top - 8.0, "start", unit);
    double x = kLeft + 28.0;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const std::string kind = std::string("curve ") + kLines[std::min(i, kLines.size() - 1)] +
                                 " l" + std::to_string(i);
        line(svg, kind.c_str(), x, top - 12.0, x + 22.0, top - 12.0);
        text(svg, x + 28.0, top - 8.0, "start", curves[i].name);
        x += 50.0 + kCharacter * static_cast<double>(curves[i].name.size());
    }
}

void add_plot(pugi::xml_node svg, const std::vector<Curve>& curves, const std::string& unit,
              const Scale& scale, double top) {
    double low = 0.0;
    double high = 0.0;
    for (const auto& curve : curves) {
        for (const auto& point : curve.points) {
            low = std::min(low, point.value);
            high = std::max(high, point.value);
        }
    }
    const Axis axis = nice_axis(low, high, 5.0);
    for (int i = 0; axis.low + i * axis.step <= axis.high + axis.step / 2; ++i) {
        const double value = axis.low + i * axis.step;
        const double y = y_of(axis, top, value);
        line(svg, std::abs(value) < axis.step / 2 ? "zero" : "grid", kLeft, y, kRight, y);
        text(svg, kLeft - 6.0, y + 4.0, "end", core::fixed_text(value, decimals(axis.step)));
    }
    add_legend(svg, curves, unit, top);
    for (std::size_t i = curves.size(); i-- > 0;) {
        const std::string kind = std::string("curve ") + kLines[std::min(i, kLines.size() - 1)] +
                                 " l" + std::to_string(i);
        const bool event = curves[i].name.starts_with("vehicle");
        auto drawn =
            add(svg, "path", "",
                {{"class", kind}, {"d", path_of(curves[i], scale, axis, top, i > 0, event)}});
        add(drawn, "title", curves[i].name);
    }
}

std::string words(std::string state) {
    std::replace(state.begin(), state.end(), '_', ' ');
    return state;
}

void add_states(pugi::xml_node svg, const std::vector<StateSeen>& states, const Scale& scale) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < states.size(); ++i) {
        auto at = std::find(known.begin(), known.end(), states[i].state);
        if (at == known.end()) at = known.insert(known.end(), states[i].state);
        const auto colour = static_cast<std::size_t>(at - known.begin()) % kStateColours.size();
        const double end_s = i + 1 < states.size() ? states[i + 1].t_s : scale.end_s;
        const double x = scale.x(states[i].t_s);
        const double width = std::max(0.5, scale.x(end_s) - x);
        auto box = add(svg, "rect", "",
                       {{"x", number(x)},
                        {"y", number(kBandTop)},
                        {"width", number(width)},
                        {"height", number(kBandHeight)},
                        {"fill", kStateColours[colour]},
                        {"class", "state"}});
        const std::string name = words(states[i].state);
        add(box, "title", name + ", from " + core::fixed_text(states[i].t_s, 3) + " s");
        if (static_cast<double>(name.size()) * kCharacter + 6.0 < width) {
            text(svg, x + width / 2, kBandTop + 16.0, "middle", name);
        }
    }
}

void add_times(pugi::xml_node svg, const Scale& scale) {
    const double bottom = kCurrentTop + kPlotHeight;
    const Axis axis = nice_axis(scale.begin_s, scale.end_s, 10.0);
    for (int i = 0; axis.low + i * axis.step <= scale.end_s + axis.step / 100; ++i) {
        const double t_s = axis.low + i * axis.step;
        line(svg, "grid", scale.x(t_s), kVoltageTop, scale.x(t_s), kVoltageTop + kPlotHeight);
        line(svg, "grid", scale.x(t_s), kCurrentTop, scale.x(t_s), bottom);
        text(svg, scale.x(t_s), bottom + 16.0, "middle",
             core::fixed_text(t_s, decimals(axis.step)));
    }
    text(svg, kRight, bottom + 31.0, "end", "time in s");
}

}  // namespace

pugi::xml_node add(pugi::xml_node parent, const char* element, const std::string& text,
                   Attributes attributes) {
    auto node = parent.append_child(element);
    for (const auto& [name, value] : attributes) {
        node.append_attribute(name).set_value(xml_text(value).c_str());
    }
    if (!text.empty()) node.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
    return node;
}

void add_plots(pugi::xml_node parent, const BatchEntry& entry) {
    const auto& seen = entry.evidence;
    if (seen.voltage_V.empty() && seen.current_A.empty()) return;
    const Scale scale{0.0, std::max(entry.result->simulated_s, 1e-3)};
    auto svg = add(parent, "svg", "",
                   {{"viewBox", "0 0 " + number(kWidth) + " " + number(kHeight)},
                    {"role", "img"},
                    {"aria-label", "States, voltage and current of " + entry.name}});
    if (!entry.result->pistols.empty()) {
        add_states(svg, entry.result->pistols.front().states, scale);
    }
    add_times(svg, scale);
    add_plot(svg, seen.voltage_V, "V", scale, kVoltageTop);
    add_plot(svg, seen.current_A, "A", scale, kCurrentTop);
    for (const auto& window : seen.windows) {
        auto mark = add(svg, "line", "",
                        {{"class", "failure"},
                         {"x1", number(scale.x(window.t_s))},
                         {"x2", number(scale.x(window.t_s))},
                         {"y1", number(kBandTop)},
                         {"y2", number(kCurrentTop + kPlotHeight)}});
        add(mark, "title", "failure at " + core::fixed_text(window.t_s, 3) + " s");
    }
}

}  // namespace chargerig::report::html
