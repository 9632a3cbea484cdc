# SPDX-License-Identifier: Apache-2.0
"""The files of the project, and their text without comments and literals."""
import dataclasses
import io
import pathlib
import re
import tokenize

SOURCE_DIRS = ("sim", "models", "app", "plugins", "tests", "cmake", "scenarios", "resources")
CPP_SUFFIXES = (".cpp", ".hpp", ".h", ".cc", ".c")
SCRIPT_SUFFIXES = (".py", ".sh", ".cmake", ".yaml", ".yml")
TEMPLATE_SUFFIX = ".in"  # version.hpp.in becomes version.hpp in the build folder
ROOT_FILES = ("CMakeLists.txt", "run.sh", "test.sh", ".ci/run")
SKIPPED_DIRS = ("__pycache__", "corpus")  # a corpus is fuzzer input, not source

_CPP_NOISE = re.compile(r'''R"(?P<tag>[^\s()\\]{0,16})\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|'''
                        r'''//[^\n]*|/\*.*?\*/''', re.DOTALL)


@dataclasses.dataclass
class File:
    path: str  # from the root, with '/'
    text: str

    @property
    def is_cpp(self):
        return self.path.endswith(CPP_SUFFIXES)

    @property
    def is_header(self):
        return self.path.endswith((".hpp", ".h"))


def read(root):
    """Every source file below `root`, in order of path."""
    root = pathlib.Path(root)
    paths = [root / name for name in ROOT_FILES]
    for folder in SOURCE_DIRS:
        paths += [path for path in (root / folder).rglob("*")
                  if path.name == "CMakeLists.txt" or path.suffix in CPP_SUFFIXES + SCRIPT_SUFFIXES + (TEMPLATE_SUFFIX,)]
    return [File(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
            for path in sorted(set(paths))
            if path.is_file() and not set(path.relative_to(root).parts) & set(SKIPPED_DIRS)]


def code(file):
    """The text with comments and literals blanked, line for line, so that only code is judged."""
    if file.is_cpp:
        return _CPP_NOISE.sub(_blank, file.text)
    if file.path.endswith(".py"):
        return _python_code(file.text)
    return file.text


def _blank(match):
    return "\n" * match.group().count("\n") or " "


def _python_code(text):
    lines = [[] for _ in range(text.count("\n") + 2)]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.STRING, tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE):
            lines[token.start[0] - 1].append(token.string)
    return "\n".join("".join(words) if len(words) < 2 else _joined(words) for words in lines)


def _joined(words):
    """Names stay apart, punctuation closes up: `time . sleep ( 1 )` reads `time.sleep(1)`."""
    line = words[0]
    for word in words[1:]:
        apart = line[-1:].isalnum() and word[:1].isalnum()
        line += (" " if apart else "") + word
    return line
