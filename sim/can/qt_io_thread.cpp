// SPDX-License-Identifier: Apache-2.0
#include "sim/can/qt_io_thread.hpp"

#include <pthread.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QEventLoop>
#include <QtCore/QLoggingCategory>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <future>
#include <mutex>
#include <string>
#include <thread>

namespace chargerig::can {

namespace {

// Qt calls the thread that first touches it the main thread, and wants its application object made
// there. A command-line program touches Qt nowhere but in this thread, so it is Qt's main thread
// and owns the application object from start to end. In the desktop program the application object
// exists before the first port is opened; then this thread is an ordinary one with an event loop of
// its own.
class OwnApplication {
public:
    OwnApplication() {
        if (QCoreApplication::instance() != nullptr) return;
        // virtualcan tells every connection on the console. QT_LOGGING_RULES brings it back.
        QLoggingCategory::setFilterRules(QStringLiteral("qt.canbus*.info=false"));
        // Qt takes the user's locale for the whole process; a decimal comma in number text would be
        // the result. It is put back. Qt also complains about locales that are not UTF-8, which is
        // nothing the user of a CAN port can do about.
        const std::string locale = std::setlocale(LC_ALL, nullptr);
        const QtMessageHandler shown = qInstallMessageHandler(&silence);
        application_ = std::make_unique<QCoreApplication>(argument_count_, arguments_);
        qInstallMessageHandler(shown);
        std::setlocale(LC_ALL, locale.c_str());
    }

private:
    static void silence(QtMsgType, const QMessageLogContext&, const QString&) {}

    int argument_count_ = 1;  // Qt keeps references to these two
    char name_[10] = "chargerig";
    char* arguments_[2] = {name_, nullptr};
    std::unique_ptr<QCoreApplication> application_;
};

// Signals such as Ctrl-C are for the rig's thread.
void block_signals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

struct QtIoThread::Loop {
    std::mutex mutex;              // guards events
    QEventLoop* events = nullptr;  // null once no task is taken any more
    std::thread thread;
};

QtIoThread& QtIoThread::instance() {
    // Never deleted: ports may be closed while other static objects are being destroyed.
    static QtIoThread* const the_thread = new QtIoThread;
    return *the_thread;
}

QtIoThread::QtIoThread() : loop_(std::make_unique<Loop>()) {
    std::promise<void> started;
    loop_->thread = std::thread([this, &started] {
        block_signals();
        const OwnApplication application;
        QEventLoop events;
        {
            const std::lock_guard lock(loop_->mutex);
            loop_->events = &events;
        }
        started.set_value();
        events.exec();
        {
            const std::lock_guard lock(loop_->mutex);
            loop_->events = nullptr;
        }
        events.processEvents();  // what the devices still have to write
    });
    started.get_future().wait();
    end_before_statics_made_so_far();
}

void QtIoThread::post(std::function<void()> task) {
    const std::lock_guard lock(loop_->mutex);
    if (loop_->events == nullptr) return;
    QMetaObject::invokeMethod(loop_->events, std::move(task), Qt::QueuedConnection);
}

void QtIoThread::run(const std::function<void()>& task) {
    if (std::this_thread::get_id() == loop_->thread.get_id()) {
        task();
        return;
    }
    // When the thread ends first, the task is destroyed unrun and takes the promise with it.
    auto done = std::make_shared<std::promise<void>>();
    auto finished = done->get_future();
    post([&task, done = std::move(done)] {
        task();
        done->set_value();
    });
    finished.wait();
}

void QtIoThread::end_before_statics_made_so_far() {
    std::atexit(&QtIoThread::stop_at_exit);
}

void QtIoThread::stop_at_exit() {
    instance().stop();
}

void QtIoThread::stop() {
    if (!loop_->thread.joinable() || std::this_thread::get_id() == loop_->thread.get_id()) return;
    post([this] { loop_->events->quit(); });
    loop_->thread.join();
}

}  // namespace chargerig::can
