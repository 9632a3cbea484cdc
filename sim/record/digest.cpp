// SPDX-License-Identifier: Apache-2.0
#include "sim/record/digest.hpp"

#include <openssl/evp.h>

#include <array>

#include "sim/core/file.hpp"

namespace chargerig::record {

core::Result<std::string> sha256_of(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned count = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &count, EVP_sha256(), nullptr) != 1) {
        return core::fail({{},
                           "SHA-256 is not available",
                           "",
                           "",
                           "check the installation of libcrypto (OpenSSL 3)"});
    }
    std::string out;
    for (unsigned i = 0; i < count; ++i) {
        out += kDigits[digest[i] >> 4];
        out += kDigits[digest[i] & 15];
    }
    return out;
}

core::Result<std::string> sha256_of_file(const std::string& path) {
    const auto bytes = core::read_file(path);
    if (!bytes) return core::fail(bytes.error());
    return sha256_of(*bytes);
}

}  // namespace chargerig::record
