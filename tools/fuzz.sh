#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tools/fuzz.sh [--long]: builds the fuzzers (tests/fuzz) with clang in build/fuzz and runs each over its corpus and
# what it makes of it: a fixed number of runs from a fixed seed, or with --long five minutes each from a new one.
# What a fuzzer finds is left in build/fuzz/found; put it into tests/fuzz/corpus when it is mended.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=tools/common.sh
source "$root/tools/common.sh"
cd "$root" || exit 3

# Runs of a few seconds each on one core; a scenario or a command line reads two profiles each time.
declare -A runs=([candump]=25000 [command_line]=2500 [config]=8000 [dbc]=40000 [link]=20000 [profile]=20000
    [scenario]=15000)
long=no
if [ "${1-}" = --long ]; then long=yes; fi

export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
configure fuzz -DCHARGERIG_TESTS=ON >/dev/null && ninja -C build/fuzz fuzzers || exit 3

# Learned inputs stay in the build folder for the next long run; a short one begins as every other did.
fuzz() {
    local name=$1 learned=build/fuzz/corpus/$1 limits
    if [ "$long" = yes ]; then
        limits=(-max_total_time=300)
    else
        learned=build/fuzz/scratch/$name
        limits=(-runs="$2" -seed=1)
        rm -rf "$learned"
    fi
    mkdir -p "$learned" build/fuzz/found
    if build/fuzz/tests/fuzz/"${name}_fuzz" "${limits[@]}" -timeout=20 -rss_limit_mb=1500 -max_len=4096 \
        -artifact_prefix="build/fuzz/found/$name-" "$learned" "tests/fuzz/corpus/$name" >"build/fuzz/$name.log" 2>&1; then
        printf '%-13s %s\n' "$name" "$(grep '^Done' "build/fuzz/$name.log")"
    else
        printf '%-13s FAILED\n' "$name"
        grep -v '	NEW\|	REDUCE\|	pulse' "build/fuzz/$name.log" | tail -40
        return 1
    fi
}

failed=0
running=0
for name in "${!runs[@]}"; do
    fuzz "$name" "${runs[$name]}" &
    running=$((running + 1))
    if [ "$running" -ge "$(nproc)" ]; then
        wait -n || failed=1
        running=$((running - 1))
    fi
done
while [ "$running" -gt 0 ]; do
    wait -n || failed=1
    running=$((running - 1))
done
exit "$failed"
