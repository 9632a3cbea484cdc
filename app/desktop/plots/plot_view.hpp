// SPDX-License-Identifier: GPL-3.0-or-later
//
// The plots with everything a hand can do to them: wheel, drag, keys, cursors, freeze, follow.
#pragma once

#include <QWidget>
#include <memory>

#include "app/desktop/plots/canvas.hpp"

class QRubberBand;

namespace chargerig::desktop {

// How the time axis moves while a recording grows.
enum class Mode : std::uint8_t {
    follow,  // its end is now
    stay,    // where the user put it; curves go on growing
    frozen,  // nothing on it changes; the recording goes on
};

class PlotView final : public QWidget {
    Q_OBJECT

public:
    explicit PlotView(QWidget* parent = nullptr);

    // Null: none. It must outlive the view or be taken away. A finished one is shown as a whole.
    void set_recording(const Recording* recording, Mode mode);
    void set_theme(const Theme& theme, double scale);

    // The recording has grown; call it at the rate of the screen.
    void refresh();

    Mode mode() const { return mode_; }
    Range_s range() const { return range_; }
    // What the eyes see ends here: the newest frame, or the instant of the freeze.
    core::Instant known() const;
    // How many frames came since the freeze.
    std::uint64_t frames_behind() const;
    const std::optional<core::Instant>& cursor(std::size_t which) const { return cursors_[which]; }
    const Canvas& canvas() const { return canvas_; }

public Q_SLOTS:
    void follow();
    void freeze(bool on);
    void show_all();
    void set_range(Range_s range);
    void zoom(double factor, double about_s);
    void pan(double fraction);
    void free_values();
    // Both, at a third and two thirds of what is shown; away when they are there.
    void toggle_cursors();
    void set_cursor(std::size_t which, core::Instant time);
    // Makes an instant visible, with the first cursor on it.
    void go_to(core::Instant time);

public:
    // By the ending of the name: .png, .svg, .pdf or .csv (what is visible). False with a reason.
    bool save(const QString& path, QString& why);

Q_SIGNALS:
    void view_changed();
    void cursors_changed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void wheel(const QPointF& position, double notches, bool values);
    bool press(const QPointF& position, Qt::MouseButton button, Qt::KeyboardModifiers modifiers);
    void move(const QPointF& position);
    void release(const QPointF& position);
    void box(const QRectF& area);
    void draw();
    double newest_s() const;
    double middle_s() const { return (range_.begin + range_.end) / 2.0; }

    Canvas canvas_;
    const Theme* theme_;
    double scale_ = 1.0;
    const Recording* recording_ = nullptr;
    Mode mode_ = Mode::follow;
    Range_s range_;
    core::Instant frozen_at_;
    std::uint64_t frames_at_freeze_ = 0;
    std::array<std::optional<core::Instant>, 2> cursors_;

    enum class Drag : std::uint8_t { none, pan, box, cursor } drag_ = Drag::none;
    QPointF pressed_at_;
    Range_s pressed_range_;
    std::size_t dragged_cursor_ = 0;
    QRubberBand* rubber_ = nullptr;
};

}  // namespace chargerig::desktop
