// SPDX-License-Identifier: Apache-2.0
//
// The one thread in which everything of Qt happens: event loop, SerialBus devices, their signals.
// It starts at first use and ends with the process. This header shows no Qt.
#pragma once

#include <functional>
#include <memory>

namespace chargerig::can {

class QtIoThread {
public:
    static QtIoThread& instance();

    // Runs `task` on the thread, in the order of the calls. Returns at once; after the thread has
    // ended (the process is leaving) the task is not run.
    void post(std::function<void()> task);

    // The same, and waits until it is done. On the thread itself it runs at once.
    void run(const std::function<void()>& task);

    // To be called after a step that may have made static objects in a plugin: lets the thread end
    // before those are destroyed at exit, as such objects belong to it and must not meet a running
    // loop.
    void end_before_statics_made_so_far();

private:
    QtIoThread();
    static void stop_at_exit();
    void stop();

    struct Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace chargerig::can
