# SPDX-License-Identifier: Apache-2.0
"""Builds the package with CMake. CHARGERIG_BUILD names a build folder to use instead of a new one."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def version():
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(ChargeRig VERSION ([\d.]+)", text)[1]


class CMakeBuild(build_ext):
    """The compiled part and the files that come with the program, as `cmake --install` lays them out."""

    def build_extension(self, ext):
        build = os.environ.get("CHARGERIG_BUILD")
        if not build:
            build = str(pathlib.Path(self.build_temp).resolve())
            subprocess.run(["cmake", "-S", str(ROOT), "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                            "-DCHARGERIG_TESTS=OFF", "-DCHARGERIG_DESKTOP=OFF", "-DCHARGERIG_PYTHON=ON",
                            f"-DPython_EXECUTABLE={sys.executable}"],
                           check=True)
            subprocess.run(["cmake", "--build", build, "--target", "chargerig_package"], check=True)
        installed = pathlib.Path(self.build_temp).resolve() / "installed"
        command = ["cmake", "-DCMAKE_INSTALL_COMPONENT=python", f"-DCMAKE_INSTALL_PREFIX={installed}", "-P",
                   f"{build}/plugins/python/cmake_install.cmake"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        package = next(installed.glob("**/_core.*.so")).parent
        shutil.copytree(package, pathlib.Path(self.get_ext_fullpath(ext.name)).resolve().parent, dirs_exist_ok=True)


setup(version=version(), ext_modules=[Extension("chargerig._core", [])], cmdclass={"build_ext": CMakeBuild})
