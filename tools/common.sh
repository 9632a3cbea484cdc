# SPDX-License-Identifier: Apache-2.0
# What run.sh and test.sh share. Sourced; expects `root`, the folder of the project.

say() { printf '%s\n' "$*" >&2; }

# The packages of the sets named (build, test) in tools/packages.txt.
packages_of() {
    local kind
    for kind in "$@"; do
        awk -v kind="$kind" '$1 == kind { print $2 }' "$root/tools/packages.txt"
    done
}

# Installs what is missing of the sets named; says nothing when all is there.
install_packages() {
    local wanted missing as_root=()
    command -v dpkg-query >/dev/null 2>&1 || {
        say "This is no Debian system: install the packages of tools/packages.txt, then use --no-install."
        return 3
    }
    wanted=$(packages_of "$@")
    # shellcheck disable=SC2086  # one word for each package
    missing=$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true; } |
        awk -v wanted="$wanted" '
            $1 == "installed" { have[$2] = 1 }
            END {
                count = split(wanted, names)
                for (i = 1; i <= count; ++i) if (!(names[i] in have)) printf "%s ", names[i]
            }')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || {
            say "Missing packages, and neither root nor sudo to install them: $missing"
            return 3
        }
        as_root=(sudo)
    fi
    say "Installing: $missing"
    # Without fresh lists a bare machine knows no package at all.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2 </dev/null || return 3
    # shellcheck disable=SC2086
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        $missing >&2 </dev/null || return 3
}

# configure PRESET [CMAKE ARGUMENTS]: a folder that was moved is configured afresh.
configure() {
    local preset=$1 cache="$root/build/$1/CMakeCache.txt" fresh=()
    shift
    if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
        fresh=(--fresh)
    fi
    (cd "$root" && cmake "${fresh[@]}" --preset "$preset" "$@")
}
