// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/theme.hpp"

#include <QApplication>
#include <QFont>
#include <QGuiApplication>
#include <QPalette>
#include <QStyleFactory>
#include <algorithm>
#include <cmath>

#include "sim/evse/messages.hpp"

namespace chargerig::desktop {
namespace {

Theme make_light() {
    Theme out;
    out.window = QColor(0xF3F4F6);
    out.panel = QColor(0xFFFFFF);
    out.border = QColor(0xD3D7DD);
    out.text = QColor(0x16191D);
    out.dim = QColor(0x59616C);
    out.plot = QColor(0xFFFFFF);
    out.grid = QColor(0xE4E7EB);
    out.accent = QColor(0x005A96);
    out.on_accent = QColor(0xFFFFFF);
    out.stop = QColor(0xC8102E);
    out.on_stop = QColor(0xFFFFFF);
    out.good = QColor(0x00704F);
    out.warning = QColor(0x8A5A00);
    out.bad = QColor(0xB3261E);
    out.measured = QColor(0x0072B2);
    out.target = QColor(0xB87400);
    out.range = QColor(0x008A64);
    out.setpoint = QColor(0xB0568A);
    out.vehicle = QColor(0xD55E00);
    out.charger = QColor(0x5C6470);
    return out;
}

Theme make_dark() {
    Theme out;
    out.dark = true;
    out.window = QColor(0x14171B);
    out.panel = QColor(0x1D2126);
    out.border = QColor(0x3A414A);
    out.text = QColor(0xECEFF3);
    out.dim = QColor(0xA2ABB7);
    out.plot = QColor(0x181B20);
    out.grid = QColor(0x2C323A);
    out.accent = QColor(0x56B4E9);
    out.on_accent = QColor(0x10151A);
    out.stop = QColor(0xC8102E);
    out.on_stop = QColor(0xFFFFFF);
    out.good = QColor(0x3CCB9B);
    out.warning = QColor(0xF0B429);
    out.bad = QColor(0xFF8A80);
    out.measured = QColor(0x56B4E9);
    out.target = QColor(0xE69F00);
    out.range = QColor(0x1FB88A);
    out.setpoint = QColor(0xD68DB5);
    out.vehicle = QColor(0xF07A28);
    out.charger = QColor(0x9AA4B2);
    return out;
}

QPalette palette_of(const Theme& theme) {
    QPalette out;
    out.setColor(QPalette::Window, theme.window);
    out.setColor(QPalette::WindowText, theme.text);
    out.setColor(QPalette::Base, theme.panel);
    out.setColor(QPalette::AlternateBase, theme.window);
    out.setColor(QPalette::Text, theme.text);
    out.setColor(QPalette::Button, theme.panel);
    out.setColor(QPalette::ButtonText, theme.text);
    out.setColor(QPalette::ToolTipBase, theme.panel);
    out.setColor(QPalette::ToolTipText, theme.text);
    out.setColor(QPalette::Highlight, theme.accent);
    out.setColor(QPalette::HighlightedText, theme.on_accent);
    out.setColor(QPalette::PlaceholderText, theme.dim);
    out.setColor(QPalette::Link, theme.accent);
    out.setColor(QPalette::Mid, theme.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        out.setColor(QPalette::Disabled, role, theme.dim);
    }
    return out;
}

// Names in capitals stand for the theme's colours.
constexpr const char* kSheet = R"(
QToolTip { color: TEXT; background: PANEL; border: 1px solid BORDER; padding: 4px; }
QPushButton { background: PANEL; color: TEXT; border: 1px solid BORDER; border-radius: 5px; padding: 5px 12px; }
QPushButton:hover, QPushButton:focus { border-color: ACCENT; }
QPushButton:checked { background: ACCENT; color: ONACC; border-color: ACCENT; }
QPushButton:disabled { color: DIM; }
QPushButton#primary { background: ACCENT; color: ONACC; border-color: ACCENT; font-weight: 600; }
QPushButton#primary:focus { border: 2px solid TEXT; }
QPushButton#stop { background: STOPC; color: ONSTOP; border: 2px solid STOPC; border-radius: 8px; font-weight: 700; padding: 6px 18px; }
QPushButton#stop:hover, QPushButton#stop:focus { border-color: TEXT; }
QPushButton#stop:disabled { background: PANEL; color: DIM; border-color: BORDER; }
QFrame#card { background: PANEL; border: 1px solid BORDER; border-radius: 8px; }
QLabel#title { font-size: LARGEpt; font-weight: 600; }
QLabel#heading { font-size: MEDIUMpt; font-weight: 600; }
QLabel#dim { color: DIM; }
QTreeView, QTableView, QListView { background: PANEL; border: 1px solid BORDER; alternate-background-color: WINDOW; }
QTreeView::item, QListView::item { padding: 3px 2px; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: ACCENT; color: ONACC; }
QHeaderView::section { background: WINDOW; color: DIM; border: 0; border-bottom: 1px solid BORDER; padding: 4px 6px; }
QTabWidget::pane { border: 1px solid BORDER; }
QTabBar::tab { padding: 5px 12px; color: DIM; background: WINDOW; border: 0; border-bottom: 2px solid BORDER; }
QTabBar::tab:selected { color: TEXT; border-bottom: 2px solid ACCENT; }
QLineEdit { background: PANEL; border: 1px solid BORDER; border-radius: 4px; padding: 4px 6px; }
QLineEdit:focus { border-color: ACCENT; }
QSplitter::handle { background: BORDER; }
QStatusBar { color: DIM; }
)";

QString sheet_of(const Theme& theme) {
    QString out = QString::fromLatin1(kSheet);
    const std::pair<const char*, QColor> names[]{
        {"ONSTOP", theme.on_stop}, {"STOPC", theme.stop},    {"ONACC", theme.on_accent},
        {"ACCENT", theme.accent},  {"BORDER", theme.border}, {"WINDOW", theme.window},
        {"PANEL", theme.panel},    {"TEXT", theme.text},     {"DIM", theme.dim}};
    const double letters_pt = QApplication::font().pointSizeF();
    out.replace(QLatin1String("LARGE"), QString::number(letters_pt * 2.0));
    out.replace(QLatin1String("MEDIUM"), QString::number(letters_pt * 1.3));
    for (const auto& [name, colour] : names) out.replace(QLatin1String(name), colour.name());
    return out;
}

double channel(double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) +
           0.0722 * channel(colour.blueF());
}

}  // namespace

