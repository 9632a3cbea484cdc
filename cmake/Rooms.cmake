# SPDX-License-Identifier: Apache-2.0
# chargerig_room(NAME SOURCES a.cpp ... [DEPENDS rooms...] [LINK libraries...] [PRIVATE_LINK libraries...])
#   one static library per folder; NAME is the folder's path with '/' as '_' (sim/core -> sim_core).
# chargerig_test(NAME SOURCES a.cpp ... DEPENDS rooms... [LINK libraries...])
#   one GoogleTest program; each of its cases becomes a CTest test.

function(chargerig_room name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;LINK;PRIVATE_LINK" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${name} INTERFACE ${ARG_DEPENDS} ${ARG_LINK})
  endif()
endfunction()

include(GoogleTest)
function(chargerig_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} ${ARG_LINK} GTest::gmock_main)
  target_compile_definitions(${name} PRIVATE CHARGERIG_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
