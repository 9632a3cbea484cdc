# SPDX-License-Identifier: Apache-2.0
"""The rules of the tree. Each check takes the files and the table and returns one line for each violation."""
import fnmatch
import pathlib
import re

import yaml

import tree

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
_ROOM_CALL = re.compile(r"chargerig_room\(\s*(\w+)(.*?)\)", re.DOTALL)
_KEYWORDS = ("SOURCES", "DEPENDS", "LINK", "PRIVATE_LINK")


class Table:
    """The arrow table with its exceptions, read from rooms.yaml."""

    def __init__(self, path):
        data = yaml.safe_load(pathlib.Path(path).read_text(encoding="utf-8"))
        self.rooms = {room: self._reach(room, data["rooms"], ()) for room in data["rooms"]}
        self.exceptions = {(entry["room"], entry["file"]): entry["reason"] for entry in data["exceptions"]}
        self.qt_allowed = data["qt_allowed"]
        self.heavy_headers = tuple(data["heavy_headers"])
        self.forbidden = data["forbidden"]
        self.max_lines = data["max_lines"]

    def _reach(self, room, arrows, path):
        if room in path:
            raise ValueError(f"rooms.yaml: the arrows go in a circle: {' -> '.join(path + (room,))}")
        reached = set()
        for below in arrows[room]:
            reached |= {below} | self._reach(below, arrows, path + (room,))
        return reached

    def room_of(self, path):
        """The room that a file lies in: the longest folder of it that is a room, or None."""
        folders = ["/".join(path.split("/")[:count]) for count in range(path.count("/"), 0, -1)]
        return next((folder for folder in folders if folder in self.rooms), None)

    def may_include(self, room, path):
        target = self.room_of(path)
        return target == room or target in self.rooms[room] or (room, path) in self.exceptions


def _line_of(text, position):
    return text.count("\n", 0, position) + 1


def _in_a_room(file):
    return file.path.startswith(("sim/", "models/", "app/", "plugins/"))


def includes(files, table):
    """Every #include of a room against the arrows; written from the root; naming a file that exists."""
    lines = []
    known = {file.path for file in files}
    for file in files:
        if not (file.is_cpp and _in_a_room(file)):
            continue
        room = table.room_of(file.path)
        if room is None:
            lines.append(f"{file.path}: lies in no room of rooms.yaml")
            continue
        for match in _INCLUDE.finditer(file.text):
            place = f"{file.path}:{_line_of(file.text, match.start())}"
            lines += _include_faults(place, file, room, match.group(1), match.group(2), known, table)
    return lines


def _include_faults(place, file, room, bracket, name, known, table):
    if bracket == "<":
        return _library_faults(place, file, name, table)
    if name.endswith(".moc"):
        return []
    if name not in known and name + tree.TEMPLATE_SUFFIX not in known:
        return [f"{place}: \"{name}\" is not the path of a file from the root"]
    if not table.may_include(room, name):
        allowed = ", ".join(sorted(table.rooms[room])) or "no other room"
        return [f"{place}: {room} must not include {name}; it may include {allowed}"]
    return []


def _library_faults(place, file, name, table):
    if re.match(r"Q[A-Zt]", name) and not any(fnmatch.fnmatch(file.path, entry) for entry in table.qt_allowed):
        return [f"{place}: <{name}>: Qt is for {', '.join(table.qt_allowed)}"]
    if file.is_header and name.startswith(table.heavy_headers):
        return [f"{place}: <{name}> belongs in a .cpp file"]
    return []


def cmake_depends(files, table):
    """What a room's chargerig_room(...) names under DEPENDS, against the same arrows."""
    lines = []
    targets = {room.replace("/", "_"): room for room in table.rooms}
    for file in files:
        if not (_in_a_room(file) and file.path.endswith("CMakeLists.txt")):
            continue
        for name, arguments in _ROOM_CALL.findall(re.sub(r"#[^\n]*", "", file.text)):
            room = targets.get(name)
            if room is None or table.room_of(file.path) != room:
                lines.append(f"{file.path}: {name} is not the target of the room in this folder")
                continue
            lines += [f"{file.path}: {room} must not depend on {targets[target]}"
                      for target in _room_targets(arguments, targets) if targets[target] not in table.rooms[room]]
    return lines


def _room_targets(arguments, targets):
    """The room targets among the arguments, wherever they are named for linking."""
    section, found = "", []
    for word in arguments.split():
        if word in _KEYWORDS:
            section = word
        elif section != "SOURCES" and word in targets:
            found.append(word)
    return found


def licences(files, table):
    """One SPDX line at the head of each file, with the licence of its folder."""
    del table
    lines = []
    for file in files:
        wanted = "GPL-3.0-or-later" if file.path.startswith("app/") else "Apache-2.0"
        head = "\n".join(file.text.split("\n")[:3])
        if not re.search(rf"^(//|#) SPDX-License-Identifier: {re.escape(wanted)}$", head, re.MULTILINE):
            lines.append(f"{file.path}: no line 'SPDX-License-Identifier: {wanted}' at its head")
    return lines


def forbidden_words(files, table):
    """Clocks, sleeps and chance where they must not be."""
    lines = []
    for file in files:
        if not (file.is_cpp or file.path.endswith(".py")):
            continue
        text = tree.code(file)
        for rule in table.forbidden:
            if not file.path.startswith(tuple(rule["scope"])) or file.path in rule["allowed"]:
                continue
            lines += [f"{file.path}:{_line_of(text, match.start())}: '{match.group()}' {rule['reason']}"
                      for match in re.finditer(rule["pattern"], text)]
    return lines


def lengths(files, table):
    """No source file of more than max_lines lines."""
    return [f"{file.path}: {count} lines, more than {table.max_lines}" for file in files
            for count in [file.text.count("\n")]
            if count > table.max_lines and (file.is_cpp or file.path.endswith(".py"))]


ALL = (includes, cmake_depends, licences, forbidden_words, lengths)
