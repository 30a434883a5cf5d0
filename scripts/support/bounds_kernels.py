# SPDX-License-Identifier: Apache-2.0
"""Runs the kernels' products on digits that are symbols, and checks what they leave."""

import dataclasses
import pathlib
import re
import shutil
import subprocess
import sys

from bounds_lanes import Fault, Node, W
from bounds_products import Modulus, check_product
from bounds_x86 import Image, Machine

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SOURCES = ROOT / "Sources/CHandshakeKernels"
# Limbs and digits, as the kernels' headers have them.
DIGIT_COUNTS = {16: 20, 24: 30, 32: 40, 48: 60, 64: 80}


def tool(name):
    """Of Swift's toolchain, whose disassembler knows AVX-IFMA."""
    swift = pathlib.Path(shutil.which("swiftc") or sys.exit("check-bounds: no swiftc")).resolve()
    return swift.parent / name


@dataclasses.dataclass
class Layout:
    """Digit k + K·l of number p is lane l·P + p of vector k."""
    vector_count: int  # K
    lane_count: int  # of a vector
    number_count: int  # P

    def position(self, i, p):
        lane = i // self.vector_count * self.number_count + p
        return i % self.vector_count * self.lane_count + lane

    @property
    def word_count(self):
        return self.vector_count * self.lane_count

    @property
    def digit_count(self):
        return self.word_count // self.number_count

    def words(self, numbers):
        """The words of a vector's numbers, zero where there is no digit."""
        words = [0] * self.word_count
        for p, digits in enumerate(numbers):
            for i, digit in enumerate(digits):
                words[self.position(i, p)] = digit
        return words


class Kernel:
    """One of a family of kernels, at one size.

    A subclass says in multiples of N what its header does: how large an operand may be, how large a result
    is, and that (a·b + q·N) / R < a·b/R + quotient_multiple·N. What is true for multiples of the largest N
    is so for numbers of that size whatever N is.
    """

    def __init__(self, family, limb_count, sources=SOURCES):
        self.family, self.limb_count, self.sources = family, limb_count, sources
        self.digit_count = DIGIT_COUNTS[limb_count]

    def __str__(self):
        return f"{self.family} of {self.limb_count} limbs"

    def compiled(self, folder, files, harness=""):
        """The kernel as an image, at the level at which SwiftPM compiles it for release."""
        objects = []
        for file in files:
            source, output = folder / "source.c", folder / f"{len(objects)}.o"
            source.write_text(f'#include "{self.sources / file}"\n{harness}')
            subprocess.run(
                [tool("clang"), "-target", "x86_64-unknown-linux-gnu", "-ffreestanding", "-O2", "-c", source,
                 "-I", self.sources / "include", "-o", output], check=True)
            objects.append(output)
        # What the products do not call is missing.
        subprocess.run([tool("ld.lld"), "--noinhibit-exec", "--no-warnings", "-e", "0",
                        "-o", folder / "image", *objects], check=True)
        return Image(folder / "image", tool("llvm-objdump"))

    def check_values(self):
        """That the results of products are operands again, and fit their digits."""
        radix, modulus = W**self.digit_count, 1 << 64 * self.limb_count
        room = self.result_multiple - self.quotient_multiple
        if self.operand_multiple**2 * modulus > room * radix or self.result_multiple * modulus > radix:
            raise Fault("results are larger than operands may be")

    # MARK: Symbols

    def digits(self, machine, name):
        return [machine.lanes.input(f"{name}[{i}]") for i in range(self.digit_count)]

    def check(self, machine, words, layout, factors, moduli):
        """That words are the products of the pairs of factors, one for each number of the layout."""
        for word in words:
            if not self.has_junk and (word >= W if isinstance(word, int) else
                                      not isinstance(word, Node) or word.limit >= W):
                raise Fault("a digit of the result may be 2^52 or more")
        for p, ((a, b), modulus) in enumerate(zip(factors, moduli)):
            result = [words[layout.position(i, p)] for i in range(layout.digit_count)]
            check_product(machine.lanes, result, a, b, modulus, self.digit_count)


