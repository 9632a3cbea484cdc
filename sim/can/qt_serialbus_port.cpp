// SPDX-License-Identifier: Apache-2.0
#include "sim/can/qt_serialbus_port.hpp"

#include <QtCore/QTimer>
#include <QtCore/QVariant>
#include <QtSerialBus/QCanBus>
#include <QtSerialBus/QCanBusDevice>
#include <QtSerialBus/QCanBusFrame>
#include <algorithm>
#include <atomic>
#include <cassert>
#include <future>
#include <mutex>
#include <utility>

#include "sim/can/can_interface.hpp"
#include "sim/can/qt_io_thread.hpp"
#include "sim/core/spsc_ring.hpp"

namespace chargerig::can {

namespace {

constexpr int kWriteRetry_ms = 1;
constexpr int kCloseLimit_ms = 500;

struct QueuedFrame {
    Frame frame;
    core::Instant queued;
};

int to_ms(core::Duration d) {
    return static_cast<int>(d.ns / 1'000'000);
}

QCanBusFrame to_qt(const Frame& frame) {
    // A remote frame carries no data; Qt takes its length from that of the payload all the same.
    QCanBusFrame out(frame.id,
                     QByteArray(reinterpret_cast<const char*>(frame.data.data()), frame.length));
    out.setExtendedFrameFormat(frame.extended());
    if ((frame.flags & kRemote) != 0) out.setFrameType(QCanBusFrame::RemoteRequestFrame);
    return out;
}

// False for what is not a classic frame.
bool from_qt(const QCanBusFrame& in, Frame& out) {
    const QByteArray payload = in.payload();
    if (!in.isValid() || in.hasFlexibleDataRateFormat() || payload.size() > 8) return false;
    out = Frame{};
    out.id = in.frameId();
    out.flags = in.hasExtendedFrameFormat() ? kExtended : 0;
    if (in.frameType() == QCanBusFrame::RemoteRequestFrame) out.flags |= kRemote;
    if (in.frameType() == QCanBusFrame::ErrorFrame) {
        out.flags = kExtended | kErrorFrame;
        out.id = static_cast<std::uint32_t>(in.error()) & kMaxExtendedId;
    }
    if (in.hasLocalEcho()) out.flags |= kLocalEcho;
    out.length = static_cast<std::uint8_t>(payload.size());
    if ((out.flags & kRemote) == 0) {
        std::copy(payload.begin(), payload.end(), reinterpret_cast<char*>(out.data.data()));
    }
    return true;
}

// A bus is virtual when no frame can reach a real device by way of it.
std::string why_listen_only(const BusAddress& address) {
    const bool is_virtual =
        address.plugin == "virtualcan" ||
        (address.plugin == "socketcan" && is_virtual_can_interface(address.interface));
    if (is_virtual) return {};
    return address.text +
           " is a real bus: sending needs arming, which comes with the safety layer; listening "
           "only";
}

}  // namespace

// What both threads see. Counters have one writer each.
struct QtSerialBusPort::Shared {
    Shared(const BusAddress& a, const core::WallClock& c, std::function<void()> w,
           const QtPortOptions& o)
        : address(a),
          clock(c),
          options(o),
          listen_only(why_listen_only(a)),
          wake(std::move(w)),
          received(o.queue_length),
          to_send(o.queue_length) {}

    const BusAddress address;
    const core::WallClock& clock;
    const QtPortOptions options;
    const std::string listen_only;
    const std::function<void()> wake;

    core::SpscRing<Frame> received;
    core::SpscRing<QueuedFrame> to_send;
    std::atomic<bool> drain_posted{false};
    std::atomic<PortState> state{PortState::connecting};

    std::atomic<std::uint64_t> count_received{0};  // written by the I/O thread, as are
    std::atomic<std::uint64_t> count_sent{0};      // the next five
    std::atomic<std::uint64_t> count_retried{0};
    std::atomic<std::uint64_t> count_dropped_receive{0};
    std::atomic<std::uint64_t> count_given_up{0};
    std::atomic<std::uint64_t> count_not_queued{0};  // written by the rig's thread, as is
    std::atomic<std::uint64_t> count_refused{0};     // this one

    mutable std::mutex error_mutex;
    std::string last_error;

