// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/rig_thread.hpp"

#include <QString>

namespace chargerig::desktop {
namespace {

using namespace core::literals;

// 6 MB: at 4,500 frames/s a window may stand still for almost a minute.
constexpr std::size_t kFrames = 262'144;
constexpr std::size_t kNotes = 4'096;
constexpr std::size_t kCommands = 64;
// The rig looks for commands after each instant, and for its own end this often.
constexpr core::Duration kTurn = 50_ms;

}  // namespace

RigThread::RigThread(const evse::Registry& registry, QObject* parent)
    : QObject(parent),
      registry_(registry),
      frames_(kFrames),
      notes_(kNotes),
      commands_(kCommands) {}

RigThread::~RigThread() {
    leaving_ = true;
    emergency_stop();
    room_.post();
    if (thread_.joinable()) thread_.join();
}

void RigThread::start(Start start) {
    if (thread_.joinable()) thread_.join();
    start_ = std::move(start);
    result_.reset();
    errors_.clear();
    now_ns_ = 0;
    produced_ = 0;
    lost_ = 0;
    {
        const std::lock_guard guard(live_lock_);
        interrupts_wanted_ = 0;
    }
    can::Frame old_frame;
    while (frames_.pop(old_frame)) {
    }
    core::Note old_note;
    while (notes_.pop(old_note)) {
    }
    running_ = true;
    thread_ = std::thread([this] { run(); });
}

void RigThread::command(const std::string& step) {
    if (!running_) {
        Q_EMIT refused(tr("no session runs"));
    } else if (!commands_.push(step)) {
        Q_EMIT refused(tr("too many commands at once; wait for the rig to take them"));
    }
}

void RigThread::stop() {
    const std::lock_guard guard(live_lock_);
    interrupts_wanted_ = std::max(interrupts_wanted_, 1);
    if (live_ != nullptr) live_->interrupt();
}

// The first interrupt ends the session in the safe order, the second does not wait for the vehicle.
void RigThread::emergency_stop() {
    const std::lock_guard guard(live_lock_);
    if (live_ != nullptr) {
        for (int i = std::min(interrupts_wanted_, 1); i < 2; ++i) live_->interrupt();
    }
    interrupts_wanted_ = 2;
}

template <class Item>
bool RigThread::push(core::SpscRing<Item>& ring, const Item& item) {
    while (!ring.push(item)) {
        if (has_port_ || leaving_) return false;
        clock_.wait_until(clock_.now() + kTurn, room_);
    }
    return true;
}

void RigThread::on_frame(const can::Frame& frame) {
    ++produced_;
    if (!push(frames_, frame)) ++lost_;
}

void RigThread::say(const core::Note& note) {
    push(notes_, note);
}

bool RigThread::drain(Recording& recording) {
    bool any = false;
    // Notes first: what is told about a frame never comes before the frame.
    core::Note note;
    std::vector<core::Note> told;
    while (notes_.pop(note)) told.push_back(std::move(note));
    can::Frame frame;
    // Not more than there are now: a rig without a brake must not hold the window.
    for (std::size_t left = frames_.size(); left > 0 && frames_.pop(frame); --left) {
        recording.add(frame);
        any = true;
    }
    for (auto& each : told) {
        recording.add(std::move(each));
        any = true;
    }
    if (running_) recording.advance(now());
    if (any) room_.post();
    return any;
}

void RigThread::run() {
    has_port_ = start_.bus.kind != can::BusKind::in_process;
    rig::RunOptions options;
    options.registry = &registry_;
    options.bus = start_.bus;
    options.speed = start_.speed;
    options.log_path = start_.log_path;
    options.taps.push_back(this);
    auto live =
        rig::Live::open(start_.scenario, options, [this](const core::Note& note) { say(note); });
    if (live) {
        {
            const std::lock_guard guard(live_lock_);
            live_ = live->get();
            for (int i = 0; i < interrupts_wanted_; ++i) live_->interrupt();
        }
        play(**live);
        const std::lock_guard guard(live_lock_);
        live_ = nullptr;
    } else {
        errors_ = live.error();
    }
    running_ = false;
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT finished(); }, Qt::QueuedConnection);
}

void RigThread::play(rig::Live& live) {
    while (!live.over()) {
        live.advance(live.now() + kTurn, [this, &live] {
            now_ns_ = live.now().ns;
            return asked();
        });
        now_ns_ = live.now().ns;
        std::string step;
        while (commands_.pop(step)) {
            for (const auto& error : live.command(step)) {
                const QString why = QString::fromStdString(error.text());
                QMetaObject::invokeMethod(
                    this, [this, why] { Q_EMIT refused(why); }, Qt::QueuedConnection);
            }
        }
    }
    result_ = live.result();
}

}  // namespace chargerig::desktop
