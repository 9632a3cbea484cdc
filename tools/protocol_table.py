# SPDX-License-Identifier: Apache-2.0
"""resources/protocols/behaviour.yaml with what it refers to: the DBC files and the documented parameters."""
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
BEHAVIOUR = ROOT / "resources/protocols/behaviour.yaml"
STATE_KEYS = ("enters", "sends", "leaves", "otherwise")
ROW_KEYS = {"id", "title", "source", "parameters", "reading", "scope", "reason", "does", *STATE_KEYS}
MESSAGE_KEYS = {"name", "controller", "modules", "parameters", "source"}


def read_behaviour(path=BEHAVIOUR):
    return yaml.safe_load(pathlib.Path(path).read_text(encoding="utf-8"))


def rows_of(table):
    """All rows as (section id, row)."""
    return [(section["id"], row) for section in table["sections"] for row in section["rows"]]


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def documented(path, header, below=None):
    """{name: its row of the document's tables} of those tables whose first column is `header`."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    if below:
        text = re.split(r"\n## ", text.split(f"\n{below}\n", 1)[1], maxsplit=1)[0]
    found = {}
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
        elif cells(line)[0] == header:
            inside = True
        elif inside and line.startswith("| `"):
            for name in re.findall(r"`([^`]+)`", cells(line)[0]):
                found[name] = cells(line)
    return found


def parameters(root=ROOT):
    """{name as in behaviour.yaml: default} of every parameter that the documents describe.

    A test compares the documents with the program (tests/protocol_rows/defaults_test.py).
    """
    found = documented(root / "docs/scenario-reference.md", "entry", "## controller.config")
    modules = documented(root / "docs/modules.md", "name")
    found.update({f"modules.{name}": row for name, row in modules.items()})
    return {name: row[1] for name, row in found.items()}


def is_text(value):
    return isinstance(value, str) and value.strip() != ""


def entry_problems(where, entry, keys, known):
    found = [f"{where}: unknown key '{key}'" for key in entry if key not in keys]
    found += [f"{where}: '{key}' is empty or no text" for key in sorted(keys - {"parameters"})
              if key in entry and not is_text(entry[key])]
    found += [f"{where}: no parameter '{name}' in the program" for name in entry.get("parameters", [])
              if name not in known]
    if not re.fullmatch(r"spec \d+(\.\d+)?(, \d+(\.\d+)?)*", str(entry.get("source", ""))):
        found.append(f"{where}: 'source' is not of the form 'spec 6.2, 8.10'")
    return found


def row_problems(where, row, known):
    found = entry_problems(where, row, ROW_KEYS, known)
    whole = all(key in row for key in STATE_KEYS)
    if whole == ("does" in row):
        found.append(f"{where}: needs 'does', or all of {', '.join(STATE_KEYS)}")
    if row.get("scope", "later") != "later":
        found.append(f"{where}: 'scope' can only be 'later'")
    if ("scope" in row) != ("reason" in row):
        found.append(f"{where}: 'scope' and 'reason' belong together")
    if not is_text(row.get("title")):
        found.append(f"{where}: no 'title'")
    return found


def table_problems(table, known, messages):
    """What is wrong with the table itself. `messages`: the names that the DBC files have."""
    found = []
    listed = [entry.get("name") for entry in table["messages"]]
    found += [f"message {name}: no entry" for name in messages if name not in listed]
    found += [f"message {name}: in no DBC file" for name in listed if name not in messages]
    for entry in table["messages"]:
        where = f"message {entry.get('name')}"
        found += entry_problems(where, entry, MESSAGE_KEYS, known)
        found += [f"{where}: no '{side}'" for side in ("controller", "modules") if side not in entry]
    seen = set()
    for section, row in rows_of(table):
        where = f"row {section} {row.get('id')}"
        found += row_problems(where, row, known)
        if not isinstance(row.get("id"), str):
            found.append(f"{where}: the id is to be in quotes")
        if (section, row.get("id")) in seen:
            found.append(f"{where}: is there twice")
        seen.add((section, row.get("id")))
    return found


def read_dbc(path):
    """{name: (identifier, length, period in ms, sent by the controller)} of one of our DBC files."""
    text = path.read_text(encoding="utf-8")
    periods = dict(re.findall(r'^BA_ "GenMsgCycleTime" BO_ (\d+) (\d+);', text, re.MULTILINE))
    found = {}
    for number, name, length in re.findall(r"^BO_ (\d+) (\w+): (\d+) ", text, re.MULTILINE):
        identifier = int(number) & 0x1FFFFFFF
        found[name] = (identifier, int(length), int(periods.get(number, 0)), bool(identifier & 0x8000))
    return found


def versions(root=ROOT):
    """{version: its messages} of interface 3.1 and later, oldest first."""
    folder = root / "resources/protocols"
    table = yaml.safe_load((folder / "versions.yaml").read_text(encoding="utf-8"))
    return {entry["name"]: read_dbc(folder / entry["file"]) for entry in table["versions"]
            if "ev_information" in entry["capabilities"]}


def message_names(root=ROOT):
    return list(dict.fromkeys(name for messages in versions(root).values() for name in messages))
