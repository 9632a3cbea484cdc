// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.hpp"

int main(int argc, char** argv) {
    using namespace chargerig::cli;
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
    }
    return 2;
}
