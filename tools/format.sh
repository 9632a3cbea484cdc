#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Form of all C++ sources: tools/format.sh checks, tools/format.sh --fix mends.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

action=(--dry-run -Werror)
if [ "${1-}" = --fix ]; then action=(-i); fi
# Only what belongs to the project: build folders hold generated code.
git ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.hpp' |
    while IFS= read -r -d '' file; do
        if [ -f "$file" ]; then printf '%s\0' "$file"; fi
    done |
    xargs -0 clang-format-14 "${action[@]}"