const Theme& theme(bool dark) {
    static const Theme light = make_light();
    static const Theme night = make_dark();
    return dark ? night : light;
}

bool system_is_dark() {
    return QGuiApplication::palette().color(QPalette::Window).lightnessF() < 0.5;
}

void apply(const Theme& theme, QApplication& application) {
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    QApplication::setPalette(palette_of(theme));
    application.setStyleSheet(sheet_of(theme));
}

QPen pen_of(const Theme& theme, Role role, double scale) {
    QPen pen;
    pen.setCapStyle(Qt::FlatCap);
    pen.setWidthF(1.5 * scale);
    switch (role) {
        case Role::measured:
            pen.setColor(theme.measured);
            pen.setWidthF(2.0 * scale);
            break;
        case Role::target:
            pen.setColor(theme.target);
            pen.setDashPattern({6.0, 3.0});
            break;
        case Role::range:
            pen.setColor(theme.range);
            break;
        case Role::setpoint:
            pen.setColor(theme.setpoint);
            pen.setDashPattern({2.0, 2.0});
            break;
        case Role::vehicle:
            pen.setColor(theme.vehicle);
            pen.setDashPattern({9.0, 3.0, 2.0, 3.0});
            break;
        case Role::charger:
            pen.setColor(theme.charger);
            pen.setDashPattern({9.0, 3.0, 2.0, 3.0, 2.0, 3.0});
            break;
    }
    return pen;
}

QColor state_colour(const Theme& theme, std::int64_t raw) {
    using State = evse::ControllerState;
    QColor out = theme.charger;
    switch (static_cast<State>(raw)) {
        case State::Charging:
            out = theme.range;
            break;
        case State::Insulation_Test:
        case State::Precharge:
        case State::Welding_Detection:
            out = theme.target;
            break;
        case State::Negotiating_Connection:
        case State::Connected_With_Full_Info:
        case State::CCS_Authorisation_Process:
        case State::Waiting_For_Charge:
            out = theme.measured;
            break;
        case State::Ending_Charge:
        case State::Charge_Pause:
            out = theme.setpoint;
            break;
        case State::Not_Available:
            out = theme.vehicle;
            break;
        case State::Initialising:
        case State::Waiting_For_PEV:
        case State::Closing_Communication:
            break;
    }
    return out;
}

double contrast(const QColor& a, const QColor& b) {
    // By value: of two temporaries std::minmax would keep references.
    const auto [dark, bright] = std::minmax({luminance(a), luminance(b)});
    return (bright + 0.05) / (dark + 0.05);
}

}  // namespace chargerig::desktop
