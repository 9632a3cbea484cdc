// SPDX-License-Identifier: Apache-2.0
#include "sim/record/log_recorder.hpp"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "sim/can/candump_log.hpp"

namespace chargerig::record {
namespace {

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
struct DigestFree {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::string hex(const unsigned char* bytes, unsigned count) {
    constexpr const char* kDigits = "0123456789abcdef";
    std::string out;
    for (unsigned i = 0; i < count; ++i) {
        out += kDigits[bytes[i] >> 4];
        out += kDigits[bytes[i] & 15];
    }
    return out;
}

}  // namespace

struct LogRecorder::Impl {
    // Large enough that hashing runs in long blocks, small enough to stay in the second-level
    // cache.
    static constexpr std::size_t kBlock = std::size_t{64} * 1024;

    std::string path;
    std::string interface;
    core::Duration zero;
    std::unique_ptr<std::FILE, FileCloser> file;
    std::unique_ptr<EVP_MD_CTX, DigestFree> digest{EVP_MD_CTX_new()};
    std::array<char, kBlock + can::kMaxCandumpLine> buffer{};
    std::size_t used = 0;
    std::uint64_t frames = 0;
    int write_error = 0;
    bool digest_ok = true;

    void drain() {
        digest_ok = digest_ok && EVP_DigestUpdate(digest.get(), buffer.data(), used) == 1;
        if (file && write_error == 0 && std::fwrite(buffer.data(), 1, used, file.get()) != used) {
            write_error = errno != 0 ? errno : EIO;
        }
        used = 0;
    }
};

LogRecorder::LogRecorder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LogRecorder::LogRecorder(LogRecorder&&) noexcept = default;
LogRecorder& LogRecorder::operator=(LogRecorder&&) noexcept = default;
LogRecorder::~LogRecorder() = default;

core::Result<LogRecorder> LogRecorder::open(const std::string& path, std::string interface,
                                            core::Duration zero) {
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    impl->interface = std::move(interface);
    impl->zero = zero;
    if (!path.empty()) {
        impl->file.reset(std::fopen(path.c_str(), "wb"));
        if (!impl->file) {
            return core::fail({{path, 0, 0},
                               std::string("cannot write the log: ") + std::strerror(errno),
                               "",
                               "",
                               "check the folder and its permissions"});
        }
    }
    if (!impl->digest || EVP_DigestInit_ex(impl->digest.get(), EVP_sha256(), nullptr) != 1) {
        return core::fail({{path, 0, 0},
                           "SHA-256 is not available",
                           "",
                           "",
                           "check the installation of libcrypto (OpenSSL 3)"});
    }
    return LogRecorder(std::move(impl));
}

void LogRecorder::write(const can::Frame& frame) {
    Impl& log = *impl_;
    log.used +=
        can::write_candump_line(frame, log.zero, log.interface, log.buffer.data() + log.used);
    ++log.frames;
    if (log.used >= Impl::kBlock) log.drain();
}

void LogRecorder::flush() {
    impl_->drain();
    if (impl_->file && std::fflush(impl_->file.get()) != 0 && impl_->write_error == 0) {
        impl_->write_error = errno;
    }
}

core::Result<std::string> LogRecorder::close() {
    flush();
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned count = 0;
    const bool hashed =
        impl_->digest_ok && EVP_DigestFinal_ex(impl_->digest.get(), bytes.data(), &count) == 1;
    if (impl_->file && std::fclose(impl_->file.release()) != 0 && impl_->write_error == 0) {
        impl_->write_error = errno;
    }
    if (impl_->write_error != 0) {
        return core::fail(
            {{impl_->path, 0, 0},
             std::string("the log is not complete: ") + std::strerror(impl_->write_error),
             "",
             "",
             "free some space or write it elsewhere"});
    }
    if (!hashed) {
        return core::fail({{impl_->path, 0, 0}, "SHA-256 of the log failed", "", "", ""});
    }
    return hex(bytes.data(), count);
}

std::uint64_t LogRecorder::frames() const {
    return impl_->frames;
}

}  // namespace chargerig::record