FUNCTIONS = {
    "multiply": "number *r, const number *a, const number *b, const reduction *n",
    "square": "number *r, const reduction *n, int count",
    "multiply_by_entry": "number *r, const power_table *table, uint64_t entry, const reduction *n",
    "multiply_by_entries":
        "number *r, const power_table *table, const uint64_t *entries, const reduction *n",
    "multiply_pair": "number *r, const number *b, const reduction *const *n",
    "square_pair": "number *r, const reduction *const *n, int count",
    "multiply_pair_by_entries":
        "number *r, const power_table *tables, uint64_t entry_p, uint64_t entry_q, "
        "const reduction *const *n",
}


class RowKernel(Kernel):
    """x1, packed and AVX-IFMA: digits along the lanes, quotient digits by M."""
    operand_multiple, result_multiple, quotient_multiple = 6, 3, 2

    def __init__(self, family, limb_count, sources=SOURCES):
        super().__init__(family, limb_count, sources)
        self.file = f"montgomery/montgomery_{family}_{limb_count}.c"
        self.is_packed, self.is_avx = family == "x86_ifma_x1_packed", family == "x86_avx_ifma"
        self.has_junk = self.is_packed  # above the digits of results
        absent = ["entry", "pair"] if self.is_packed else ["multiply_by_entries"]
        self.functions = [name for name in FUNCTIONS if not any(part in name for part in absent)]
        text = (sources / self.file).read_text()
        self.layout = Layout(int(re.search(r"define VECTOR_COUNT (\d+)", text)[1]),
                             4 if self.is_avx else 8, 2 if self.is_packed else 1)

    def image(self, folder):
        """The kernel's file, and what calls its static functions. Wiping is left out."""
        harness = "__attribute__((noinline)) void handshake_wipe(void *bytes, size_t count) {}\n"
        for name in self.functions:
            parameters = FUNCTIONS[name]
            arguments = ", ".join(re.findall(r"(\w+)(?:,|$)", parameters))
            harness += f"void check_{name}({parameters}) {{ {name}({arguments}); }}\n"
        return self.compiled(folder, [self.file], harness)

    def runs(self):
        """The functions, with the entries that they look up where they do: of each vector of eight, where
        these are loaded and selected one by one."""
        entries = [[5, 26]] if self.is_avx else [[5, 26], [26, 5], [10, 19], [19, 10]]
        for name in self.functions:
            yield from [(name, pair) for pair in entries] if "entr" in name else [(name,)]

    def run(self, image, name, entries=None):
        """A function, on numbers that stand one after another, P of them in a vector."""
        machine, layout = Machine(image), self.layout
        is_pair, is_square = "pair" in name, name.startswith("square")
        vector_count = 2 if is_pair else 1
        names = ["", "'"][: vector_count * layout.number_count]
        moduli = [self.modulus(machine, name) for name in names]
        a = [self.digits(machine, f"a{name}") for name in names]
        r = self.placed(machine, a)
        reductions = [self.placed_reduction(machine, group) for group in self.grouped(moduli)]
        n = machine.place(reductions) if is_pair else reductions[0]
        addresses = range(r, r + 8 * vector_count * layout.word_count, 8)
        machine.memory.history = {address: [] for address in addresses}
        if is_square:
            b = a
            machine.call(f"check_{name}", r, n, 2)
        elif entries:
            b, arguments = self.entries(machine, names, entries[: len(names)])
            machine.call(f"check_{name}", r, *arguments, n)
        else:
            b = [self.digits(machine, f"b{name}") for name in names]
            operands = [r] if is_pair else [r, r]
            machine.call(f"check_{name}", *operands, self.placed(machine, b), n)
        results = list(zip(*(machine.memory.history[address] for address in addresses)))
        if len(results) != (2 if is_square else 1):
            raise Fault(f"{len(results)} results")
        for words in results:
            vectors = [words[i : i + layout.word_count] for i in range(0, len(words), layout.word_count)]
            for vector, factors, of in zip(vectors, self.grouped(list(zip(a, b))), self.grouped(moduli)):
                self.check(machine, vector, layout, factors, of)
            # What is squared next. Its digits past the last are zero, since the number is small.
            a = b = [[vector[layout.position(i, p)] for i in range(layout.digit_count)]
                     for vector in vectors for p in range(layout.number_count)]
        return machine

    def modulus(self, machine, name):
        symbol = machine.lanes.input
        return Modulus(self.digits(machine, f"N{name}"), symbol(f"t{name}"), self.digits(machine, f"M{name}"),
                       symbol(f"tM{name}") if self.is_packed else None)

    def grouped(self, numbers):
        size = self.layout.number_count
        return [numbers[i : i + size] for i in range(0, len(numbers), size)]

    def placed(self, machine, numbers):
        return machine.place([word for group in self.grouped(numbers) for word in self.layout.words(group)])

    def placed_reduction(self, machine, moduli):
        return machine.place(
            self.layout.words([modulus.reducer for modulus in moduli])
            + self.layout.words([modulus.digits for modulus in moduli])
            + [modulus.minus_inverse for modulus in moduli]
            + [modulus.reducer_times_minus_inverse for modulus in moduli if self.is_packed])

    def entries(self, machine, names, numbers):
        """The entries of those numbers, and the arguments that say so: tables and the numbers."""
        tables = [[self.digits(machine, f"b{name}{e}") for e in range(32)] for name in names]
        table = machine.place([word for group in self.grouped(tables) for word in self.table_words(group)])
        arguments = [machine.place(numbers)] if self.is_packed else numbers
        return [entries[number] for entries, number in zip(tables, numbers)], [table, *arguments]

    def table_words(self, tables):
        if self.is_avx:
            return [word for entry in tables[0] for word in self.layout.words([entry])]
        return [entry[i] for i in range(self.digit_count) for table in tables for entry in table]


