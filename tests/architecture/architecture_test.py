# SPDX-License-Identifier: Apache-2.0
"""The tree keeps its rules, and each rule notices when it is broken."""
import pathlib
import tempfile
import unittest

import checks
import tree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TABLE = checks.Table(HERE / "rooms.yaml")


class Tree(unittest.TestCase):
    """The project as it is."""

    def test_rules(self):
        files = tree.read(ROOT)
        self.assertIn("sim/core/time.hpp", [file.path for file in files])
        for check in checks.ALL:
            with self.subTest(check.__name__):
                lines = check(files, TABLE)
                self.assertEqual(lines, [], "\n" + "\n".join(lines))

    def test_exceptions_are_in_use(self):
        """An exception that nothing needs any longer is to be removed from the table."""
        texts = {file.path: file.text for file in tree.read(ROOT) if file.is_cpp}
        for (room, target), reason in TABLE.exceptions.items():
            with self.subTest(room):
                self.assertTrue(reason)
                self.assertTrue(any(path.startswith(room + "/") and f'#include "{target}"' in text
                                    for path, text in texts.items()), target)


class ArrowTable(unittest.TestCase):
    """What the table must say, whatever is added to it."""

    def test_rooms_that_must_not_see_each_other(self):
        for room, target in (("sim/controller", "models"), ("sim/controller", "sim/plant"),
                             ("sim/controller", "sim/modules"), ("sim/controller", "sim/vehicle"),
                             ("sim/modules", "sim/vehicle"), ("sim/modules", "sim/controller"),
                             ("sim/vehicle", "sim/plant"), ("sim/can", "sim/dbc"), ("sim/evse", "sim/link"),
                             ("models", "sim/can"), ("models", "sim/evse"), ("sim/record", "sim/monitor")):
            self.assertNotIn(target, TABLE.rooms[room], room)
        self.assertEqual(TABLE.rooms["sim/core"], set())
        self.assertEqual(TABLE.rooms["models"], {"sim/core"})

    def test_a_circle_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "rooms.yaml"
            text = (HERE / "rooms.yaml").read_text(encoding="utf-8")
            path.write_text(text.replace("  sim/core: []", "  sim/core: [sim/rig]"), encoding="utf-8")
            with self.assertRaisesRegex(ValueError, "circle: sim/core -> sim/rig -> .* -> sim/core"):
                checks.Table(path)


CPP = "// SPDX-License-Identifier: Apache-2.0\n"
CMAKE = "# SPDX-License-Identifier: Apache-2.0\n"
WIRES = '#include "sim/plant/wires.hpp"\n'

