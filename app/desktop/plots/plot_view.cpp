// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/plots/plot_view.hpp"

// It uses Qt's keywords; elsewhere `signals` is a name as any other.
#define signals Q_SIGNALS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef foreach
#undef signals

#include <QFile>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QRubberBand>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "app/desktop/data/table.hpp"

namespace chargerig::desktop {
namespace {

constexpr double kFollowWidth_s = 60.0;
constexpr double kNarrowest_s = 0.001;
constexpr double kWidest_s = 1e7;
constexpr double kZoomStep = 1.25;  // of a wheel's notch and of a key
constexpr double kNear_px = 6.0;    // as far as a cursor is grabbed from
constexpr double kSmallestBox_px = 5.0;

}  // namespace

PlotView::PlotView(QWidget* parent) : QWidget(parent), canvas_(this), theme_(&theme(false)) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(canvas_.widget());
    canvas_.widget()->installEventFilter(this);
    canvas_.widget()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Plots of voltage, current and state over time"));
    setAccessibleDescription(
        tr("Plus and minus zoom, arrows pan, Home shows all, L follows, Space freezes, A fits the "
           "values, "
           "C shows cursors"));
    rubber_ = new QRubberBand(QRubberBand::Rectangle, canvas_.widget());
    canvas_.set_theme(*theme_, scale_);
}

void PlotView::set_recording(const Recording* recording, Mode mode) {
    recording_ = recording;
    mode_ = mode;
    cursors_ = {};
    range_ = {0.0, kFollowWidth_s};
    canvas_.set_recording(recording);
    if (mode == Mode::stay) {
        show_all();
    } else {
        draw();
    }
    Q_EMIT cursors_changed();
}

void PlotView::set_theme(const Theme& theme, double scale) {
    theme_ = &theme;
    scale_ = scale;
    canvas_.set_theme(theme, scale);
    canvas_.set_cursors(cursors_);
    draw();
}

core::Instant PlotView::known() const {
    if (mode_ == Mode::frozen) return frozen_at_;
    return recording_ != nullptr ? recording_->end() : core::Instant{};
}

std::uint64_t PlotView::frames_behind() const {
    if (mode_ != Mode::frozen || recording_ == nullptr) return 0;
    return recording_->frames().count() - frames_at_freeze_;
}

double PlotView::newest_s() const {
    if (recording_ == nullptr || recording_->empty()) return 0.0;
    return core::to_seconds(recording_->end() - recording_->begin());
}

void PlotView::refresh() {
    if (mode_ == Mode::frozen || recording_ == nullptr) return;
    if (mode_ == Mode::follow) {
        const double width = range_.width();
        // As long as there is room nothing moves.
        if (newest_s() > range_.end || newest_s() < range_.begin) {
            range_ = {newest_s() - width, newest_s()};
        }
    }
    draw();
}

void PlotView::draw() {
    canvas_.draw(range_, known());
    Q_EMIT view_changed();
}

void PlotView::follow() {
    mode_ = Mode::follow;
    range_ = {std::max(0.0, newest_s() - range_.width()), std::max(newest_s(), range_.width())};
    draw();
}

void PlotView::freeze(bool on) {
    if (on == (mode_ == Mode::frozen)) return;
    if (!on) {
        follow();
        return;
    }
    frozen_at_ = known();
    frames_at_freeze_ = recording_ != nullptr ? recording_->frames().count() : 0;
    mode_ = Mode::frozen;
    draw();
}

void PlotView::show_all() {
    if (mode_ == Mode::follow) mode_ = Mode::stay;
    canvas_.free_values();
    const double end_s = std::max(newest_s(), 0.1);
    set_range({-0.01 * end_s, 1.01 * end_s});
}

void PlotView::set_range(Range_s range) {
    const double width = std::clamp(range.width(), kNarrowest_s, kWidest_s);
    const double middle = (range.begin + range.end) / 2.0;
    range_ = {middle - width / 2.0, middle + width / 2.0};
    if (mode_ == Mode::follow && range_.end < newest_s()) mode_ = Mode::stay;
    draw();
}

void PlotView::zoom(double factor, double about_s) {
    const double width = std::clamp(range_.width() * factor, kNarrowest_s, kWidest_s);
    const double part = (about_s - range_.begin) / range_.width();
    set_range({about_s - part * width, about_s + (1.0 - part) * width});
}

void PlotView::pan(double fraction) {
    const double by = range_.width() * fraction;
    if (mode_ == Mode::follow) mode_ = Mode::stay;
    set_range({range_.begin + by, range_.end + by});
}

void PlotView::free_values() {
    canvas_.free_values();
    draw();
}

void PlotView::toggle_cursors() {
    if (recording_ == nullptr || recording_->empty()) return;
    if (cursors_[0] || cursors_[1]) {
        cursors_ = {};
        canvas_.set_cursors(cursors_);
        Q_EMIT cursors_changed();
        return;
    }
    const double third = range_.width() / 3.0;
    set_cursor(0, recording_->begin() + core::from_seconds(range_.begin + third));
    set_cursor(1, recording_->begin() + core::from_seconds(range_.begin + 2.0 * third));
}

void PlotView::set_cursor(std::size_t which, core::Instant time) {
    cursors_[which] = time;
    canvas_.set_cursors(cursors_);
    Q_EMIT cursors_changed();
}

void PlotView::go_to(core::Instant time) {
    if (recording_ == nullptr || recording_->empty()) return;
    const double t_s = core::to_seconds(time - recording_->begin());
    if (t_s < range_.begin || t_s > range_.end) {
        if (mode_ == Mode::follow) mode_ = Mode::stay;
        set_range({t_s - range_.width() / 2.0, t_s + range_.width() / 2.0});
    }
    set_cursor(0, time);
}

