# SPDX-License-Identifier: Apache-2.0
"""The instructions of vectors and masks that the kernels use; see bounds_x86.py."""

import re

from bounds_bits import TRUE, Bits, bits, bitwise, number, shifted
from bounds_lanes import ALL_ONES, DIGIT_BIT_COUNT, Mask, Node, Unknown
from bounds_x86_general import WIDTHS

LANE_COUNTS = {"x": 2, "y": 4, "z": 8}


def lane_count(operands):
    """That of the widest register."""
    return max(LANE_COUNTS[width] for width in re.findall(r"%([xyz])mm", " ".join(operands)))


def move_vector(machine, match, operands):
    read = machine.vector(operands[0], lane_count(operands))
    write = machine.vector_result(operands[1])
    return lambda: write(read())


def multiply_add(machine, match, operands):
    count = lane_count(operands)
    x, y, z = (machine.vector(operand, count) for operand in reversed(operands))
    write, one = machine.vector_result(operands[2]), machine.lanes.multiply_add
    is_high = match[1] == "h"

    def step():
        machine.multiply_add_count += 1
        write([one(a, b, c, is_high) for a, b, c in zip(x(), y(), z())])

    return step


def lane_by_lane(machine, match, operands):
    count = lane_count(operands)
    x, y = machine.vector(operands[1], count), machine.vector(operands[0], count)
    lanes = machine.lanes
    if match[1] == "xor":
        if operands[0] != operands[1]:
            raise Unknown("a logical exclusive or")
        write = machine.vector_result(operands[2])
        return lambda: write((0,) * count)
    one = {"add": lanes.add, "sub": lanes.subtract, "and": lanes.logical_and,
           "or": lanes.logical_or}[match[1]]
    mask = re.search(r"\{%k(\d)\}", operands[2])
    if mask:
        target = operands[2].split()[0]
        if match[1] not in ("add", "sub") or operands[1] != target or "{z}" in operands[2]:
            raise Unknown("a choice that is not between a number and its sum with another")
        write = machine.vector_result(target)

        def carry():
            chosen = bits(machine.masks[int(mask[1])])
            write([lanes.subtract_where(chosen.bit(i), a, b if match[1] == "sub" else -b & ALL_ONES)
                   for i, (a, b) in enumerate(zip(x(), y()))])

        return carry
    write = machine.vector_result(operands[2])
    return lambda: write([one(a, b) for a, b in zip(x(), y())])


def shift_right(machine, match, operands):
    count = lane_count(operands[1:])
    x, write, lanes = machine.vector(operands[1], count), machine.vector_result(operands[2]), machine.lanes
    if match[1] == "v":
        counts = machine.vector(operands[0], count)
    else:
        distance = machine.scalar(operands[0], 64)
        counts = lambda: (distance(),) * count  # noqa: E731

    def one(a, places):
        if places >= 64:
            return 0
        if isinstance(a, int):
            return a >> places
        if places != DIGIT_BIT_COUNT:
            raise Unknown("a shift that is not by a digit")
        return lanes.high(a)

    return lambda: write([one(a, places) for a, places in zip(x(), counts())])


