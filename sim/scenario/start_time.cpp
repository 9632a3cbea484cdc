// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/start_time.hpp"

#include <array>
#include <charconv>
#include <string>

namespace chargerig::scenario {
namespace {

constexpr std::string_view kForm = "YYYY-MM-DDThh:mm:ssZ";

bool digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
    const char* begin = text.data() + at;
    const auto [end, code] = std::from_chars(begin, begin + count, value);
    return code == std::errc() && end == begin + count && *begin != '-';
}

bool leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int year, int month) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap(year) ? 1 : 0);
}

std::int64_t days_since_1970(int year, int month, int day) {
    std::int64_t days = day - 1;
    for (int y = 1970; y < year; ++y) days += leap(y) ? 366 : 365;
    for (int m = 1; m < month; ++m) days += days_in(year, m);
    return days;
}

}  // namespace

core::Result<std::int64_t> parse_start_time(std::string_view text,
                                            const core::SourcePosition& where) {
    const core::Error error{where, "not a time", std::string(text),
                            std::string(kForm) + ", years 1970 to 2100", ""};
    if (text.size() != kForm.size()) return core::fail(error);
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        const bool sign = kForm[i] == '-' || kForm[i] == ':' || kForm[i] == 'T' || kForm[i] == 'Z';
        if (sign && text[i] != kForm[i]) return core::fail(error);
    }
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    const bool numbers = digits(text, 0, 4, year) && digits(text, 5, 2, month) &&
                         digits(text, 8, 2, day) && digits(text, 11, 2, hour) &&
                         digits(text, 14, 2, minute) && digits(text, 17, 2, second);
    const bool sane = numbers && year >= 1970 && year <= 2100 && month >= 1 && month <= 12 &&
                      day >= 1 && day <= days_in(year, month) && hour <= 23 && minute <= 59 &&
                      second <= 59;
    if (!sane) return core::fail(error);
    return days_since_1970(year, month, day) * 86'400 + hour * std::int64_t{3'600} +
           minute * std::int64_t{60} + second;
}

}  // namespace chargerig::scenario