class LanesKernel(Kernel):
    """x8: a digit a vector, a number a lane."""
    operand_multiple, result_multiple, quotient_multiple = 2, 2, 1
    has_junk = True
    files = ["montgomery/montgomery_x86_ifma_x8_arithmetic.c",
             "generated/montgomery_x86_ifma_x8_columns_20.c", "generated/montgomery_x86_ifma_x8_columns_30.c"]
    functions = ["product", "square", "square_look_up", "divide_by_r"]
    MAXIMUM_DIGIT_COUNT = 80
    LANE_COUNT = 8

    def __init__(self, family, limb_count, sources=SOURCES):
        super().__init__(family, limb_count, sources)
        self.layout = Layout(self.digit_count, self.LANE_COUNT, self.LANE_COUNT)

    def image(self, folder):
        return self.compiled(folder, self.files)

    def runs(self):
        return [(name,) for name in self.functions]

    def run(self, image, name):
        machine, layout = Machine(image), self.layout
        names = [f"'{i}" for i in range(self.LANE_COUNT)]
        moduli = [Modulus(self.digits(machine, f"N{name}"), machine.lanes.input(f"t{name}"))
                  for name in names]
        a, b = ([self.digits(machine, f"{x}{name}") for name in names] for x in "ab")
        state = self.placed_state(machine, moduli)
        r = machine.place(layout.words(a))
        arguments, factors = [], [(x, x) for x in a]
        if name == "product":
            arguments, factors = [machine.place(layout.words(b))], list(zip(a, b))
        elif name == "divide_by_r":
            factors = [(x, None) for x in a]
        elif name == "square_look_up":
            arguments = [self.placed_look_up(machine)]
        machine.call(f"handshake_montgomery_x86_ifma_x8_{name}", state, r, r, *arguments)
        words = [machine.memory.words[r + 8 * i] for i in range(layout.word_count)]
        self.check(machine, words, layout, factors, moduli)
        return machine

    def placed_state(self, machine, moduli):
        """`lanes` of montgomery_x86_ifma_x8_internal.h; nothing has written its columns."""
        room = self.MAXIMUM_DIGIT_COUNT * self.LANE_COUNT
        digits = self.layout.words([modulus.digits for modulus in moduli])
        counts = [self.limb_count, self.digit_count, (self.digit_count + 7) // 8 * 8, 0]
        return machine.place([
            *counts, *[None] * 4, *(modulus.minus_inverse for modulus in moduli),
            *digits, *[None] * (room - len(digits)), *[None] * (2 * room + 20 * self.LANE_COUNT)])

    def placed_look_up(self, machine):
        """`look_up` of …_look_up.h, none of whose steps is taken yet, in a table of zeros."""
        entry_count = 32 if self.digit_count <= 40 else 16
        table = machine.place([0] * (entry_count * self.digit_count * self.LANE_COUNT))
        found = [0] * (self.MAXIMUM_DIGIT_COUNT * self.LANE_COUNT)
        step_count = entry_count // 4 * (self.digit_count // 5)
        return machine.place([*range(self.LANE_COUNT), *found, table, 0, 0, self.digit_count, step_count])
