// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/cli/commands.hpp"

int main(int argc, char** argv) {
    using namespace chargerig::cli;
    // A timeline through a pipe is read while it happens.
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    const Parsed parsed = parse_arguments(argc, argv);
    if (!parsed.arguments) return parsed.exit_code;
    switch (parsed.arguments->command) {
        case Command::run:
            return run_command(*parsed.arguments);
        case Command::list:
            return list_command(*parsed.arguments);
        case Command::decode:
            return decode_command(*parsed.arguments);
        case Command::devices:
            return devices_command();
        case Command::check:
            return check_command(*parsed.arguments);
        case Command::sweep:
            return sweep_command(*parsed.arguments);
    }
    return 2;
}
