// SPDX-License-Identifier: Apache-2.0
#include "models/relaxation.hpp"

#include <cmath>

namespace chargerig::models {

namespace {

// Below this the closed forms lose digits; eight terms of the series leave an error below 1e-17.
constexpr double kSeriesBelow = 0.02;
constexpr int kTerms = 8;

}  // namespace

double mean_of_decay(double x) {
    return x == 0.0 ? 1.0 : -std::expm1(-x) / x;
}

double mean_of_response(double x) {
    if (x >= kSeriesBelow) return (1.0 - mean_of_decay(x)) / x;
    double sum = 0.0;
    double term = 0.5;  // (-x)^n / (n + 2)!
    for (int n = 0; n < kTerms; ++n) {
        sum += term;
        term *= -x / (n + 3);
    }
    return sum;
}

double mean_square_of_response(double x) {
    if (x >= kSeriesBelow) {
        return (x + 2.0 * std::expm1(-x) - 0.5 * std::expm1(-2.0 * x)) / (x * x * x);
    }
    double sum = 0.0;
    double term = 1.0 / 6.0;  // (-x)^n / (n + 3)!
    double power = 4.0;       // 2^(n + 2)
    for (int n = 0; n < kTerms; ++n) {
        sum += term * (power - 2.0);
        term *= -x / (n + 4);
        power *= 2.0;
    }
    return sum;
}

}  // namespace chargerig::models
