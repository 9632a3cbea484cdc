# SPDX-License-Identifier: Apache-2.0
"""Exit codes and input errors of `chargerig run`, as a script sees them."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import rig


def run(*arguments):
    return subprocess.run([rig.PROGRAM, "run", *arguments], capture_output=True, text=True, check=False,
                          timeout=rig.LIMIT_S)


class CommandLine(unittest.TestCase):
    def test_pass_is_0(self):
        done = run("normal/din", "--json", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["verdict"], "pass")

    def test_fail_is_1(self):
        done = run("normal/din", "--set", "end=rushed", "--json", "-")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(json.loads(done.stdout)["verdict"], "fail")

    def test_too_short_is_4(self):
        done = run("normal/din", "--timeout", "30", "--json", "-")
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertEqual(json.loads(done.stdout)["verdict"], "inconclusive")

    def test_the_worst_of_many_counts(self):
        with tempfile.TemporaryDirectory() as folder:
            # The path of a scenario that fails: the shipped one with another end.
            text = (rig.ROOT / "scenarios/normal/din.yaml").read_text(encoding="utf-8")
            failing = pathlib.Path(folder) / "failing.yaml"
            failing.write_text(text.replace("end: clean", "end: rushed"), encoding="utf-8")
            done = run("normal/din", str(failing), "--json", "-")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual([each["verdict"] for each in json.loads(done.stdout)["runs"]], ["pass", "fail"])

    def assert_input_error(self, arguments, text):
        done = run(*arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, text)

    def test_input_errors_are_2_and_say_what_is_allowed(self):
        din = rig.ROOT / "scenarios/normal/din.yaml"
        self.assert_input_error(
            ["nope.yaml"],
            "error: nope.yaml: there is no such scenario; allowed: a file, a folder, or the name of a shipped "
            "scenario; 'chargerig list scenarios' shows those\n")
        self.assert_input_error(
            ["normal/din", "--protocol", "4.0"],
            f"error: {din}: not a known protocol version: '4.0'; allowed: 2.7, 3.0, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6\n")
        self.assert_input_error(
            ["normal/din", "--set", "vehicle.initial_soc_percent=400"],
            "error: --set vehicle.initial_soc_percent: initial_soc_percent is out of range: '400'; allowed: a "
            "number from 0 to 100 %\n")
        self.assert_input_error(
            ["normal/din", "--bus", "virtualcan:can0", "--speed", "max"],
            "error: a real bus has a speed of its own: '--speed max'; allowed: a factor, 1 by default; see "
            "'chargerig run --help'\n")

    def test_ugly_arguments_are_input_errors(self):
        self.assert_input_error(
            [""],
            "error: there is no such scenario; allowed: a file, a folder, or the name of a shipped scenario; "
            "'chargerig list scenarios' shows those\n")
        self.assert_input_error(
            ["normal/din", "--config", "/"],
            "error: /: cannot read the file: Is a directory; check the path and its permissions\n")
        self.assert_input_error(
            ["normal/din", "--speed", "inf"],
            "error: --speed is not a number: 'inf'; allowed: a number from 0.001 to 1e+06 times real time\n")
        for text, what in (("nan", "is not a number"), ("1e999", "is out of range"), ("-1", "is out of range")):
            self.assert_input_error(
                ["normal/din", f"--timeout={text}"],
                f"--timeout: SECONDS {what}: '{text}'; allowed: a number from 0.001 to 1e+09 s\n"
                "Run with --help for more information.\n")

    def test_ugly_logs_are_decoded_as_far_as_they_go(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "ugly.log"
            log.write_bytes(b"(2.0) a 0106B000#01\n\x7FELF\0\n(1.0) a 0106B000#01\n")
            done = subprocess.run([rig.PROGRAM, "decode", str(log)], capture_output=True, text=True, check=False,
                                  timeout=rig.LIMIT_S)
            self.assertEqual(done.returncode, 2)
            self.assertEqual(done.stdout.count("Waiting_For_PEV"), 2)
            self.assertEqual(
                done.stderr,
                f"error: {log}:2:1: no time stamp: '\\x7FELF\\x00'; allowed: (seconds.microseconds), e.g. "
                "(1436509052.249713)\nnote: frames older than the one before them: 1\n")
            done = subprocess.run([rig.PROGRAM, "decode", folder], capture_output=True, text=True, check=False,
                                  timeout=rig.LIMIT_S)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertEqual(done.stderr, f"error: {folder}: is not a log; allowed: a file or a pipe\n")

    def test_a_log_without_an_end_is_given_up(self):
        decode = [rig.PROGRAM, "decode"]
        done = subprocess.run([*decode, "/dev/zero"], capture_output=True, text=True, check=False, timeout=rig.LIMIT_S)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "error: /dev/zero: is not a log; allowed: a file or a pipe\n")
        with open("/dev/zero", "rb") as zeros, subprocess.Popen(["cat"], stdin=zeros, stdout=subprocess.PIPE) as pipe:
            done = subprocess.run([*decode, "/dev/stdin"], stdin=pipe.stdout, capture_output=True, text=True,
                                  check=False, timeout=rig.LIMIT_S)
            pipe.stdout.close()
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "error: /dev/stdin:1:1: the line does not end; allowed: at most 1024 bytes; is "
                                      "this a log of candump -l?\n")

    def test_words_that_are_none_of_those_allowed_get_the_nearest(self):
        for word, nearest in (("scenario", "did you mean 'scenarios'?"), ("WRONG", "see 'chargerig --help'")):
            done = subprocess.run([rig.PROGRAM, "list", word], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertEqual(done.stderr, f"error: there is no such list: '{word}'; allowed: scenarios, vehicles, "
                                          f"modules, protocols; {nearest}\n")
        done = subprocess.run([rig.PROGRAM, "rum"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertRegex(done.stderr, r"^error: unknown command: 'rum'; allowed: run, .*; did you mean 'run'\?\n$")

    def test_one_side_alone_needs_a_bus(self):
        for name, sides in (("modules-under-test", "controller,vehicle"), ("controller-under-test", "modules")):
            self.assert_input_error(
                [f"bench/{name}"],
                f"error: {rig.ROOT / 'scenarios/bench' / name}.yaml: emulates only {sides}: needs a bus (--bus) "
                "with the other side\n")

    def test_listening_alone_needs_a_bus(self):
        din = rig.ROOT / "scenarios/normal/din.yaml"
        self.assert_input_error(
            ["normal/din", "--emulate", "none"],
            f"error: {din}: emulates no side, only listens: needs a bus (--bus) with somebody to listen to\n")

    def test_set_reaches_the_dotted_entries_of_the_vehicle(self):
        done = run("normal/din", "--set", "vehicle.limits.maximum_charge_current_A=110", "--json", "-")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_a_version_lacks_names_the_first_that_has_it(self):
        done = run("bidirectional/iso20-dynamic-ocpp", "--protocol", "3.1")
        path = rig.ROOT / "scenarios/bidirectional/iso20-dynamic-ocpp.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        numbers = [number for number, line in enumerate(lines, 1) if "set: {ocpp." in line]
        wanted = [f"error: {path}:{number}:5: protocol 3.1 has no ocpp_control; allowed: protocol 3.2; the first "
                  "version that has it is 3.2" for number in numbers]
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.splitlines(), wanted)

    def test_a_bus_that_cannot_be_opened_is_3(self):
        done = run("normal/din", "--bus", "nosuchplugin:can0", "--json", "-")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
