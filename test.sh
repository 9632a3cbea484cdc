#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./test.sh [--long] [--no-install]: the whole suite. Installs what is missing, builds `release` and `asan`,
# checks form and static analysis, fuzzes the parsers, runs all tests in both builds. --long adds the tests
# labelled `long` and fuzzes for long.
# Goes on after a failure, so that one run shows them all; the exit code is 0 only if nothing failed.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tools/common.sh
source "$root/tools/common.sh"
cd "$root" || exit 3

install=yes
select=(-LE '^long$')
fuzz=()
for argument in "$@"; do
    case $argument in
        --long) select=() fuzz=(--long) ;;
        --no-install) install=no ;;
        *)
            say "usage: ./test.sh [--long] [--no-install]"
            exit 2
            ;;
    esac
done

jobs=$(nproc)
summary=()
failed=0

# step NAME COMMAND...: runs it, notes how it went.
step() {
    local name=$1 began=$SECONDS result=ok
    shift
    printf '\n== %s\n' "$name"
    "$@" || {
        result=FAILED
        failed=1
    }
    summary+=("$(printf '%-7s %-28s %4d s' "$result" "$name" $((SECONDS - began)))")
    [ "$result" = ok ]
}

build() {
    configure "$1" -DCHARGERIG_TESTS=ON && ninja -C "build/$1" all benchmarks
}

# Its last lines are kept for the end of the summary.
run_tests() {
    ctest --test-dir "build/$1" -j "$jobs" --output-on-failure --no-tests=error "${select[@]}" 2>&1 |
        tee "build/$1/ctest.log"
}

# What ctest said at its end: the result, the tests that failed, the time.
closing_lines() {
    [ -f "build/$1/ctest.log" ] || {
        echo "no tests ran"
        return
    }
    sed -n '/^[0-9]*% tests passed/,$p' "build/$1/ctest.log" | sed '/^$/d'
}

if [ "$install" = yes ]; then install_packages build test || exit 3; fi
# Equal sources in differently named folders are compiled once.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
rm -f build/release/ctest.log build/asan/ctest.log

step "format" tools/format.sh
last=release
if step "build release" build release; then release=yes; fi
if step "build asan" build asan; then asan=yes; else last=asan; fi
if [ "${release-}" = yes ]; then step "clang-tidy" /usr/bin/python3 tools/tidy.py build/release; fi
# The sanitized tests first: the determinism tests of `release` compare with that build's program.
if [ "${asan-}" = yes ]; then
    export UBSAN_OPTIONS=print_stacktrace=1
    step "tests asan" run_tests asan || last=asan
    export CHARGERIG_OTHER_BINARY=$root/build/asan/app/cli/chargerig
fi
step "fuzz" tools/fuzz.sh "${fuzz[@]}"
if [ "${release-}" = yes ]; then step "tests release" run_tests release || last=release; else last=release; fi

printf '\n== summary\n'
printf '%s\n' "${summary[@]}"
# A build that failed must not hide behind the other one's last line.
for preset in asan release; do
    if [ "$preset" != "$last" ]; then
        printf '\n%s:\n' "$preset"
        closing_lines "$preset"
    fi
done
printf '\n%s:\n' "$last"
closing_lines "$last"
exit "$failed"
