// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_batch.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <thread>

#include "app/cli/installation.hpp"

namespace chargerig::cli {
namespace {

// One for each thread, because only one thread may wait on a bell. Set before the handler.
std::deque<rig::Interrupt>* g_interrupts = nullptr;
extern "C" void on_signal(int) {
    for (auto& interrupt : *g_interrupts) interrupt.request();
}

class SignalsToInterrupts {
public:
    explicit SignalsToInterrupts(std::deque<rig::Interrupt>& interrupts) {
        g_interrupts = &interrupts;
        std::signal(SIGINT, on_signal);
        std::signal(SIGTERM, on_signal);
    }
    ~SignalsToInterrupts() {
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
    }
    SignalsToInterrupts(const SignalsToInterrupts&) = delete;
    SignalsToInterrupts& operator=(const SignalsToInterrupts&) = delete;
};

struct Done {
    report::BatchEntry entry;
    Console console;
    bool ready = false;
};

class Batch {
public:
    Batch(const std::vector<Job>& jobs, const Plan& plan, const BatchOptions& options,
          bool in_this_thread)
        : jobs_(jobs),
          plan_(plan),
          options_(options),
          in_this_thread_(in_this_thread),
          done_(jobs.size()) {}

    void work(rig::Interrupt& interrupt) {
        for (std::size_t i = next_++; i < jobs_.size(); i = next_++) {
            Console console;
            console.live = in_this_thread_ && options_.show_timelines;
            console.timeline = options_.show_timelines;
            report::BatchEntry entry = play(jobs_[i], interrupt, console);
            const std::lock_guard lock(mutex_);
            done_[i] = {std::move(entry), std::move(console), true};
            if (in_this_thread_) options_.tell(done_[i].entry, done_[i].console);
            changed_.notify_one();
        }
    }

    void tell_in_order() {
        for (auto& each : done_) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&each] { return each.ready; });
            lock.unlock();
            options_.tell(each.entry, each.console);
        }
    }

    std::vector<report::BatchEntry> take() {
        std::vector<report::BatchEntry> out;
        out.reserve(done_.size());
        for (auto& each : done_) out.push_back(std::move(each.entry));
        return out;
    }

private:
    report::BatchEntry play(const Job& job, rig::Interrupt& interrupt, Console& console) {
        report::BatchEntry entry;
        entry.file = job.file;
        entry.name = job.file;
        if (interrupt.requests() > 0) {
            entry.skipped = "interrupted by the user before it began";
            entry.exit_code = 130;
        } else if (job.error) {
            entry.errors.push_back(job.error->text());
            entry.exit_code = kWrongUsage;
            console.complain({*job.error});
        } else {
            entry = run_one(job, plan_, options_.out, options_.keep_timelines, interrupt, console);
            if (options_.after) options_.after(entry);
        }
        return entry;
    }

    const std::vector<Job>& jobs_;
    const Plan& plan_;
    const BatchOptions& options_;
    const bool in_this_thread_;
    std::atomic<std::size_t> next_{0};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Done> done_;
};

}  // namespace

std::vector<report::BatchEntry> run_batch(const std::vector<Job>& jobs, const Plan& plan,
                                          const BatchOptions& options) {
    const std::size_t threads = std::min(static_cast<std::size_t>(plan.jobs), jobs.size());
    std::deque<rig::Interrupt> interrupts(std::max<std::size_t>(threads, 1));
    const SignalsToInterrupts signals(interrupts);
    Batch batch(jobs, plan, options, threads <= 1);
    if (threads <= 1) {
        batch.work(interrupts.front());
        return batch.take();
    }
    std::vector<std::jthread> workers;
    workers.reserve(threads);
    for (auto& interrupt : interrupts) {
        workers.emplace_back([&batch, &interrupt] { batch.work(interrupt); });
    }
    batch.tell_in_order();
    workers.clear();
    return batch.take();
}

}  // namespace chargerig::cli
