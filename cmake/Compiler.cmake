# SPDX-License-Identifier: Apache-2.0
# Flags that hold for every target: warnings are errors, and floating point means the same everywhere
# (no fast-math, no -march=native, no contraction), because equal seeds must give equal bytes.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror
                    -ffp-contract=off)

set(CHARGERIG_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")

# GCC 12 warns about inlined std::variant and std::string code, optimised or sanitized, where there is
# nothing to mend (gcc.gnu.org/bugzilla 105562, 105651, 107134).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND (CMAKE_BUILD_TYPE STREQUAL "Release" OR CHARGERIG_SANITIZE))
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict)
endif()

if(CHARGERIG_SANITIZE)
  add_compile_options(-fsanitize=${CHARGERIG_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer -O1)
  add_link_options(-fsanitize=${CHARGERIG_SANITIZE})
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# The rooms go into programs and into the Python module alike. Hidden symbols cost a program nothing then.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
