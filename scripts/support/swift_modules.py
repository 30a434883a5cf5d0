# SPDX-License-Identifier: Apache-2.0
"""The Swift modules that a build made, for the compiler's tools to read without another build."""

import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def flags(configuration):
    """The arguments by which swiftc and its tools find the modules of `swift build -c …`."""
    build = ROOT / ".build" / configuration
    if not (build / "Modules").is_dir():
        raise SystemExit(f"there is no {build.relative_to(ROOT)}: run 'swift build -c {configuration}' first")
    maps = sorted(build.glob("*.build/module.modulemap"))
    for folder in (ROOT / ".build/checkouts", ROOT / "Sources"):
        maps += sorted(folder.glob("**/Sources/**/module.modulemap"))
    maps += sorted((ROOT / "Sources").glob("*/**/module.modulemap"))
    arguments = ["-I", str(build / "Modules")]
    seen = set()
    for path in maps:
        name = re.search(r"module\s+(\w+)", path.read_text())
        if name and name.group(1) not in seen:
            seen.add(name.group(1))
            arguments += ["-Xcc", f"-fmodule-map-file={path}"]
    return arguments


def tool(name):
    """A program beside swiftc."""
    for folder in os.environ["PATH"].split(os.pathsep):
        if os.access(os.path.join(folder, name), os.X_OK):
            return os.path.join(folder, name)
    raise SystemExit(f"{name} is missing: it is part of the Swift toolchain")
