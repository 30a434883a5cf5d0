# SPDX-License-Identifier: Apache-2.0
"""What the compiler noted in a build's index: for each source file, what stands where."""

import ctypes
import os
import pathlib


class Text(ctypes.Structure):
    """indexstore_string_ref_t"""
    _fields_ = [("data", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.data, self.length).decode() if self.length else ""


Pointer = ctypes.c_void_p
EachText = ctypes.CFUNCTYPE(ctypes.c_bool, Pointer, Text)
EachPointer = ctypes.CFUNCTYPE(ctypes.c_bool, Pointer, Pointer)
Number = ctypes.POINTER(ctypes.c_uint)
# The functions of libIndexStore that are called: what they return, and take.
FUNCTIONS = {
    "store_create": (Pointer, ctypes.c_char_p, Pointer),
    "store_units_apply_f": (ctypes.c_bool, Pointer, ctypes.c_uint, Pointer, EachText),
    "unit_reader_create": (Pointer, Pointer, ctypes.c_char_p, Pointer),
    "unit_reader_dispose": (None, Pointer),
    "unit_reader_get_main_file": (Text, Pointer),
    "unit_reader_dependencies_apply_f": (ctypes.c_bool, Pointer, Pointer, EachPointer),
    "unit_dependency_get_name": (Text, Pointer),
    "unit_dependency_get_filepath": (Text, Pointer),
    "record_reader_create": (Pointer, Pointer, ctypes.c_char_p, Pointer),
    "record_reader_dispose": (None, Pointer),
    "record_reader_occurrences_apply_f": (ctypes.c_bool, Pointer, Pointer, EachPointer),
    "occurrence_get_symbol": (Pointer, Pointer),
    "occurrence_get_line_col": (None, Pointer, Number, Number),
    "symbol_get_usr": (Text, Pointer),
}


class IndexStore:
    """The index in a folder, read with the toolchain's own library."""

    def __init__(self, library, folder):
        self.folder = pathlib.Path(folder)
        loaded = ctypes.CDLL(str(library))
        for name, (result, *arguments) in FUNCTIONS.items():
            function = getattr(loaded, f"indexstore_{name}")
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)
        self.store = self.store_create(os.fsencode(self.folder), None)
        if not self.store:
            raise SystemExit(f"{self.folder} cannot be read as an index")

    def records(self):
        """The newest record of each source file, and when it was noted, by the file's path."""
        names = []
        self.store_units_apply_f(
            self.store, 0, None, EachText(lambda _, name: names.append(str(name)) or True))
        units = next(self.folder.glob("v*/units"))
        found = {}
        times = {name: (units / name).stat().st_mtime for name in names}
        for name in sorted(names, key=times.get):
            unit = self.unit_reader_create(self.store, os.fsencode(name), None)
            if not unit:
                continue
            main = str(self.unit_reader_get_main_file(unit))

            def take(_, dependency, main=main, time=times[name]):
                if main and str(self.unit_dependency_get_filepath(dependency)) == main:
                    found[main] = str(self.unit_dependency_get_name(dependency)), time
                return True

            self.unit_reader_dependencies_apply_f(unit, None, EachPointer(take))
            self.unit_reader_dispose(unit)
        return found

    def occurrences(self, record):
        """Line, column and USR of each symbol in the file that the record is of."""
        reader = self.record_reader_create(self.store, os.fsencode(record), None)
        found = []

        def take(_, occurrence):
            line, column = ctypes.c_uint(), ctypes.c_uint()
            self.occurrence_get_line_col(occurrence, ctypes.byref(line), ctypes.byref(column))
            usr = str(self.symbol_get_usr(self.occurrence_get_symbol(occurrence)))
            found.append((line.value, column.value, usr))
            return True

        self.record_reader_occurrences_apply_f(reader, None, EachPointer(take))
        self.record_reader_dispose(reader)
        return found
