// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "sim/can/candump_log.hpp"
#include "sim/core/text.hpp"
#include "sim/monitor/frame_audit.hpp"

namespace chargerig::cli {
namespace {

std::string value_text(const evse::DecodedSignal& signal) {
    std::string out = std::string(signal.name) + "=";
    if (!signal.label.empty()) return out + std::string(signal.label);
    if (signal.labelled) return out + "unknown(" + std::to_string(signal.raw) + ")";
    out += core::number_text(signal.physical);
    if (!signal.unit.empty()) out += " " + std::string(signal.unit);
    return out;
}

void print_text(const can::Frame& frame, const std::string& interface,
                const tl::expected<evse::DecodedFrame, evse::DecodeFault>& decoded) {
    std::printf("%14s  %s  %0*X  ", core::fixed_text(core::to_seconds(frame.time), 6).c_str(),
                interface.c_str(), frame.extended() ? 8 : 3, frame.id);
    if (!decoded) {
        std::printf("(%s)\n", std::string(evse::text(decoded.error())).c_str());
        return;
    }
    std::printf("%d  %s", decoded->pistol, std::string(decoded->message).c_str());
    for (const auto& signal : decoded->signals) {
        if (signal.name != "Reserved") std::printf("  %s", value_text(signal).c_str());
    }
    std::printf("\n");
}

void print_json(const can::Frame& frame, const std::string& interface,
                const tl::expected<evse::DecodedFrame, evse::DecodeFault>& decoded,
                std::span<const monitor::Unexpected> unexpected) {
    nlohmann::ordered_json out;
    out["t_s"] = core::to_seconds(frame.time);
    out["bus"] = interface;
    out["id"] = frame.id;
    if (!decoded) {
        out["not_decoded"] = std::string(evse::text(decoded.error()));
    } else {
        out["pistol"] = decoded->pistol;
        out["message"] = std::string(decoded->message);
        for (const auto& signal : decoded->signals) {
            auto& each = out["signals"][std::string(signal.name)];
            each["value"] = signal.physical;
            each["raw"] = signal.raw;
            if (!signal.unit.empty()) each["unit"] = std::string(signal.unit);
            if (!signal.label.empty()) each["label"] = std::string(signal.label);
        }
    }
    for (const auto kind : unexpected)
        out["unexpected"].push_back(std::string(monitor::name(kind)));
    std::printf("%s\n", out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void print_unexpected(const monitor::FrameAudit& audit) {
    for (const auto& finding : audit.findings()) {
        std::printf("unexpected, %s: %llu x %s; first at %s s; %s\n",
                    std::string(monitor::name(finding.kind)).c_str(),
                    static_cast<unsigned long long>(finding.count), audit.text(finding).c_str(),
                    core::fixed_text(core::to_seconds(finding.first), 6).c_str(),
                    std::string(monitor::advice(finding.kind)).c_str());
    }
    for (std::size_t i = 0; i < monitor::kUnexpectedKinds; ++i) {
        const auto kind = static_cast<monitor::Unexpected>(i);
        if (audit.others(kind) == 0) continue;
        std::printf("unexpected, %s: %llu x other identifiers\n",
                    std::string(monitor::name(kind)).c_str(),
                    static_cast<unsigned long long>(audit.others(kind)));
    }
}

// A terminal, a disk or /dev/zero is no log; what does not exist is told when it is opened.
core::Result<void> check_kind(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code failed;
    const auto type = fs::status(path, failed).type();
    const bool fits = type == fs::file_type::regular || type == fs::file_type::fifo;
    if (fits || failed || type == fs::file_type::not_found) return {};
    return core::fail({{path, 0, 0}, "is not a log", "", "a file or a pipe", ""});
}

}  // namespace

int decode_command(const Arguments& arguments) {
    const auto installation = load_installation();
    if (!installation) return kSetUpError;
    const auto version = installation->registry.find(arguments.protocol.value_or("3.6"));
    if (!version) {
        print_errors({version.error()});
        return kWrongUsage;
    }
    const std::string& path = arguments.files.front();
    if (const auto kind = check_kind(path); !kind) {
        print_errors({kind.error()});
        return kWrongUsage;
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        print_errors({{{path, 0, 0}, "cannot read the log", "", "", "check the path"}});
        return kWrongUsage;
    }
    can::CandumpReader reader(file, path);
    monitor::FrameAudit audit(**version, 0);
    bool good = true;
    can::Frame frame;
    for (;;) {
        const auto more = reader.next(frame);
        if (!more) {
            print_errors({more.error()});
            good = false;
            continue;
        }
        if (!*more) break;
        const std::string& interface = reader.interfaces()[frame.bus];
        const auto decoded = (*version)->describe(frame);
        audit.see(frame);
        if (arguments.json) {
            print_json(frame, interface, decoded, audit.last());
        } else {
            print_text(frame, interface, decoded);
        }
    }
    if (!arguments.json) print_unexpected(audit);
    if (reader.times_backwards() > 0) {
        std::fprintf(stderr, "note: frames older than the one before them: %llu\n",
                     static_cast<unsigned long long>(reader.times_backwards()));
    }
    return good ? 0 : kWrongUsage;
}

}  // namespace chargerig::cli
