// SPDX-License-Identifier: Apache-2.0
#include "sim/vehicle/calendar.hpp"

#include <array>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace chargerig::vehicle {
namespace {

struct Writer {
    std::array<char, 20> text{};
    std::size_t size = 0;

    void number(unsigned value, std::size_t digits) {
        for (std::size_t i = digits; i-- > 0; value /= 10) {
            text[size + i] = static_cast<char>('0' + value % 10);
        }
        size += digits;
    }
    void mark(char c) { text[size++] = c; }
};

}  // namespace

link::DateTime date_time_text(double unix_s) {
    assert(unix_s >= 0.0 && unix_s < 253402300800.0);
    const std::chrono::seconds since{static_cast<std::int64_t>(unix_s)};
    const auto days = std::chrono::floor<std::chrono::days>(since);
    const std::chrono::year_month_day date{std::chrono::sys_days{days}};
    const std::chrono::hh_mm_ss time{since - days};
    Writer out;
    out.number(static_cast<unsigned>(static_cast<int>(date.year())), 4);
    out.mark('-');
    out.number(static_cast<unsigned>(date.month()), 2);
    out.mark('-');
    out.number(static_cast<unsigned>(date.day()), 2);
    out.mark('T');
    out.number(static_cast<unsigned>(time.hours().count()), 2);
    out.mark(':');
    out.number(static_cast<unsigned>(time.minutes().count()), 2);
    out.mark(':');
    out.number(static_cast<unsigned>(time.seconds().count()), 2);
    out.mark('Z');
    return link::DateTime{std::string_view(out.text.data(), out.size)};
}

}  // namespace chargerig::vehicle
