# SPDX-License-Identifier: Apache-2.0
# Asks chargerig_codec_vectors a few questions and compares its answers word by word.
set(file "${RESOURCES}/protocols/advantics-generic-evse-3.6.dbc")
set(questions "D ${file} 6B300 0CFE\nE ${file} OCPP_Control {\"Dynamic_Target_Current\":-50}\n")
string(APPEND questions "E ${file} OCPP_Control {\"Dynamic_Target_Current\":4000}\nD ${file} 6B300 0C\n")
string(APPEND questions "E ${file} OCPP_Control {\"Nothing\":1}\nE ${file} OCPP_Control {\n")
string(APPEND questions "E ${file} Nothing {}\nD /nonexistent.dbc 1 00\nX ${file}\n")
set(input "${CMAKE_CURRENT_BINARY_DIR}/codec_vectors_input.txt")
file(WRITE "${input}" "${questions}")
execute_process(COMMAND "${PROGRAM}" INPUT_FILE "${input}" OUTPUT_VARIABLE found RESULT_VARIABLE code)
set(expected [[{"message":"OCPP_Control","signals":{"Dynamic_Target_Current":-50.0}}
0CFE
{"error":"OCPP_Control.Dynamic_Target_Current is above what the signal holds: '4000'; allowed: -3276.8 to 3276.7 A"}
{"error":"OCPP_Control has 2 bytes"}
{"error":"OCPP_Control has no signal Nothing"}
{"error":"the values are not a JSON object"}
{"error":"no such message"}
{"error":"/nonexistent.dbc: cannot read the file: No such file or directory; check the path and its permissions"}
{"error":"unknown command"}
]])
if(NOT code EQUAL 0 OR NOT found STREQUAL expected)
  message(FATAL_ERROR "exit code ${code}, answers:\n${found}expected:\n${expected}")
endif()
