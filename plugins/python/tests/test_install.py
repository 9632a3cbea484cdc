# SPDX-License-Identifier: Apache-2.0
"""The package installed as a user does it: in a virtual environment, without network, away from the sources."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = """
import chargerig, pathlib, sys
assert pathlib.Path(chargerig.__file__).is_relative_to(sys.prefix), chargerig.__file__
print(chargerig.Rig("normal/din").run().verdict, len(chargerig.shipped()))
"""


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_pip_install(tmp_path):
    # The build writes beside the sources; here that is a copy, and the compiled part is there already.
    sources = tmp_path / "sources"
    shutil.copytree(ROOT / "plugins/python", sources / "plugins/python")
    shutil.copy(ROOT / "CMakeLists.txt", sources)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment.update(PIP_NO_INDEX="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    run(sys.executable, "-m", "venv", "--system-site-packages", tmp_path / "venv")
    python = tmp_path / "venv/bin/python"
    run(python, "-m", "pip", "install", "--no-build-isolation", sources / "plugins/python", env=environment)
    shutil.rmtree(sources)
    verdict, count = run(python, "-c", PROGRAM, cwd=tmp_path, env=environment).split()
    assert verdict == "pass" and int(count) >= 50
    # The plugin comes along by itself.
    assert "--chargerig-scenarios" in run(python, "-m", "pytest", "--help", cwd=tmp_path, env=environment)


def test_cmake_install(tmp_path):
    build = os.environ["CHARGERIG_BUILD"]
    run("cmake", "--install", build, "--component", "python", "--prefix", tmp_path / "usr")
    package = tmp_path / "usr/lib/python3/dist-packages"
    assert (package / "chargerig/_core.pyi").is_file() and (package / "chargerig/py.typed").is_file()
    environment = {**os.environ, "PYTHONPATH": str(package)}
    program = "import chargerig; print(chargerig.__file__, chargerig.Rig('normal/din').run().verdict)"
    file, verdict = run(sys.executable, "-B", "-c", program, cwd=tmp_path, env=environment).split()
    assert verdict == "pass" and file.startswith(str(package))
