# SPDX-License-Identifier: Apache-2.0
"""What holds in every one of our DBC files, whatever the version."""
import re
import unittest

import layouts
import outcome

CONTROLLER, MODULES = "Advantics_Charge_Controller", "Generic_Power_Modules"


class Rules(unittest.TestCase):

    def for_each_file(self, check):
        for version, path in layouts.our_files().items():
            with self.subTest(version):
                check(version, path)

    def for_each_message(self, check):
        for version, path in layouts.our_files().items():
            for frame in layouts.load_matrix(path).frames:
                with self.subTest(f"{version} {frame.name}"):
                    check(version, frame)

    def test_the_versions_of_the_interface(self):
        self.assertLessEqual({"2.7", "3.0", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6"}, set(layouts.our_files()))

    def test_version_and_licence(self):
        def check(version, path):
            text = path.read_bytes().decode("utf-8")
            self.assertTrue(text.startswith(f'VERSION "{version}"\n'))
            self.assertIn('CM_ "SPDX-License-Identifier: Apache-2.0\n', text)
            self.assertRegex(text, r'interface, version ' + re.escape(version) + r'\. An independent description')

        self.for_each_file(check)

    def test_order(self):
        def check(_version, path):
            frames = layouts.load_matrix(path).frames
            identifiers = [frame.arbitration_id.id for frame in frames]
            self.assertEqual(identifiers, sorted(set(identifiers)))
            for frame in frames:
                starts = [signal.start_bit for signal in frame.signals]
                self.assertEqual(starts, sorted(set(starts)), frame.name)

        self.for_each_file(check)

    def test_identifier(self):
        """Bits of the identifier: spec section 1."""
        def check(version, frame):
            identifier = frame.arbitration_id.id
            self.assertTrue(frame.arbitration_id.extended)
            self.assertEqual(identifier >> 16, 0x06, "pistol index 0, module type 0x06")
            sender, receiver = (CONTROLLER, MODULES) if identifier >> 15 & 1 else (MODULES, CONTROLLER)
            self.assertEqual(frame.transmitters, [sender])
            for signal in frame.signals:
                self.assertEqual(signal.receivers, [receiver], signal.name)
            renumbered = tuple(int(part) for part in version.split(".")) >= (3, 1)
            self.assertEqual(identifier >> 12 & 7, 3 if renumbered else 0)

        self.for_each_message(check)

    def test_signals_fit_and_do_not_overlap(self):
        def check(_version, frame):
            taken = set()
            for signal in frame.signals:
                bits = set(range(signal.start_bit, signal.start_bit + signal.size))
                self.assertTrue(signal.is_little_endian, signal.name)
                self.assertLess(max(bits), 8 * frame.size, signal.name)
                self.assertFalse(bits & taken, signal.name)
                taken |= bits

        self.for_each_message(check)

    def test_labels_fit(self):
        def check(_version, frame):
            for signal in frame.signals:
                for value in signal.values:
                    self.assertLess(value, 1 << signal.size, signal.name)
                self.assertEqual(len(set(signal.values.values())), len(signal.values), signal.name)

        self.for_each_message(check)

    def test_limits_lie_in_the_range(self):
        def check(_version, frame):
            for signal in frame.signals:
                self.assertLessEqual(signal.min, signal.max, signal.name)
                if signal.min != signal.max:
                    lowest, highest = signal.calculate_raw_range()
                    self.assertGreaterEqual(signal.min, lowest * signal.factor + signal.offset, signal.name)
                    self.assertLessEqual(signal.max, highest * signal.factor + signal.offset, signal.name)

        self.for_each_message(check)

    def test_every_message_and_signal_is_explained(self):
        def check(_version, frame):
            self.assertTrue(frame.comment)
            for signal in frame.signals:
                self.assertTrue(signal.comment, signal.name)

        self.for_each_message(check)


if __name__ == "__main__":
    outcome.main()
