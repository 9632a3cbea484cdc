// SPDX-License-Identifier: Apache-2.0
#include "sim/link/schema_check.hpp"

#include <cmath>
#include <utility>

#include "sim/core/text.hpp"

namespace chargerig::link::schema {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The number in text[at, at + count), or -1 when there is anything but digits.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (!is_digit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int days_in_month(int year, int month) {
    if (month == 2) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        return leap ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_date(std::string_view text) {
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    return text[4] == '-' && text[7] == '-' && year >= 0 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_in_month(year, month);
}

bool is_hours_and_minutes(std::string_view text) {
    const int hour = digits(text, 0, 2);
    const int minute = digits(text, 3, 2);
    return text[2] == ':' && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
}

bool is_time(std::string_view text) {
    if (!is_hours_and_minutes(text) || text[5] != ':') return false;
    const int second = digits(text, 6, 2);
    return second >= 0 && (second <= 59 || (second == 60 && text.substr(0, 5) == "23:59"));
}

bool is_offset(std::string_view text) {
    if (text == "Z" || text == "z") return true;
    return text.size() == 6 && (text[0] == '+' || text[0] == '-') &&
           is_hours_and_minutes(text.substr(1));
}

// Whole numbers without an exponent: 200000, not 2e+05.
std::string plain_number(double value) {
    constexpr double kExact = 1e15;
    const bool whole = std::trunc(value) == value && std::abs(value) < kExact;
    return whole ? core::fixed_text(value, 0) : core::number_text(value);
}

std::string range_text(double minimum, double maximum, std::string_view unit_name) {
    std::string text;
    if (std::isinf(minimum) && std::isinf(maximum)) {
        text = "a finite number";
    } else if (std::isinf(maximum)) {
        text = plain_number(minimum) + " or more";
    } else {
        text = plain_number(minimum) + " to " + plain_number(maximum);
    }
    if (!unit_name.empty()) text.append(" ").append(unit_name);
    return text;
}

std::string size_text(const Constraint& constraint, std::string_view what) {
    std::string text = std::to_string(constraint.minimum_size);
    if (constraint.maximum_size == kNoLimit) {
        text += " or more ";
    } else {
        text += " to " + std::to_string(constraint.maximum_size) + " ";
    }
    return text.append(what);
}

bool size_fits(std::size_t size, const Constraint& constraint) {
    return size >= constraint.minimum_size && size <= constraint.maximum_size;
}

}  // namespace

double minimum_of(const Constraint& constraint, Strictness strictness) {
    const bool wider = strictness == Strictness::discharge_tolerant &&
                       constraint.discharge_minimum < constraint.minimum;
    return wider ? constraint.discharge_minimum : constraint.minimum;
}

Check check_number(double value, const Constraint& constraint, Strictness strictness) {
    const double minimum = minimum_of(constraint, strictness);
    if (std::isfinite(value) && value >= minimum && value <= constraint.maximum) return {};
    const bool finite = std::isfinite(value);
    const std::string text =
        finite ? plain_number(value) : (std::isnan(value) ? "not a number" : "infinite");
    return Violation{.path = {},
                     .problem = finite ? "is out of range" : "is not a finite number",
                     .value = text,
                     .allowed = range_text(minimum, constraint.maximum, constraint.unit),
                     .hint = "send a value inside the range of the interface"};
}

Check check_text(std::string_view text, const Constraint& constraint) {
    if (!size_fits(text.size(), constraint)) {
        return Violation{.path = {},
                         .problem = "has a length that is not allowed",
                         .value = std::to_string(text.size()) + " characters",
                         .allowed = size_text(constraint, "characters"),
                         .hint = "shorten or fill the text"};
    }
    if (constraint.format == Format::date_time && !is_date_time(text)) {
        return Violation{.path = {},
                         .problem = "is not a date-time",
                         .value = std::string(text),
                         .allowed = "RFC 3339, like 2025-01-31T12:00:00Z",
                         .hint = "write the time in UTC with a trailing Z"};
    }
    if (constraint.format == Format::evcc_id && !is_evcc_id(text)) {
        return Violation{.path = {},
                         .problem = "does not match the pattern",
                         .value = std::string(text),
                         .allowed = std::string(kEvccIdPattern),
                         .hint = "write six octets in upper case, separated by colons"};
    }
    return {};
}

Check check_item_count(std::size_t count, const Constraint& constraint) {
    if (size_fits(count, constraint)) return {};
    return Violation{.path = {},
                     .problem = "has a number of items that is not allowed",
                     .value = std::to_string(count) + " items",
                     .allowed = size_text(constraint, "items"),
                     .hint = "add or remove items"};
}

bool is_date_time(std::string_view text) {
    constexpr std::size_t kDateAndTime = 19;  // 2025-01-31T12:00:00
    if (text.size() <= kDateAndTime || (text[10] != 'T' && text[10] != 't')) return false;
    if (!is_date(text.substr(0, 10)) || !is_time(text.substr(11, 8))) return false;
    std::size_t at = kDateAndTime;
    if (text[at] == '.') {
        const std::size_t first = ++at;
        while (at < text.size() && is_digit(text[at])) ++at;
        if (at == first) return false;
    }
    return is_offset(text.substr(at));
}

bool is_evcc_id(std::string_view text) {
    constexpr std::size_t kLength = 17;
    if (text.size() != kLength) return false;
    for (std::size_t i = 0; i < kLength; ++i) {
        const bool good =
            i % 3 == 2 ? text[i] == ':' : is_digit(text[i]) || (text[i] >= 'A' && text[i] <= 'F');
        if (!good) return false;
    }
    return true;
}

void prefix_path(Violation& violation, std::string_view outer) {
    std::string path(outer);
    if (!path.empty() && !violation.path.empty() && violation.path.front() != '[') path += '.';
    violation.path = path + violation.path;
}

core::Error to_error(std::string_view kind, std::string_view name, Violation violation) {
    std::string what(kind);
    what.append(" ").append(name).append(": ");
    what += violation.path.empty() ? "value" : "field " + violation.path;
    what += " " + violation.problem;
    return {.where = {},
            .what = std::move(what),
            .value = std::move(violation.value),
            .allowed = std::move(violation.allowed),
            .hint = std::move(violation.hint)};
}

core::Error not_offered(std::string_view kind, std::string_view name, InterfaceVersion version,
                        std::string allowed) {
    std::string what(kind);
    what.append(" ").append(name).append(" is not in the ").append(link::name(version));
    what += " interface";
    return {.where = {},
            .what = std::move(what),
            .value = {},
            .allowed = std::move(allowed),
            .hint = "leave it out, or choose the other version of the interface"};
}

}  // namespace chargerig::link::schema