def broadcast(machine, match, operands):
    count = lane_count(operands)
    write, source = machine.vector_result(operands[1]), operands[0]
    if source[0] == "%" and "mm" not in source:
        one = machine.scalar(source, 64)
        return lambda: write((one(),) * count)
    of = {"q": 1, "i64x2": 2}[match[1]]
    x = machine.vector(source, of)
    return lambda: write(x() * (count // of))


def move_word(machine, match, operands):
    """To lane 0, the others zero."""
    read, write = machine.scalar(operands[0], WIDTHS[match[1]]), machine.vector_result(operands[1])
    return lambda: write((read(),))


def broadcast_half(machine, match, operands):
    """The low half of lane 0 to every half."""
    count, write, x = lane_count(operands), machine.vector_result(operands[1]), machine.vector(operands[0], 1)

    def step():
        half = shifted(x()[0], 0, 32)
        write((bitwise(machine.lanes.diagrams.either, half, shifted(half, 32, 64), 64),) * count)

    return step


def align(machine, match, operands):
    """The lanes of two vectors after one another, moved down."""
    count = lane_count(operands)
    distance = int(operands[0][1:], 0)
    low, high = machine.vector(operands[1], count), machine.vector(operands[2], count)
    write = machine.vector_result(operands[3])
    return lambda: write((low() + high())[distance : distance + count])


def permute_two(machine, match, operands):
    count = lane_count(operands)
    second, index, first = (machine.vector(operand, count) for operand in operands)
    write = machine.vector_result(operands[2])

    def step():
        both, places = first() + second(), index()
        if not all(isinstance(place, int) for place in places):
            raise Unknown("a choice that depends on digits")
        write([both[place & 2 * count - 1] for place in places])

    return step


def permute_by_constant(machine, match, operands):
    count = lane_count(operands)
    choice = int(operands[0][1:], 0)
    x, write = machine.vector(operands[1], count), machine.vector_result(operands[2])
    order = [i & 4 | choice >> 2 * (i & 3) & 3 for i in range(count)]

    def step():
        lanes = x()
        write([lanes[i] for i in order])

    return step


def shuffle_pairs(machine, match, operands):
    if operands[1] != operands[2]:
        raise Unknown("a shuffle of two vectors")
    choice = int(operands[0][1:], 0)
    x, write = machine.vector(operands[1], 8), machine.vector_result(operands[3])
    order = [2 * (choice >> 2 * (i // 2) & 3) + i % 2 for i in range(8)]

    def step():
        lanes = x()
        write([lanes[i] for i in order])

    return step


def blend(machine, match, operands):
    """Of halves of lanes, both of a lane from one vector."""
    count = lane_count(operands)
    choice = int(operands[0][1:], 0)
    if any(choice >> 2 * i & 3 in (1, 2) for i in range(count)):
        raise Unknown("a blend that cuts lanes")
    where_set, where_clear = machine.vector(operands[1], count), machine.vector(operands[2], count)
    write = machine.vector_result(operands[3])
    return lambda: write([a if choice >> 2 * i & 1 else b
                          for i, (a, b) in enumerate(zip(where_set(), where_clear()))])


def compare(machine, match, operands):
    """x > y as signed numbers, which lanes below 2^63 are as they are, or x = y."""
    count = lane_count(operands)
    y, x = (machine.vector(operand, count) for operand in operands[:2])
    one = machine.lanes.is_above if match[1] == "gt" else machine.lanes.is_equal

    def compared():
        pairs = list(zip(x(), y()))
        limits = [lane.limit if isinstance(lane, Node) else lane for pair in pairs for lane in pair]
        if match[1] == "gt" and max(limits) >> 63:
            raise Unknown("a comparison of what may be negative")
        return [one(a, b, i) for i, (a, b) in enumerate(pairs)]

    if operands[2].startswith("%k"):
        mask = int(operands[2][2:])

        def write_mask():
            machine.masks[mask] = number(Bits(compared()))

        return write_mask
    write = machine.vector_result(operands[2])
    return lambda: write([mask_lane(bit) for bit in compared()])


def set_all(machine, match, operands):
    if operands[0] != operands[1]:
        raise Unknown("a comparison of halves of lanes")
    count, write = lane_count(operands), machine.vector_result(operands[2])
    return lambda: write((ALL_ONES,) * count)


def mask_lane(bit):
    return ALL_ONES * bit if bit <= TRUE else Mask(bit)


def mask_to_vector(machine, match, operands):
    mask, write = int(operands[0][2:]), machine.vector_result(operands[1])
    count = lane_count(operands)

    def step():
        chosen = bits(machine.masks[mask])
        write([mask_lane(chosen.bit(i)) for i in range(count)])

    return step


def vector_to_mask(machine, match, operands):
    """The top bit of each lane, to a general register."""
    x, write = machine.vector(operands[0], lane_count(operands)), machine.scalar_result(operands[1], 64)
    return lambda: write(number(Bits(
        lane.bit if isinstance(lane, Mask) else lane >> 63 for lane in x())))


def move_mask(machine, match, operands):
    width = WIDTHS[match[1]]
    to_mask = re.fullmatch(r"%k(\d)", operands[1])
    from_mask = re.fullmatch(r"%k(\d)", operands[0])
    if from_mask:
        read = lambda: machine.masks[int(from_mask[1])]  # noqa: E731
    else:
        read = machine.scalar(operands[0], width)
    if not to_mask:
        write = machine.scalar_result(operands[1], width)
        return lambda: write(shifted(read(), 0, width))

    def step():
        machine.masks[int(to_mask[1])] = shifted(read(), 0, width)

    return step


INSTRUCTIONS = [
    (r"vpmadd52([lh])uq", multiply_add),
    (r"vmov(?:dq[au](?:64)?|[au]p[sd])", move_vector),
    (r"vp(add|sub)q", lane_by_lane),
    (r"vp?(and|or|xor)(?:p[sd]|[dq])?", lane_by_lane),
    (r"vpsrl(v?)q", shift_right),
    (r"vp?broadcast(q|i64x2)", broadcast),
    (r"vmov([dq])", move_word),
    (r"vpbroadcastd", broadcast_half),
    (r"valignq", align),
    (r"vpermt2q", permute_two),
    (r"vpermq", permute_by_constant),
    (r"vshufi64x2", shuffle_pairs),
    (r"vpblendd", blend),
    (r"vpcmp(gt|eq)q", compare),
    (r"vpcmpeqd", set_all),
    (r"vpmovm2q", mask_to_vector),
    (r"vmovmskpd", vector_to_mask),
    (r"kmov([bwq])", move_mask),
]
