# SPDX-License-Identifier: Apache-2.0
"""What the module consists of."""
import ast
import inspect
import pathlib
import subprocess
import sys

import chargerig
from chargerig import _core

PACKAGE = pathlib.Path(chargerig.__file__).parent


def public(names):
    return {name for name in names if not name.startswith("_") or name in ("__version__",)}


def stub_tree():
    return ast.parse((PACKAGE / "_core.pyi").read_text(encoding="utf-8"))


def names_of(body):
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield node.name
        elif isinstance(node, ast.AnnAssign):
            yield node.target.id


def test_the_stubs_name_what_there_is():
    assert public(names_of(stub_tree().body)) == public(dir(_core))


def test_the_stubs_name_the_members_of_each_class():
    classes = {node.name: node for node in stub_tree().body if isinstance(node, ast.ClassDef)}
    for name, node in classes.items():
        if name == "Error":
            continue
        assert public(names_of(node.body)) == public(vars(getattr(_core, name))), name


def test_the_stubs_name_the_arguments_of_each_method():
    for node in stub_tree().body:
        if not isinstance(node, ast.ClassDef):
            continue
        for method in node.body:
            if not isinstance(method, ast.FunctionDef) or method.decorator_list or method.name.startswith("__"):
                continue
            arguments = [each.arg for each in method.args.args if each.arg != "self"]
            signature = getattr(getattr(_core, node.name), method.name).__doc__.splitlines()[0]
            for argument in arguments:
                assert f"{argument}: " in signature, (node.name, method.name, signature)


def test_everything_public_is_described():
    for name in chargerig.__all__:
        member = getattr(chargerig, name)
        if not (inspect.isclass(member) or callable(member)):
            continue
        assert inspect.getdoc(member), name
        if not inspect.isclass(member) or member.__module__.endswith("_core"):
            continue
        for attribute, value in vars(member).items():
            if inspect.isfunction(value) and not attribute.startswith("_"):
                assert inspect.getdoc(value), f"{name}.{attribute}"


def test_the_version_is_the_program_s():
    assert chargerig.__version__ == _core.__version__
    assert chargerig.protocols()[-1] == "3.6"


def test_no_library_of_a_window_is_loaded():
    program = ("import chargerig\n"
               "chargerig.Rig('normal/din').run()\n"
               "maps = open('/proc/self/maps').read()\n"
               "assert 'libQt6Core' in maps\n"
               "import sys\n"
               "print([name for name in ('Qt6Gui', 'Qt6Widgets', 'libX11', 'libwayland', 'libGL.') if name in maps])\n"
               "print([name for name in sys.modules if 'tkinter' in name or 'PyQt' in name])\n")
    run = subprocess.run([sys.executable, "-B", "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n[]\n"


def test_numpy_is_not_needed_to_run():
    program = ("import sys\nsys.modules['numpy'] = None\nimport chargerig\n"
               "print(chargerig.Rig('normal/din').run().verdict)\n")
    run = subprocess.run([sys.executable, "-B", "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "pass\n"
