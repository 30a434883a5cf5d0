# SPDX-License-Identifier: Apache-2.0
"""The general instructions that the kernels use; see bounds_x86.py."""

from bounds_bits import bitwise, shifted, total
from bounds_lanes import ALL_ONES, Fault, Unknown

WIDTHS = {"b": 8, "w": 16, "l": 32, "d": 32, "q": 64}


def nothing(machine, match, operands):
    return lambda: None


def move(machine, match, operands):
    width = WIDTHS[match[1] or "q"]
    read, write = machine.scalar(operands[0], width), machine.scalar_result(operands[1], width)
    return lambda: write(read())


def move_extended(machine, match, operands):
    read, write = machine.scalar(operands[0], WIDTHS[match[1]]), machine.scalar_result(operands[1], 64)
    return lambda: write(read())


def load_address(machine, match, operands):
    width = WIDTHS[match[1]]
    write = machine.scalar_result(operands[1], width)
    displacement, base, index, scale = machine.address_parts(operands[0])
    registers, diagrams = machine.registers, machine.lanes.diagrams

    def step():
        result = displacement & (1 << width) - 1
        if base:
            result = total(diagrams, result, registers[base], width)
        if index:
            scaled = shifted(registers[index], scale.bit_length() - 1, width)
            result = total(diagrams, result, scaled, width)
        write(result)

    return step


def calculate(machine, match, operands):
    name, width = match[1], WIDTHS[match[2]]
    read, target = machine.scalar(operands[0], width), machine.scalar(operands[-1], width)
    write = machine.scalar_result(operands[-1], width)
    diagrams, all_ones = machine.lanes.diagrams, (1 << width) - 1
    is_zeroing = name == "xor" and operands[0] == operands[-1]
    functions = {"and": diagrams.both, "or": diagrams.either, "xor": diagrams.differ,
                 "test": diagrams.both}

    def step():
        y, x = (0, 0) if is_zeroing else (read(), target())
        if name in functions:
            result = bitwise(functions[name], x, y, width)
            set_flags(machine, result, width)
        elif name == "add":
            result = total(diagrams, x, y, width)
            set_flags(machine, result, width, isinstance(result, int) and x + y > all_ones)
        else:
            if not isinstance(x, int) or not isinstance(y, int):
                raise Unknown("a difference that depends on digits")
            result = x - y & all_ones
            set_flags(machine, result, width, x < y, ((x ^ y) & (x ^ result)) >> width - 1 == 1)
        if name not in ("cmp", "test"):
            write(result)

    return step


def set_flags(machine, result, width, carry=False, overflow=False):
    machine.flags = None
    if isinstance(result, int):
        machine.flags = {"e": result == 0, "b": carry, "s": result >> width - 1 == 1, "o": overflow}


def count(machine, match, operands):
    width = WIDTHS[match[2]]
    read, write = machine.scalar(operands[0], width), machine.scalar_result(operands[0], width)
    change = 1 if match[1] == "inc" else -1

    def step():
        result = read() + change & (1 << width) - 1
        set_flags(machine, result, width)
        if machine.flags:  # the carry is as before, which no jump behind these asks for
            del machine.flags["b"]
        write(result)

    return step


def negate(machine, match, operands):
    width = WIDTHS[match[1]]
    read, write = machine.scalar(operands[0], width), machine.scalar_result(operands[0], width)

    def step():
        machine.flags = None
        write(-read() & (1 << width) - 1)

    return step


def shift(machine, match, operands):
    width = WIDTHS[match[2]]
    distance = int(operands[0][1:], 0) if len(operands) == 2 else 1
    read, write = machine.scalar(operands[-1], width), machine.scalar_result(operands[-1], width)
    distance = distance if match[1] == "shl" else -distance

    def step():
        machine.flags = None
        write(shifted(read(), distance, width))

    return step


def multiply(machine, match, operands):
    read = machine.scalar(operands[0], 64)

    def step():
        machine.flags = None
        result = machine.registers["rax"] * read()
        machine.registers["rax"], machine.registers["rdx"] = result & ALL_ONES, result >> 64

    return step


def push(machine, match, operands):
    read, registers = machine.scalar(operands[0], 64), machine.registers

    def step():
        registers["rsp"] -= 8
        machine.memory.store(registers["rsp"], 64, read())

    return step


def pop(machine, match, operands):
    write, registers = machine.scalar_result(operands[0], 64), machine.registers

    def step():
        write(machine.memory.load(registers["rsp"], 64))
        registers["rsp"] += 8

    return step


def call_function(machine, match, operands):
    target = int(operands[0], 0)

    def step():
        machine.registers["rsp"] -= 8
        machine.memory.store(machine.registers["rsp"], 64, machine.next)
        machine.next = target

    return step


def jump(machine, match, operands):
    target, condition = int(operands[0], 0), match[1]

    def step():
        if condition == "mp":
            machine.next = target
            return
        if machine.flags is None:
            raise Fault("a jump that depends on digits")
        is_negated = condition[0] == "n"
        name = condition[1:] if is_negated else condition
        if name in ("a", "ae", "g", "ge"):
            name, is_negated = {"a": "be", "ae": "b", "g": "le", "ge": "l"}[name], not is_negated
        flags = machine.flags
        less = name[0] == "l" and flags["s"] != flags["o"]
        holds = {"e": flags["e"], "s": flags["s"], "b": name == "b" and flags["b"],
                 "be": flags["e"] or name == "be" and flags["b"], "l": less,
                 "le": less or flags["e"]}[name]
        if holds != is_negated:
            machine.next = target

    return step


def return_from_function(machine, match, operands):
    def step():
        machine.next = machine.memory.load(machine.registers["rsp"], 64)
        machine.registers["rsp"] += 8

    return step


INSTRUCTIONS = [
    (r"nop[wl]?|vzeroupper", nothing),
    (r"mov(?:abs)?([blq])", move),
    (r"movz([bw])[lq]", move_extended),
    (r"lea([lq])", load_address),
    (r"(add|sub|and|or|xor|cmp|test)([bwlq])", calculate),
    (r"(inc|dec)([lq])", count),
    (r"neg([blq])", negate),
    (r"(shl|shr)([blq])", shift),
    (r"mul(q)", multiply),
    (r"pushq", push),
    (r"popq", pop),
    (r"callq", call_function),
    (r"j(\w+)", jump),
    (r"retq", return_from_function),
]
