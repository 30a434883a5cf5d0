# SPDX-License-Identifier: Apache-2.0
"""Interprets x86-64 machine code whose lanes may depend on digits; see bounds_lanes.py.

Addresses, counters and all that decides what is executed are numbers; a jump or an address that depends
on digits raises Fault, and so does a read of memory that nothing has written. Instructions that the
kernels do not use raise Unknown.
"""

import re
import subprocess

import bounds_x86_general
import bounds_x86_vectors
from bounds_bits import Bits, bitwise, shifted
from bounds_lanes import ALL_ONES, Fault, Lanes, Unknown

STACK_TOP = 0x7FFF_0000_0000
FIRST_DATA = 0x1000_0000_0000
RETURN_ADDRESS = 0x1234_5678
INSTRUCTIONS = bounds_x86_vectors.INSTRUCTIONS + bounds_x86_general.INSTRUCTIONS


class Image:
    """A linked program: its instructions, symbols and constants."""

    def __init__(self, path, objdump):
        def dumped(*options):
            return subprocess.run([objdump, *options, path], check=True, capture_output=True,
                                  text=True).stdout.splitlines()

        self.symbols, self.instructions, self.constants = {}, {}, {}
        previous = None
        for line in dumped("-d", "--no-show-raw-insn"):
            if match := re.match(r"^([0-9a-f]+) <(.*)>:$", line):
                self.symbols[match[2]] = int(match[1], 16)
            elif match := re.match(r"^ *([0-9a-f]+):\s+(.*)$", line):
                address = int(match[1], 16)
                if previous is not None:
                    self.instructions[previous] = (text, address)
                previous, text = address, match[2]
        self.instructions[previous] = (text, None)
        for line in dumped("-s", "-j", ".rodata"):
            if match := re.match(r"^ ([0-9a-f]+) ((?:[0-9a-f]{2,8} ){1,4})", line):
                data = bytes.fromhex(match[2])
                for i, byte in enumerate(data):
                    self.constants[int(match[1], 16) + i] = byte


REGISTERS = {}
for _name in ("ax", "bx", "cx", "dx", "si", "di", "bp", "sp"):
    REGISTERS |= {"r" + _name: ("r" + _name, 64), "e" + _name: ("r" + _name, 32), _name: ("r" + _name, 16),
                  (_name[0] if _name.endswith("x") else _name) + "l": ("r" + _name, 8)}
for _number in range(8, 16):
    REGISTERS |= {f"r{_number}{suffix}": (f"r{_number}", width)
                  for suffix, width in (("", 64), ("d", 32), ("w", 16), ("b", 8))}