# (check, file, its text, the violation); None where the file is right
PLANTED = (
    (checks.includes, "sim/core/a.cpp", CPP + '#include "sim/can/frame.hpp"\n',
     "sim/core/a.cpp:2: sim/core must not include sim/can/frame.hpp; it may include no other room"),
    (checks.includes, "sim/controller/states/a.cpp", CPP + "\n" + WIRES,
     "sim/controller/states/a.cpp:3: sim/controller must not include sim/plant/wires.hpp; "
     "it may include sim/can, sim/core, sim/dbc, sim/evse, sim/link"),
    (checks.includes, "sim/controller/a.cpp", CPP + '  #  include "models/battery.hpp"\n',
     "sim/controller/a.cpp:2: sim/controller must not include models/battery.hpp; "
     "it may include sim/can, sim/core, sim/dbc, sim/evse, sim/link"),
    (checks.includes, "models/a.cpp", CPP + '#include "sim/can/frame.hpp"\n',
     "models/a.cpp:2: models must not include sim/can/frame.hpp; it may include sim/core"),
    (checks.includes, "sim/modules/a.cpp", CPP + '#include "sim/plant/plant.hpp"\n',
     "sim/modules/a.cpp:2: sim/modules must not include sim/plant/plant.hpp; "
     "it may include models, sim/can, sim/core, sim/dbc, sim/evse, sim/link"),
    (checks.includes, "sim/modules/a.cpp", CPP + WIRES + '#include "models/battery.hpp"\n', None),
    (checks.includes, "sim/rig/a.cpp", CPP + WIRES, None),
    (checks.includes, "sim/plant/a.cpp", CPP + '#include "wires.hpp"\n',
     'sim/plant/a.cpp:2: "wires.hpp" is not the path of a file from the root'),
    (checks.includes, "sim/plant/a.cpp", CPP + '#include "sim/plant/figures.hpp"\n', None),
    (checks.includes, "sim/shed/a.cpp", CPP, "sim/shed/a.cpp: lies in no room of rooms.yaml"),
    (checks.includes, "sim/rig/a.cpp", CPP + "#include <QString>\n",
     "sim/rig/a.cpp:2: <QString>: Qt is for sim/can/*qt*, app/*, plugins/*"),
    (checks.includes, "models/a.cpp", CPP + "#include <QtCore/qglobal.h>\n",
     "models/a.cpp:2: <QtCore/qglobal.h>: Qt is for sim/can/*qt*, app/*, plugins/*"),
    (checks.includes, "sim/can/qt_port.cpp", CPP + "#include <QCanBus>\n", None),
    (checks.includes, "sim/rig/a.hpp", CPP + "#include <nlohmann/json.hpp>\n",
     "sim/rig/a.hpp:2: <nlohmann/json.hpp> belongs in a .cpp file"),
    (checks.includes, "sim/rig/a.cpp", CPP + "#include <nlohmann/json.hpp>\n", None),
    (checks.cmake_depends, "sim/controller/CMakeLists.txt",
     CMAKE + "chargerig_room(sim_controller SOURCES a.cpp\n  DEPENDS sim_evse models)\n",
     "sim/controller/CMakeLists.txt: sim/controller must not depend on models"),
    (checks.cmake_depends, "sim/can/CMakeLists.txt",
     CMAKE + "chargerig_room(sim_can DEPENDS sim_core PRIVATE_LINK sim_dbc)\n",
     "sim/can/CMakeLists.txt: sim/can must not depend on sim/dbc"),
    (checks.cmake_depends, "sim/can/CMakeLists.txt", CMAKE + "chargerig_room(sim_dbc)\n",
     "sim/can/CMakeLists.txt: sim_dbc is not the target of the room in this folder"),
    (checks.cmake_depends, "sim/can/CMakeLists.txt",
     CMAKE + "chargerig_room(sim_can SOURCES port.cpp DEPENDS sim_core LINK Qt6::SerialBus)\n", None),
    (checks.licences, "sim/core/a.cpp", "int a;\n",
     "sim/core/a.cpp: no line 'SPDX-License-Identifier: Apache-2.0' at its head"),
    (checks.licences, "app/cli/a.cpp", CPP,
     "app/cli/a.cpp: no line 'SPDX-License-Identifier: GPL-3.0-or-later' at its head"),
    (checks.licences, "tests/a.py", CMAKE, None),
    (checks.forbidden_words, "sim/rig/a.cpp", CPP + "auto t = std::chrono::steady_clock::now();\n",
     "sim/rig/a.cpp:2: '_clock::now' reads a clock; time is injected, only sim/core/wall_clock.cpp asks the system"),
    (checks.forbidden_words, "sim/core/wall_clock.cpp", CPP + "auto t = std::chrono::steady_clock::now();\n", None),
    (checks.forbidden_words, "sim/rig/a.cpp", CPP + "\n/* a\n comment */ std::this_thread::sleep_for(1s);\n",
     "sim/rig/a.cpp:4: 'sleep_for' sleeps; only sim/core/wall_clock.cpp waits for a point in time"),
    (checks.forbidden_words, "sim/rig/a.cpp", CPP + 'auto a = "sleep_for"; // not sleep_for\n', None),
    (checks.forbidden_words, "sim/rig/a.cpp", CPP + 'auto a = "tcp://x"; usleep(1);\n',
     "sim/rig/a.cpp:2: 'usleep' sleeps; only sim/core/wall_clock.cpp waits for a point in time"),
    (checks.forbidden_words, "models/a.cpp", CPP + "std::normal_distribution<double> noise;\n",
     "models/a.cpp:2: 'std::normal_distribution' is not the same on every machine; "
     "take a named stream of sim/core/random.hpp"),
    (checks.forbidden_words, "tests/unit/can/a_test.cpp", CPP + "std::this_thread::sleep_for(1s);\n",
     "tests/unit/can/a_test.cpp:2: 'sleep_for' a test sleeps; wait for the event itself"),
    (checks.forbidden_words, "tests/python/a_test.py", CMAKE + 'import time\nb = "sleep("\ntime.sleep(0.1)\n',
     "tests/python/a_test.py:4: 'sleep(' a test sleeps; wait for the event itself"),
    (checks.lengths, "sim/core/a.cpp", CPP + "\n" * 600, "sim/core/a.cpp: 601 lines, more than 600"),
    (checks.lengths, "sim/core/a.cpp", CPP + "\n" * 599, None),
)

# What every planted tree holds beside the planted file.
SCENERY = ("sim/can/frame.hpp", "sim/plant/wires.hpp", "sim/plant/plant.hpp", "sim/plant/figures.hpp.in",
           "models/battery.hpp")


class Planted(unittest.TestCase):
    """A small tree with one violation in it, and that violation alone is reported."""

    def test_each_rule(self):
        for check, path, text, violation in PLANTED:
            with self.subTest(f"{check.__name__}: {path}: {violation}"), tempfile.TemporaryDirectory() as folder:
                for name in SCENERY:
                    self.write(folder, name, CPP)
                self.write(folder, path, text)
                self.assertEqual(check(tree.read(folder), TABLE), [] if violation is None else [violation])

    @staticmethod
    def write(folder, name, text):
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    unittest.main(verbosity=2)
