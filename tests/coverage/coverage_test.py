# SPDX-License-Identifier: Apache-2.0
"""What tools/coverage_page.py notices, and how it writes what it saw."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import coverage_page  # noqa: E402

TABLE = {"sections": [
    {"id": "6.2", "title": "States", "rows": [{"id": "1", "title": "one"}, {"id": "10", "title": "ten"}]},
    {"id": "6.4", "title": "Plugs", "rows": [{"id": "plug", "title": "not looked at"}]},
    {"id": "6.5", "title": "Abnormal", "rows": [{"id": "button", "title": "pressed"}]},
    {"id": "5.13", "title": "Times", "rows": [{"id": "gone", "title": "gone", "scope": "later", "reason": "no time."}]},
]}
RUNS = {"b/two": ["6.2/10", "6.5/button"], "a/one": ["6.2/1", "6.2/10"]}


class Problems(unittest.TestCase):
    def test_all_shown(self):
        self.assertEqual(coverage_page.problems(TABLE, RUNS), [])

    def test_a_rule_that_nobody_shows(self):
        runs = {"a/one": RUNS["a/one"]}
        self.assertEqual(coverage_page.problems(TABLE, runs), ["rule 6.5/button (pressed) is shown by no scenario"])

    def test_a_rule_that_the_table_does_not_have(self):
        runs = {**RUNS, "c": ["6.5/bottom"]}
        self.assertEqual(coverage_page.problems(TABLE, runs), ["rule 6.5/bottom is no row of behaviour.yaml"])

    def test_a_rule_that_is_not_part_of_this_version(self):
        runs = {**RUNS, "c": ["5.13/gone"]}
        self.assertEqual(coverage_page.problems(TABLE, runs),
                         ["rule 5.13/gone is shown, and not part of this version"])


class Page(unittest.TestCase):
    def test_by_rule_and_by_scenario(self):
        page = coverage_page.page(TABLE, RUNS)
        self.assertIn("| `6.2/10` | ten | `a/one`, `b/two` |", page)
        self.assertIn("| `6.5/button` | pressed | `b/two` |", page)
        self.assertIn("| `5.13/gone` | gone | not in this version: no time. |", page)
        self.assertIn("* `a/one`: 6.2: 1, 10\n* `b/two`: 6.2: 10; 6.5: button\n", page)
        self.assertNotIn("plug", page)

    def test_of_many_a_few_are_named(self):
        runs = {f"s/{i:02}": ["6.2/1"] for i in range(13)}
        self.assertIn("| `6.2/1` | one | `s/00`, `s/01`, `s/02` and many more |", coverage_page.page(TABLE, runs))

    def test_states_stand_in_the_order_of_their_numbers(self):
        self.assertEqual(coverage_page.sort_rows(["10", "4b", "2", "4a"]), ["2", "4a", "4b", "10"])


if __name__ == "__main__":
    unittest.main()
