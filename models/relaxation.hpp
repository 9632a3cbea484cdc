// SPDX-License-Identifier: Apache-2.0
//
// Averages of an exponential relaxation e^(-t/tau) over one step, as functions of x = step / tau.
// Valid for every x >= 0, accurate to rounding also where x is tiny.
#pragma once

namespace chargerig::models {

// Mean of e^(-t/tau): (1 - e^-x) / x. 1 at x = 0.
double mean_of_decay(double x);

// Mean of the step response of an integrator with leak, (1 - mean_of_decay(x)) / x. 1/2 at x = 0.
double mean_of_response(double x);

// Mean square of the same response, (x - 2 (1 - e^-x) + (1 - e^-2x) / 2) / x^3. 1/3 at x = 0.
double mean_square_of_response(double x);

}  // namespace chargerig::models
