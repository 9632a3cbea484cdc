#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws one charging session from its log: states, current with its range and set-points, voltage.

    chargerig run bidirectional/iso20-dynamic-ocpp --log session.log
    tools/plot_session.py build/release/app/cli/chargerig session.log session.svg

The beginning and the end of a session are short and full of events, the charging between them is long: the
time axis has three parts with a scale each, marked by dotted lines.
"""
import bisect
import json
import math
import subprocess
import sys
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 1200, 78, 96
BAND_TOP, BAND_HEIGHT = 176, 22
CURRENT_TOP, CURRENT_HEIGHT = 250, 230
VOLTAGE_TOP, VOLTAGE_HEIGHT = 540, 140
HEIGHT = 740
LABEL_GAP = 21  # px between two slanted labels

INK, SOFT, GRID = "#1d2733", "#66727f", "#e3e7eb"
CURRENT, SETPOINT, RANGE, VOLTAGE, TARGET = "#0b62c4", "#d9480f", "#dbe9fb", "#0a7d55", "#8fc9b3"
STATE_COLOURS = {
    "Initialising": "#c5ccd3", "Waiting_For_PEV": "#dfe4e8", "Negotiating_Connection": "#f3d9a4",
    "Connected_With_Full_Info": "#eab95a", "Insulation_Test": "#c9a4de", "Precharge": "#9d86d6",
    "Waiting_For_Charge": "#8ec5ef", "Charging": "#6fcf9f", "Ending_Charge": "#f2a7a0",
    "Welding_Detection": "#e58a5f", "Closing_Communication": "#b7a08c",
}


class Trace:
    """A signal over time, held from one frame to the next; points on a straight line are left out."""

    def __init__(self):
        self.points = []

    def add(self, time, value):
        last = self.points[-2:]
        if len(last) == 2 and last[0][1] == last[1][1] == value:
            self.points[-1] = (time, value)
        else:
            self.points.append((time, value))


class Session:
    def __init__(self, frames):
        self.states = []  # (time, label)
        self.current, self.voltage, self.target = Trace(), Trace(), Trace()
        self.low, self.high, self.set_point = Trace(), Trace(), Trace()
        self.end = 0.0
        for frame in frames:
            if "signals" in frame:
                self._take(frame["t_s"], frame["message"], frame["signals"])
        if not self.states:
            raise ValueError("the log holds no status of a controller")
        if self.set_point.points:
            self.set_point.add(self._charging_end(), self.set_point.points[-1][1])

    def _take(self, time, message, signals):
        self.end = time
        if message == "Advantics_Controller_Status":
            label = signals["State"].get("label", f"unknown({signals['State']['raw']})")
            if not self.states or self.states[-1][1] != label:
                self.states.append((time, label))
        elif message == "Power_Modules_Status":
            self.current.add(time, signals["Present_Current"]["value"])
            self.voltage.add(time, signals["Present_Voltage"]["value"])
        elif message == "DC_Power_Control":
            ranged = signals["Setpoints_Mode"].get("label") == "Range_Mode"
            transfer = signals["Power_Function"].get("label") == "Power_Transfer"
            self.high.add(time, signals["Current_Range_Max"]["value"] if transfer else 0.0)
            self.low.add(time, signals["Current_Range_Min"]["value"] if transfer and ranged else 0.0)
            self.target.add(time, signals["Target_Voltage"]["value"])
        elif message == "OCPP_Control":
            if self.set_point.points:
                self.set_point.add(time, self.set_point.points[-1][1])
            self.set_point.add(time, signals["Dynamic_Target_Current"]["value"])

    def _charging_end(self):
        times = [time for time, _ in self.states]
        for index, (_, label) in enumerate(self.states):
            if label == "Charging":
                return times[index + 1] if index + 1 < len(times) else self.end
        return self.end

    def breaks(self):
        """Where the scale of the time axis changes: [begin, .., end]."""
        begin = next((time for time, label in self.states if label == "Charging"), None)
        stop = self._charging_end()
        if begin is None or stop - begin < 60.0 or stop >= self.end:
            return [0.0, self.end]
        return [0.0, begin + 6.0, stop - 4.0, self.end]


class TimeAxis:
    def __init__(self, breaks):
        shares = [0.37, 0.33, 0.30] if len(breaks) == 4 else [1.0]
        self.breaks = breaks
        width = WIDTH - LEFT - RIGHT
        self.edges = [LEFT]
        for share in shares:
            self.edges.append(self.edges[-1] + share * width)

    def __call__(self, time):
        part = min(max(bisect.bisect_right(self.breaks, time) - 1, 0), len(self.breaks) - 2)
        begin, end = self.breaks[part], self.breaks[part + 1]
        return self.edges[part] + (time - begin) / (end - begin) * (self.edges[part + 1] - self.edges[part])

    def ticks(self):
        for begin, end, left, right in zip(self.breaks, self.breaks[1:], self.edges, self.edges[1:]):
            step = nice_step((end - begin) / max((right - left) / 56.0, 1.0))
            tick = math.ceil(begin / step) * step
            while tick <= end:
                # No tick so near a change of scale that its figure would run into the neighbour's.
                if begin == 0.0 or self(tick) - left > 24:
                    if end == self.breaks[-1] or right - self(tick) > 24:
                        yield tick
                tick += step


class ValueAxis:
    def __init__(self, values, top, height):
        low, high = min(values), max(values)
        self.step = nice_step((high - low or 1.0) / 4.0)
        self.low = math.floor(low / self.step) * self.step
        self.high = math.ceil(high / self.step) * self.step
        self.top, self.height = top, height

    def __call__(self, value):
        return self.top + self.height * (self.high - value) / (self.high - self.low)

    def ticks(self):
        return [self.low + n * self.step for n in range(round((self.high - self.low) / self.step) + 1)]


def nice_step(least):
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * 0.999)


def text(x, y, content, colour=INK, size=13, anchor="start", more=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" text-anchor="{anchor}"{more}>'
            f"{escape(content)}</text>")


def line(x1, y1, x2, y2, colour, width=1.0, more=""):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width}"{more}/>')


def path(points, x, y, colour, width, more=""):
    steps = " ".join(f"{x(time):.1f},{y(value):.1f}" for time, value in points)
    return f'<polyline points="{steps}" fill="none" stroke="{colour}" stroke-width="{width}"{more}/>'


def stepped(points, end):
    """As held values look: level until the next point, then upright."""
    out = []
    for (time, value), (following, _) in zip(points, points[1:] + [(end, 0.0)]):
        out += [(time, value), (following, value)]
    return out


def state_band(session, x):
    out, label_x = [], LEFT - LABEL_GAP
    following = [time for time, _ in session.states[1:]] + [session.end]
    for (time, label), end in zip(session.states, following):
        left, right = x(time), x(end)
        out.append(f'<rect x="{left:.1f}" y="{BAND_TOP}" width="{max(right - left, 0.8):.1f}" '
                   f'height="{BAND_HEIGHT}" fill="{STATE_COLOURS.get(label, "#999999")}"/>')
        middle = left + min((right - left) / 2, 40)
        label_x = max(label_x + LABEL_GAP, middle)
        out.append(f'<polyline points="{middle:.1f},{BAND_TOP} {label_x:.1f},{BAND_TOP - 9}" fill="none" '
                   f'stroke="{SOFT}" stroke-width="0.8"/>')
        out.append(text(label_x + 2, BAND_TOP - 12, label, size=12,
                        more=f' transform="rotate(-38 {label_x + 2:.1f} {BAND_TOP - 12})"'))
    return out


def panel(axis, x, title, entries, unit):
    out = [text(LEFT, axis.top - 12, title, size=14, more=' font-weight="bold"')]
    left = LEFT + 150
    for name, colour, kind in entries:
        if kind == "area":
            out.append(f'<rect x="{left}" y="{axis.top - 23}" width="24" height="12" fill="{colour}"/>')
        else:
            dash = ' stroke-dasharray="6 4"' if kind == "dashed" else ""
            out.append(line(left, axis.top - 17, left + 24, axis.top - 17, colour, 2.2, dash))
        out.append(text(left + 31, axis.top - 12, name, SOFT, 12.5))
        left += 48 + 7.2 * len(name)
    for tick in axis.ticks():
        out.append(line(LEFT, axis(tick), WIDTH - RIGHT, axis(tick), "#b4bcc4" if tick == 0 else GRID))
        out.append(text(LEFT - 8, axis(tick) + 4.5, f"{tick:g} {unit}".replace("-", "\u2212"), SOFT, 12, "end"))
    for edge in x.edges[1:-1]:
        out.append(line(edge, axis.top, edge, axis.top + axis.height, "#9aa4ae", 1, ' stroke-dasharray="2 4"'))
    return out


def current_panel(session, x):
    traces = (session.current, session.low, session.high, session.set_point)
    axis = ValueAxis([value for trace in traces for _, value in trace.points], CURRENT_TOP, CURRENT_HEIGHT)
    out = [panel(axis, x, "Current", [], "A")[0]]
    high, low = stepped(session.high.points, session.end), stepped(session.low.points, session.end)
    if high:
        border = " ".join(f"{x(time):.1f},{axis(value):.1f}" for time, value in high + low[::-1])
        out.append(f'<polygon points="{border}" fill="{RANGE}"/>')
    entries = [("measured by the modules", CURRENT, "line"), ("range the controller allows", RANGE, "area")]
    if session.set_point.points:
        entries.append(("set-point from the back end (OCPP)", SETPOINT, "dashed"))
        set_point = path(session.set_point.points, x, axis, SETPOINT, 1.8, ' stroke-dasharray="6 4"')
    out += panel(axis, x, "Current", entries, "A")[1:]
    if session.set_point.points:
        out.append(set_point)
    out.append(path(session.current.points, x, axis, CURRENT, 2.2, ' stroke-linejoin="round"'))
    return out


def voltage_panel(session, x):
    values = [value for trace in (session.voltage, session.target) for _, value in trace.points]
    axis = ValueAxis(values, VOLTAGE_TOP, VOLTAGE_HEIGHT)
    entries = [("measured by the modules", VOLTAGE, "line"), ("target of the controller", TARGET, "dashed")]
    out = panel(axis, x, "Voltage", entries, "V")
    if session.target.points:
        out.append(path(stepped(session.target.points, session.end), x, axis, TARGET, 1.6,
                        ' stroke-dasharray="6 4"'))
    out.append(path(session.voltage.points, x, axis, VOLTAGE, 2.2, ' stroke-linejoin="round"'))
    bottom = VOLTAGE_TOP + VOLTAGE_HEIGHT
    for tick in x.ticks():
        out.append(line(x(tick), bottom, x(tick), bottom + 5, SOFT))
        out.append(text(x(tick), bottom + 20, f"{tick:g}", SOFT, 12, "middle"))
    out.append(text((LEFT + WIDTH - RIGHT) / 2, bottom + 44, "seconds; the scale changes at the dotted lines"
                    if len(x.edges) > 2 else "seconds", SOFT, 12.5, "middle"))
    return out


def draw(session, title):
    x = TimeAxis(session.breaks())
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
             f'height="{HEIGHT}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif">',
             f"<title>{escape(title)}</title>",
             f'<rect width="{WIDTH}" height="{HEIGHT}" rx="10" fill="#ffffff"/>',
             text(LEFT, 36, title, size=18, more=' font-weight="bold"')]
    parts += state_band(session, x) + current_panel(session, x) + voltage_panel(session, x)
    return "\n".join(parts + ["</svg>"]) + "\n"


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit("usage: plot_session.py CHARGERIG LOG SVG [TITLE]")
    program, log, out = sys.argv[1:4]
    title = sys.argv[4] if len(sys.argv) == 5 else "A charging session"
    decoded = subprocess.run([program, "decode", "--json", log], capture_output=True, text=True, check=True)
    session = Session(json.loads(each) for each in decoded.stdout.splitlines())
    with open(out, "w", encoding="utf-8") as file:
        file.write(draw(session, title))


if __name__ == "__main__":
    main()
