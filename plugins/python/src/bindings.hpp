// SPDX-License-Identifier: Apache-2.0
//
// The parts of chargerig._core; each adds its classes to the module.
#pragma once

#include <pybind11/pybind11.h>

namespace chargerig::python {

void bind_scenario(pybind11::module_& module);
void bind_recording(pybind11::module_& module);  // frames and columns
void bind_rig(pybind11::module_& module);

}  // namespace chargerig::python