class Memory:
    """Words of 64 bits, each whole, or in parts that are read as they were written."""

    def __init__(self, constants):
        self.constants = constants
        self.words, self.parts, self.history = {}, {}, {}

    def store(self, address, width, value):
        offset = address % 8
        word = address - offset
        if offset + width // 8 > 8:
            raise Unknown("a store across words")
        if width == 64:
            self.words[word] = value
            self.parts.pop(word, None)
            if word in self.history:
                self.history[word].append(value)
            return
        parts = self.parts.setdefault(word, {})
        self.words.pop(word, None)
        for start in [start for start, (size, _) in parts.items()
                      if start < offset + width // 8 and offset < start + size // 8]:
            del parts[start]
        parts[offset] = width, value

    def load(self, address, width):
        if width == 64 and address in self.words:
            return self.words[address]
        offset = address % 8
        if offset + width // 8 > 8:
            raise Unknown("a read across words")
        word = address - offset
        if word in self.words:
            value = self.words[word]
            if isinstance(value, (int, Bits)):
                return shifted(shifted(value, -8 * offset, 64), 0, width)
        size, value = self.parts.get(word, {}).get(offset, (0, 0))
        if size >= width:
            return shifted(value, 0, width)
        byte_count = width // 8
        if all(address + i in self.constants for i in range(byte_count)):
            return sum(self.constants[address + i] << 8 * i for i in range(byte_count))
        raise Fault("a read of memory that nothing has written as it is read")


class Machine:
    def __init__(self, image):
        self.image = image
        self.lanes = Lanes()
        self.memory = Memory(image.constants)
        # Nothing is known of what registers have in the beginning.
        unknown = self.lanes.diagrams.variable((-1,))
        self.registers = {name: Bits([unknown] * 64) for name, _ in REGISTERS.values()}
        self.vectors = [(self.lanes.input(f"zmm{i}"),) * 8 for i in range(32)]
        self.masks = [Bits([unknown] * 64)] * 8
        self.flags = None
        self.next_data = FIRST_DATA
        self.multiply_add_count = 0

    # MARK: For whoever runs it

    def place(self, words):
        """The address of words in memory, aligned; None: nothing has written them."""
        address = self.next_data
        for i, word in enumerate(words):
            if word is not None:
                self.memory.words[address + 8 * i] = word
        self.next_data += (8 * len(words) + 127) // 64 * 64
        return address

    def call(self, symbol, *arguments):
        for register, value in zip(("rdi", "rsi", "rdx", "rcx", "r8", "r9"), arguments):
            self.registers[register] = value
        self.registers["rsp"] = STACK_TOP - 8
        self.memory.store(STACK_TOP - 8, 64, RETURN_ADDRESS)
        self.next = self.image.symbols[symbol]
        decoded = {}  # each instruction's function, which refers to the machine
        while self.next != RETURN_ADDRESS:
            address = self.next
            if address not in decoded:
                decoded[address] = self._decode(address)
            step, self.next = decoded[address]
            try:
                step()
            except (Fault, Unknown) as error:
                text = " ".join(self.image.instructions[address][0].split(" #")[0].split())
                raise type(error)(f"{error}, at '{text}'") from None

    # MARK: Operands

    def _decode(self, address):
        if address not in self.image.instructions:
            raise Fault(f"a jump to {address:#x}, where no code is")
        text, following = self.image.instructions[address]
        text, _, comment = re.sub(r"^\{vex\}\s+", "", text).partition("#")
        mnemonic, rest = (*text.split(None, 1), "")[:2]
        operands = [operand.strip() for operand in re.findall(r"(?:\([^)]*\)|[^,(])+", rest.split(" <")[0])]
        if match := re.search(r"0x([0-9a-f]+)", comment):
            operands = [re.sub(r"^.*\(%rip\)", f"0x{match[1]}", operand) for operand in operands]
        for pattern, instruction in INSTRUCTIONS:
            if match := re.fullmatch(pattern, mnemonic):
                return instruction(self, match, operands), following
        raise Unknown(f"an unknown instruction: {text.strip()}")

    @staticmethod
    def address_parts(operand):
        """Displacement, base, index and scale."""
        match = re.match(r"(-?0x[0-9a-f]+)?(?:\((%\w+)?(?:,(%\w+)(?:,(\d))?)?\))?", operand.replace(" ", ""))
        return int(match[1] or "0", 0), (match[2] or "")[1:], (match[3] or "")[1:], int(match[4] or 1)

    def _address(self, operand):
        """A function that gives the address of an operand in memory."""
        displacement, base, index, scale = self.address_parts(operand)
        registers = self.registers

        def address():
            result = displacement
            try:
                if base:
                    result += registers[base]
                if index:
                    result += registers[index] * scale
            except TypeError:
                raise Fault("an address that depends on digits") from None
            return result & ALL_ONES

        return address

    def scalar(self, operand, width):
        """A function that reads a general operand."""
        if operand[0] == "$":
            value = int(operand[1:], 0) & (1 << width) - 1
            return lambda: value
        if operand[0] == "%":
            name, own_width = REGISTERS[operand[1:]]
            registers = self.registers
            if own_width == 64:
                return lambda: registers[name]
            return lambda: shifted(registers[name], 0, own_width)
        address, memory = self._address(operand), self.memory
        return lambda: memory.load(address(), width)

    def scalar_result(self, operand, width):
        """A function that writes one."""
        if operand[0] != "%":
            address, memory = self._address(operand), self.memory
            return lambda value: memory.store(address(), width, value)
        name, own_width = REGISTERS[operand[1:]]
        registers = self.registers

        def write(value):
            if own_width < 32:  # what is above stays
                above = shifted(shifted(registers[name], -own_width, 64), own_width, 64)
                value = bitwise(self.lanes.diagrams.either, above, value, 64)
            registers[name] = value

        return write

    def vector(self, operand, lane_count):
        """A function that reads a vector's lanes."""
        if operand[0] == "%":
            vectors, vector_number = self.vectors, int(re.match(r"%[xyz]mm(\d+)", operand)[1])
            if lane_count == 8:
                return lambda: vectors[vector_number]
            return lambda: vectors[vector_number][:lane_count]
        address, load = self._address(operand), self.memory.load
        if "{1to" in operand:
            return lambda: (load(address(), 64),) * lane_count
        offsets = range(0, 8 * lane_count, 8)

        def read():
            first = address()
            return tuple([load(first + offset, 64) for offset in offsets])

        return read

    def vector_result(self, operand):
        """A function that writes one, where its mask says so; the lanes above are zero."""
        if operand[0] != "%":
            if "{" in operand:
                raise Unknown("a store that is masked")
            address, store = self._address(operand), self.memory.store

            def write(lanes):
                first = address()
                for i, lane in enumerate(lanes):
                    store(first + 8 * i, 64, lane)

            return write
        vectors, vector_number = self.vectors, int(re.match(r"%[xyz]mm(\d+)", operand)[1])
        mask = re.search(r"\{%k(\d)\}", operand)
        clears = "{z}" in operand

        def write_register(lanes):
            if mask:
                before, chosen = vectors[vector_number], shifted(self.masks[int(mask[1])], 0, len(lanes))
                if isinstance(chosen, Bits):
                    raise Unknown("a choice that depends on digits")
                lanes = [lane if chosen >> i & 1 else 0 if clears else before[i]
                         for i, lane in enumerate(lanes)]
            vectors[vector_number] = (*lanes, *(0,) * (8 - len(lanes)))

        return write_register