bool PlotView::save(const QString& path, QString& why) {
    if (!path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive)) {
        return canvas_.save(path, canvas_.widget()->size(), why);
    }
    QFile file(path);
    const core::Instant origin = recording_ != nullptr ? recording_->begin() : core::Instant{};
    const std::string text =
        to_csv(canvas_.curves(), origin + core::from_seconds(range_.begin),
               core::earliest(origin + core::from_seconds(range_.end), known()), origin);
    const auto size = static_cast<qint64>(text.size());
    if (file.open(QIODevice::WriteOnly) && file.write(text.data(), size) == size && file.flush()) {
        return true;
    }
    why = tr("%1: cannot write the file: %2").arg(path, file.errorString());
    return false;
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoom(1.0 / kZoomStep, middle_s());
            break;
        case Qt::Key_Minus:
            zoom(kZoomStep, middle_s());
            break;
        case Qt::Key_Left:
            pan(shift ? -0.5 : -0.1);
            break;
        case Qt::Key_Right:
            pan(shift ? 0.5 : 0.1);
            break;
        case Qt::Key_Home:
            show_all();
            break;
        case Qt::Key_End:
        case Qt::Key_L:
            follow();
            break;
        case Qt::Key_Space:
            freeze(mode_ != Mode::frozen);
            break;
        case Qt::Key_A:
            free_values();
            break;
        case Qt::Key_C:
            toggle_cursors();
            break;
        default:
            QWidget::keyPressEvent(event);
    }
}

void PlotView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    draw();
}

// Margins are as wide as the letters in them.
void PlotView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) set_theme(*theme_, scale_);
}

bool PlotView::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::Wheel: {
            const auto* const wheel_event = static_cast<QWheelEvent*>(event);
            // With Shift some desktops turn the wheel sideways.
            const QPoint turned = wheel_event->angleDelta();
            const int delta = turned.y() != 0 ? turned.y() : turned.x();
            wheel(wheel_event->position(), delta / 120.0,
                  wheel_event->modifiers().testFlag(Qt::ShiftModifier));
            return true;
        }
        case QEvent::MouseButtonPress: {
            const auto* const mouse = static_cast<QMouseEvent*>(event);
            setFocus(Qt::MouseFocusReason);
            return press(mouse->position(), mouse->button(), mouse->modifiers());
        }
        case QEvent::MouseMove:
            move(static_cast<QMouseEvent*>(event)->position());
            return true;
        case QEvent::MouseButtonRelease:
            release(static_cast<QMouseEvent*>(event)->position());
            return true;
        case QEvent::MouseButtonDblClick:
            free_values();
            return true;
        default:
            return QWidget::eventFilter(watched, event);
    }
}

void PlotView::wheel(const QPointF& position, double notches, bool values) {
    const double factor = std::pow(kZoomStep, -notches);
    if (!values) {
        // While following, the end stays where it is: now.
        zoom(factor, mode_ == Mode::follow ? range_.end : canvas_.seconds_at(position.x()));
        return;
    }
    const auto pane = canvas_.pane_at(position);
    if (!pane) return;
    const Extent now = canvas_.values(*pane);
    const double about = canvas_.value_at(*pane, position.y());
    canvas_.hold_values(*pane,
                        {about - (about - now.low) * factor, about + (now.high - about) * factor});
    draw();
}

bool PlotView::press(const QPointF& position, Qt::MouseButton button,
                     Qt::KeyboardModifiers modifiers) {
    pressed_at_ = position;
    pressed_range_ = range_;
    if (button == Qt::RightButton || modifiers.testFlag(Qt::ControlModifier)) {
        drag_ = Drag::box;
        rubber_->setGeometry(QRect(position.toPoint(), QSize()));
        rubber_->show();
        return true;
    }
    if (button != Qt::LeftButton) return true;
    drag_ = Drag::pan;
    for (std::size_t i = 0; i < cursors_.size(); ++i) {
        if (!cursors_[i]) continue;
        const double x = canvas_.x_of(core::to_seconds(*cursors_[i] - recording_->begin()));
        if (std::abs(x - position.x()) > kNear_px) continue;
        drag_ = Drag::cursor;
        dragged_cursor_ = i;
    }
    return true;
}

void PlotView::move(const QPointF& position) {
    if (drag_ == Drag::box) {
        rubber_->setGeometry(QRectF(pressed_at_, position).normalized().toRect());
    } else if (drag_ == Drag::cursor) {
        set_cursor(dragged_cursor_,
                   recording_->begin() + core::from_seconds(canvas_.seconds_at(position.x())));
    } else if (drag_ == Drag::pan) {
        const double by = canvas_.seconds_at(pressed_at_.x()) - canvas_.seconds_at(position.x());
        if (by == 0.0) return;
        if (mode_ == Mode::follow) mode_ = Mode::stay;
        set_range({pressed_range_.begin + by, pressed_range_.end + by});
    }
}

void PlotView::release(const QPointF& position) {
    const Drag done = drag_;
    drag_ = Drag::none;
    rubber_->hide();
    if (done == Drag::box) box(QRectF(pressed_at_, position).normalized());
}

void PlotView::box(const QRectF& area) {
    if (area.width() < kSmallestBox_px || area.height() < kSmallestBox_px) return;
    const Range_s range{canvas_.seconds_at(area.left()), canvas_.seconds_at(area.right())};
    if (const auto pane = canvas_.pane_at(area.center())) {
        canvas_.hold_values(
            *pane, {canvas_.value_at(*pane, area.bottom()), canvas_.value_at(*pane, area.top())});
    }
    if (mode_ == Mode::follow) mode_ = Mode::stay;
    set_range(range);
}

}  // namespace chargerig::desktop
