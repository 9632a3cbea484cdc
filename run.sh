#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run.sh [--no-install] [ARGS]: installs what is missing, builds, then runs the main job, or
# `chargerig ARGS`, or the desktop app: ./run.sh desktop [ARGS]. The exit code is passed on; 3 when
# installing or building fails.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tools/common.sh
source "$root/tools/common.sh"

# build TARGET
build() {
    local folder="$root/build/release"
    if [ ! -f "$folder/build.ninja" ] || ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        say "Preparing the build ..."
        mkdir -p "$folder"
        configure release -DCHARGERIG_TESTS=OFF >"$folder/configure.log" 2>&1 || {
            cat "$folder/configure.log" >&2
            return 3
        }
    fi
    # Quiet when there is nothing to do. Standard output belongs to chargerig.
    ninja -C "$folder" "$1" 2>&1 |
        sed -u -e '/^ninja: \(no work to do\|Entering directory\)/d' -e '/Re-checking globbed/d' >&2 || return 3
}

main() {
    local install=yes
    if [ "${1-}" = --no-install ]; then
        install=no
        shift
    fi
    local program=chargerig binary=app/cli/chargerig
    if [ "${1-}" = desktop ]; then
        program=chargerig-desktop binary=app/desktop/chargerig-desktop
        shift
    fi
    if [ "$install" = yes ]; then install_packages build || exit 3; fi
    build "$program" || exit 3
    if [ $# -eq 0 ] && [ "$program" = chargerig ]; then set -- run bidirectional/iso20-dynamic-ocpp; fi
    exec "$root/build/release/$binary" "$@"
}

main "$@"
