# SPDX-License-Identifier: Apache-2.0
"""Bits that depend on digits: binary decision diagrams, and integers of such bits.

A diagram is a number; two diagrams are the same number exactly if they are the same function of the
variables, which are comparisons of digits. So two ways to work out a carry are the same if their numbers
are.
"""

FALSE, TRUE = 0, 1


class Diagrams:
    def __init__(self):
        self.nodes = [(), ()]  # (variable, diagram where it is false, diagram where it is true)
        self.numbers = {}
        self.choices = {}

    def variable(self, order):
        """order: what a diagram decides first is lower. Bits that meet in few functions should be apart."""
        return self._node(order, FALSE, TRUE)

    def _node(self, variable, if_false, if_true):
        if if_false == if_true:
            return if_false
        key = (variable, if_false, if_true)
        if key not in self.numbers:
            self.numbers[key] = len(self.nodes)
            self.nodes.append(key)
        return self.numbers[key]

    def choose(self, f, g, h):
        """f ? g : h"""
        if f == TRUE or g == h:
            return g
        if f == FALSE:
            return h
        if g == TRUE and h == FALSE:
            return f
        key = (f, g, h)
        if key not in self.choices:
            top = min(self.nodes[x][0] for x in key if x > TRUE)
            halves = []
            for side in (1, 2):
                halves.append(self.choose(*(
                    self.nodes[x][side] if x > TRUE and self.nodes[x][0] == top else x for x in key)))
            self.choices[key] = self._node(top, *halves)
        return self.choices[key]

    def both(self, f, g):
        return self.choose(f, g, FALSE)

    def either(self, f, g):
        return self.choose(f, TRUE, g)

    def differ(self, f, g):
        return self.choose(f, self.invert(g), g)

    def invert(self, f):
        return self.choose(f, FALSE, TRUE)


class Bits(tuple):
    """A non-negative integer, its diagrams from bit 0 up; those not in it are zero."""

    def bit(self, i):
        return self[i] if i < len(self) else FALSE


def bits(x):
    """Of a number that may have none that depend on digits."""
    return x if isinstance(x, Bits) else Bits(x >> i & 1 for i in range(x.bit_length()))


def number(x):
    """As an int, if no bit of it depends on digits."""
    while x and x[-1] == FALSE:
        x = Bits(x[:-1])
    return sum(bit << i for i, bit in enumerate(x)) if all(bit <= TRUE for bit in x) else x


def bitwise(function, x, y, width):
    x, y = bits(x), bits(y)
    width = min(width, max(len(x), len(y)))
    return number(Bits(function(x.bit(i), y.bit(i)) for i in range(width)))


def shifted(x, count, width):
    """To the left, or with a negative count to the right."""
    if isinstance(x, int):
        return (x << count if count >= 0 else x >> -count) & (1 << width) - 1
    x = bits(x)
    return number(Bits(x.bit(i - count) if i >= count else FALSE for i in range(width)))


def total(diagrams, x, y, width):
    """x + y modulo 2^width"""
    if isinstance(x, int) and isinstance(y, int):
        return x + y & (1 << width) - 1
    x, y, carry, sums = bits(x), bits(y), FALSE, []
    for i in range(width):
        one_differs = diagrams.differ(x.bit(i), y.bit(i))
        sums.append(diagrams.differ(one_differs, carry))
        carry = diagrams.choose(one_differs, carry, x.bit(i))
    return number(Bits(sums))


def is_equal(diagrams, x, y, width):
    x, y, equal = bits(x), bits(y), TRUE
    for i in range(width):
        equal = diagrams.both(equal, diagrams.invert(diagrams.differ(x.bit(i), y.bit(i))))
    return equal
