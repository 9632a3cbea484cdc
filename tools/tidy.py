#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""clang-tidy over the sources of sim/, models/ and app/, with a memory.

tidy.py BUILD_FOLDER [FILE...]: uses the folder's compile_commands.json. A file that was found clean is
looked at again only when it, a header of the project that it reads, its command, .clang-tidy or clang-tidy
itself has changed. The dependencies come from ninja, so the folder must be built first.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ("sim", "models", "app")
TIDY = "clang-tidy-14"
# The database was made for GCC, which knows warnings that clang does not.
EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--quiet"]


def headers_by_object(build):
    """What ninja noted while compiling: object file -> files of the project that it was made from."""
    text = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True, check=True).stdout
    found, current = {}, None
    for line in text.splitlines():
        if line.startswith("    "):
            path = (build / line.strip()).resolve()
            if ROOT in path.parents:
                found[current].append(path)
        elif ": #deps" in line:
            current = line.split(":", 1)[0]
            found[current] = []
    return found


def digest(parts):
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def jobs(build, wanted):
    """(source, key) of each source of the rooms."""
    headers = headers_by_object(build)
    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    rules = (ROOT / ".clang-tidy").read_bytes()
    contents = {}

    def content(path):
        if path not in contents:
            contents[path] = path.read_bytes()
        return contents[path]

    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"]).resolve()
        if ROOT not in source.parents or source.relative_to(ROOT).parts[0] not in ROOMS:
            continue
        if wanted and source not in wanted:
            continue
        arguments = shlex.split(entry["command"])
        read = sorted(set(headers.get(arguments[arguments.index("-o") + 1], [])) | {source})
        yield source, digest([version, rules, entry["command"].encode()] + [content(path) for path in read])


def check(build, source):
    run = subprocess.run([TIDY, *EXTRA, "-p", str(build), str(source)], capture_output=True, text=True)
    return run.returncode == 0, run.stdout if run.stdout.strip() else run.stderr


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    wanted = {pathlib.Path(name).resolve() for name in sys.argv[2:]}
    memory = ROOT / "build" / "tidy-clean"
    memory.mkdir(parents=True, exist_ok=True)
    found = list(jobs(build, wanted))
    due = [(source, key) for source, key in found if not (memory / key).exists()]
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda job: (job, *check(build, job[0])), due)
        for (source, key), clean, text in results:
            if clean:
                (memory / key).touch()
                continue
            bad += 1
            print(f"{source.relative_to(ROOT)}:\n{text}", flush=True)
    print(f"clang-tidy: {len(found)} files, {len(due)} looked at, {bad} with findings", flush=True)
    return 1 if bad or not found else 0


if __name__ == "__main__":
    sys.exit(main())