    void set_error(std::string text) {
        const std::lock_guard lock(error_mutex);
        last_error = std::move(text);
    }
};

// The half that lives in the I/O thread. Everything but construction happens there.
class QtSerialBusPort::Worker {
public:
    explicit Worker(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

    void open();
    void drain_transmit();
    void close(std::function<void()> done);
    void destroy();

private:
    bool make_device();
    void attempt();
    void on_attempt_over();
    void on_state(QCanBusDevice::CanBusDeviceState state);
    void on_error(QCanBusDevice::CanBusError error);
    void on_frames();
    void note_late_loss();
    void drop_device();
    void drop_unsent();
    void fail(const std::string& reason);
    std::string no_answer() const;

    const std::shared_ptr<Shared> shared_;
    QCanBusDevice* device_ = nullptr;
    std::unique_ptr<QTimer> attempt_timer_;
    std::unique_ptr<QTimer> write_timer_;
    std::unique_ptr<QTimer> close_timer_;
    core::Instant connect_deadline_;
    std::function<void()> closed_;
    bool first_attempt_ = true;
    bool writing_ = false;
    bool error_while_writing_ = false;
    bool closing_ = false;
};

void QtSerialBusPort::Worker::fail(const std::string& reason) {
    shared_->set_error(reason);
    attempt_timer_->stop();
    write_timer_->stop();
    drop_device();
    shared_->state.store(PortState::failed);  // first, so that nothing more is queued
    drop_unsent();
    if (!closing_) shared_->wake();
}

void QtSerialBusPort::Worker::drop_unsent() {
    QueuedFrame unsent;
    while (shared_->to_send.pop(unsent)) ++shared_->count_given_up;
}

void QtSerialBusPort::Worker::drop_device() {
    if (device_ == nullptr) return;
    // Later, not now: this may be called from one of the device's own signals.
    device_->disconnect();
    device_->deleteLater();
    device_ = nullptr;
}

void QtSerialBusPort::Worker::open() {
    attempt_timer_ = std::make_unique<QTimer>();
    attempt_timer_->setSingleShot(true);
    QObject::connect(attempt_timer_.get(), &QTimer::timeout, [this] { on_attempt_over(); });
    write_timer_ = std::make_unique<QTimer>();
    write_timer_->setSingleShot(true);
    write_timer_->setTimerType(Qt::PreciseTimer);
    QObject::connect(write_timer_.get(), &QTimer::timeout, [this] { drain_transmit(); });
    connect_deadline_ = shared_->clock.now() + shared_->options.connect_timeout;

    const QString plugin = QString::fromStdString(shared_->address.plugin);
    const QStringList plugins = QCanBus::instance()->plugins();
    if (!plugins.contains(plugin)) {
        fail("no Qt SerialBus plugin '" + shared_->address.plugin +
             "'; there are: " + plugins.join(QStringLiteral(", ")).toStdString());
        return;
    }
    attempt();
}

bool QtSerialBusPort::Worker::make_device() {
    const BusAddress& address = shared_->address;
    QString error;
    device_ = QCanBus::instance()->createDevice(QString::fromStdString(address.plugin),
                                                QString::fromStdString(address.interface), &error);
    if (device_ == nullptr) {
        fail(address.text + ": " + error.toStdString());
        return false;
    }
    if (device_->error() != QCanBusDevice::NoError) {
        // virtualcan objects to a channel here and would then connect to another one.
        fail(address.text + ": " + device_->errorString().toStdString());
        return false;
    }
    // An invalid value removes the default of 500000, which the plugin would set on the interface.
    device_->setConfigurationParameter(
        QCanBusDevice::BitRateKey,
        address.bitrate_bps ? QVariant(*address.bitrate_bps) : QVariant());
    if (address.receive_own) {
        device_->setConfigurationParameter(QCanBusDevice::ReceiveOwnKey, true);
    }
    QObject::connect(device_, &QCanBusDevice::stateChanged, [this](auto s) { on_state(s); });
    QObject::connect(device_, &QCanBusDevice::errorOccurred, [this](auto e) { on_error(e); });
    QObject::connect(device_, &QCanBusDevice::framesReceived, [this] { on_frames(); });
    return true;
}

void QtSerialBusPort::Worker::attempt() {
    if (!make_device()) return;
    const bool begun = device_->connectDevice();
    if (std::exchange(first_attempt_, false)) {
        QtIoThread::instance().end_before_statics_made_so_far();  // virtualcan has its server now
    }
    if (device_ == nullptr) return;  // failed in one of its signals
    if (!begun) {
        std::string reason = shared_->address.text + ": " + device_->errorString().toStdString();
        if (shared_->address.plugin != "socketcan" && shared_->address.plugin != "virtualcan" &&
            !shared_->address.bitrate_bps) {
            reason += " (no bit rate was asked for; such adapters need one: ?bitrate=500000)";
        }
        fail(reason);
        return;
    }
    if (shared_->state.load() == PortState::connecting) {
        const core::Duration left = connect_deadline_ - shared_->clock.now();
        attempt_timer_->start(
            std::max(1, to_ms(std::min(left, shared_->options.connect_retry)) + 1));
    }
}

void QtSerialBusPort::Worker::on_attempt_over() {
    if (shared_->state.load() != PortState::connecting) return;
    if (shared_->clock.now() >= connect_deadline_) {
        fail(no_answer());
        return;
    }
    // A new device, as virtualcan waits up to 30 s when a device is closed while it connects.
    drop_device();
    attempt();
}

std::string QtSerialBusPort::Worker::no_answer() const {
    std::string text = shared_->address.text + ": not connected within " +
                       std::to_string(to_ms(shared_->options.connect_timeout)) + " ms";
    if (shared_->address.plugin == "virtualcan") {
        text +=
            "; nobody serves this virtualcan port (a process serves only the first one that it "
            "opens)";
    }
    return text;
}

void QtSerialBusPort::Worker::on_state(QCanBusDevice::CanBusDeviceState state) {
    if (state == QCanBusDevice::ConnectedState) {
        attempt_timer_->stop();
        shared_->state.store(PortState::connected);
        if (!closing_) shared_->wake();
        drain_transmit();
        return;
    }
    if (state != QCanBusDevice::UnconnectedState) return;
    if (closing_) {
        if (closed_) std::exchange(closed_, nullptr)();
        return;
    }
    if (shared_->state.load() != PortState::connected) return;
    std::string reason = shared_->address.text + ": the bus is gone";
    if (shared_->address.plugin == "virtualcan") {
        reason += "; the process that opened it first, and served it, has ended";
    }
    fail(reason);
}

void QtSerialBusPort::Worker::on_error(QCanBusDevice::CanBusError error) {
    if (error == QCanBusDevice::NoError) return;
    if (writing_) {
        error_while_writing_ = true;  // whether this write was refused shows when it returns
        return;
    }
    if (error == QCanBusDevice::WriteError) {
        note_late_loss();
        return;
    }
    shared_->set_error(shared_->address.text + ": " + device_->errorString().toStdString());
    const bool link_lost = error == QCanBusDevice::ReadError &&
                           shared_->address.plugin == "socketcan" &&
                           !is_interface_up(shared_->address.interface);
    if (link_lost) fail(shared_->address.text + ": the interface went down");
}

// The driver had taken a frame, counted as sent, and now says that it was lost.
void QtSerialBusPort::Worker::note_late_loss() {
    ++shared_->count_given_up;
    shared_->set_error(shared_->address.text + ": " + device_->errorString().toStdString());
}

void QtSerialBusPort::Worker::on_frames() {
    const core::Instant now = shared_->clock.now();
    const auto frames = device_->readAllFrames();
    for (const QCanBusFrame& in : frames) {
        Frame frame;
        if (!from_qt(in, frame)) {
            ++shared_->count_dropped_receive;
            shared_->set_error(shared_->address.text +
                               ": received what is not a classic CAN frame");
            continue;
        }
        frame.time = now;
        ++shared_->count_received;
        if (!shared_->received.push(frame)) {
            ++shared_->count_dropped_receive;
            shared_->set_error(shared_->address.text + ": the receive queue is full");
        }
    }
    if (!frames.isEmpty() && !closing_) shared_->wake();
}

void QtSerialBusPort::Worker::drain_transmit() {
    // Reading what send() wrote there makes every frame that was queued before it visible here.
    shared_->drain_posted.exchange(false);
    if (device_ == nullptr || device_->state() != QCanBusDevice::ConnectedState) return;
    while (const QueuedFrame* const next = shared_->to_send.front()) {
        writing_ = true;
        error_while_writing_ = false;
        const bool taken = device_->writeFrame(to_qt(next->frame));
        writing_ = false;
        if (device_ == nullptr) return;  // failed in one of its signals, and the queue with it
        if (taken) {
            ++shared_->count_sent;
            shared_->to_send.drop_front();
            if (error_while_writing_) note_late_loss();
            continue;
        }
        const std::string reason = device_->errorString().toStdString();
        if (shared_->clock.now() - next->queued < shared_->options.send_timeout) {
            ++shared_->count_retried;
            write_timer_->start(kWriteRetry_ms);
            return;
        }
        shared_->set_error(shared_->address.text + ": frame given up: " + reason);
        shared_->to_send.drop_front();
        ++shared_->count_given_up;
    }
}

void QtSerialBusPort::Worker::close(std::function<void()> done) {
    closing_ = true;
    if (attempt_timer_) attempt_timer_->stop();
    if (device_ == nullptr || device_->state() != QCanBusDevice::ConnectedState) {
        done();
        return;
    }
    drain_transmit();
    write_timer_->stop();
    closed_ = std::move(done);
    close_timer_ = std::make_unique<QTimer>();
    close_timer_->setSingleShot(true);
    QObject::connect(close_timer_.get(), &QTimer::timeout, [this] {
        if (closed_) std::exchange(closed_, nullptr)();
    });
    close_timer_->start(kCloseLimit_ms);
    device_->disconnectDevice();
}

void QtSerialBusPort::Worker::destroy() {
    drop_unsent();
    drop_device();
    attempt_timer_.reset();
    write_timer_.reset();
    close_timer_.reset();
}

QtSerialBusPort::QtSerialBusPort(const BusAddress& address, const core::WallClock& clock,
                                 std::function<void()> wake, const QtPortOptions& options)
    : shared_(std::make_shared<Shared>(address, clock, std::move(wake), options)),
      worker_(std::make_shared<Worker>(shared_)) {
    QtIoThread::instance().post([worker = worker_] { worker->open(); });
}

QtSerialBusPort::~QtSerialBusPort() {
    close();
}

void QtSerialBusPort::close() {
    if (!worker_) return;
    QtIoThread& thread = QtIoThread::instance();
    auto closed = std::make_shared<std::promise<void>>();
    auto finished = closed->get_future();
    thread.post([worker = worker_, closed = std::move(closed)] {
        worker->close([closed] { closed->set_value(); });
    });
    finished.wait();
    thread.run([this] { worker_->destroy(); });
    // When the process is leaving, the thread may have ended before it could do that.
    if (shared_->state.load() != PortState::failed) shared_->state.store(PortState::closed);
    worker_.reset();
}

bool QtSerialBusPort::send(const Frame& frame) {
    assert((frame.flags & kErrorFrame) == 0 && frame.length <= 8);
    if (!shared_->listen_only.empty()) {
        ++shared_->count_refused;
        return false;
    }
    if (shared_->state.load() != PortState::connected ||
        !shared_->to_send.push({frame, shared_->clock.now()})) {
        ++shared_->count_not_queued;
        return false;
    }
    if (!shared_->drain_posted.exchange(true)) {
        QtIoThread::instance().post([worker = worker_] { worker->drain_transmit(); });
    }
    return true;
}

bool QtSerialBusPort::receive(Frame& frame) {
    return shared_->received.pop(frame);
}

PortState QtSerialBusPort::state() const {
    return shared_->state.load();
}

PortStatistics QtSerialBusPort::statistics() const {
    PortStatistics s;
    s.received = shared_->count_received.load();
    s.sent = shared_->count_sent.load();
    s.retried = shared_->count_retried.load();
    s.dropped_receive = shared_->count_dropped_receive.load();
    s.dropped_transmit = shared_->count_given_up.load() + shared_->count_not_queued.load();
    s.refused = shared_->count_refused.load();
    return s;
}

std::string QtSerialBusPort::listen_only_reason() const {
    return shared_->listen_only;
}

std::string QtSerialBusPort::last_error() const {
    const std::lock_guard lock(shared_->error_mutex);
    return shared_->last_error;
}

std::string QtSerialBusPort::name() const {
    return shared_->address.text;
}

}  // namespace chargerig::can
