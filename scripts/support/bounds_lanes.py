# SPDX-License-Identifier: Apache-2.0
"""What a 64-bit lane holds, when what it holds depends on digits.

A lane is an int where it depends on none, else a Node: a natural number that is an exact sum, with the
largest value it can have. Nothing wraps: where a sum could reach 2^64, Fault is raised. Multiply-adds
read digits, the low 52 bits of their factors:

    low(x) = x mod W, high(x) = x div W, W = 2^52, and x = low(x) + W·high(x)

hold for lanes, and for products of two digits, whose halves are what multiply-adds add. So everything is a
sum of products of digits, of halves, of digits and of single bits; `terms` says which. Other operations,
which the kernels have no need for, raise Unknown.
"""

import heapq

from bounds_bits import FALSE, Bits, Diagrams, is_equal

DIGIT_BIT_COUNT = 52
W = 1 << DIGIT_BIT_COUNT
LANE_LIMIT = 1 << 64
ALL_ONES = LANE_LIMIT - 1

INPUT, SUM, ADDS_LOW_HALF, ADDS_HIGH_HALF, LOW, HIGH, BIT = range(7)


class Fault(Exception):
    """The code does not do what it has to."""


class Unknown(Exception):
    """The code may do that, but what is not known here."""


class Node:
    __slots__ = ("kind", "x", "y", "limit", "index", "state")

    def __init__(self, kind, x, y, limit, index):
        self.kind, self.x, self.y, self.limit, self.index = kind, x, y, limit, index
        self.state = None


class Product:
    """Of two digits."""
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Mask:
    """All ones where a diagram is true, else zero."""
    __slots__ = ("bit",)

    def __init__(self, bit):
        self.bit = bit


class Junk:
    """A digit with anything above it, which only multiply-adds and masks may read."""
    __slots__ = ("low",)

    def __init__(self, low):
        self.low = low


class Lanes:
    def __init__(self):
        self.diagrams = Diagrams()
        self.nodes, self.known, self.products = [], {}, {}
        self.largest = 0

    def _node(self, kind, x, y, limit):
        """What is worked out twice is one node."""
        key = kind, x, y
        node = self.known.get(key)
        if node is None:
            node = self.known[key] = Node(kind, x, y, limit, len(self.nodes))
            self.nodes.append(node)
        return node

    def input(self, name):
        return self._node(INPUT, name, None, ALL_ONES)

    def product(self, x, y):
        """Of two nodes that are digits."""
        key = (x.index, y.index) if x.index < y.index else (y.index, x.index)
        if key not in self.products:
            self.products[key] = Product(x, y)
        return self.products[key]

    def _bit(self, diagram):
        return 0 if diagram == FALSE else self._node(BIT, diagram, None, 1)

    # MARK: Operations of a lane

    def low(self, x):
        if isinstance(x, Node):
            return x if x.limit < W else self._node(LOW, x, None, W - 1)
        if isinstance(x, Junk):
            return x.low
        if isinstance(x, int):
            return x % W
        raise Unknown(f"a digit of a {type(x).__name__}")

    def high(self, x):
        if isinstance(x, int):
            return x // W
        self._expect_number(x)
        if x.limit < W:
            return 0
        return self._node(HIGH, x, None, x.limit // W)

    def multiply_add(self, x, y, z, is_high):
        """x + a half of the product of the digits of y and z"""
        y, z = self.low(y), self.low(z)
        if y == 0 or z == 0:
            return x
        if isinstance(y, int) or isinstance(z, int):
            raise Unknown("a multiple of a digit")
        product = self.product(y, z)
        # The high half of (W - 1)² is W - 2.
        kind, limit = (ADDS_HIGH_HALF, W - 2) if is_high else (ADDS_LOW_HALF, W - 1)
        if x == 0:
            return self._node(kind, None, product, limit)
        return self._sum(kind, x, product, limit)

    def add(self, x, y):
        if isinstance(x, int) and isinstance(y, int):
            return x + y & ALL_ONES
        if x == 0:
            return y
        if y == 0:
            return x
        self._expect_number(y)
        return self._sum(SUM, x, y, y.limit)

    def _sum(self, kind, x, y, limit):
        self._expect_number(x)
        limit += x.limit
        if limit >= LANE_LIMIT:
            raise Fault("a lane may reach 2^64")
        if limit > self.largest:
            self.largest = limit
        return self._node(kind, x, y, limit)

    def subtract(self, x, y):
        if isinstance(x, int) and isinstance(y, int):
            return x - y & ALL_ONES
        if y == 0:
            return x
        if isinstance(y, Mask):
            return self.add(x, self._bit(y.bit))
        raise Unknown("a difference of digits")

    def subtract_where(self, bit, x, y):
        """x - y where the bit is set, else x: with W - 1 for y, a carry into the digit."""
        if y != W - 1:
            raise Unknown("a difference of digits")
        return Junk(self.low(self.add(x, self._bit(bit))))

    def logical_and(self, x, y):
        if isinstance(x, int) and not isinstance(y, int):
            x, y = y, x
        if isinstance(y, int):
            if isinstance(x, int):
                return x & y
            if y == 0 or y == ALL_ONES:
                return x if y else 0
            if y == W - 1:
                return self.low(x)
            if isinstance(x, Bits):
                return Bits(bit if y >> i & 1 else FALSE for i, bit in enumerate(x))
        if isinstance(x, Mask) and isinstance(y, Mask):
            return Mask(self.diagrams.both(x.bit, y.bit))
        raise Unknown("a logical and of digits")

    def logical_or(self, x, y):
        if isinstance(x, int) and isinstance(y, int):
            return x | y
        if x == 0 or y == 0:
            return x or y
        if isinstance(x, Mask) and isinstance(y, Mask):
            return Mask(self.diagrams.either(x.bit, y.bit))
        raise Unknown("a logical or of digits")

    def is_above(self, x, y, place):
        """Whether x > y, as a diagram. place: about where the digit stands in its number."""
        if isinstance(x, int) and isinstance(y, int):
            return int(x > y)
        return self._compared(x, y, place)[0]

    def is_equal(self, x, y, place):
        if isinstance(x, int) and isinstance(y, int):
            return int(x == y)
        if isinstance(x, Bits) and isinstance(y, int):
            return is_equal(self.diagrams, x, y, 64)
        return self._compared(x, y, place)[1]

    def _compared(self, x, y, place):
        """Whether a digit that had carries added is more than W - 1, and whether it is that."""
        if not isinstance(y, int) or y != W - 1:
            raise Unknown("a comparison of digits")
        if isinstance(x, int):
            return int(x > y), int(x == y)
        self._expect_number(x)
        if x.state is None:
            order = (place, x.index)
            above = FALSE if x.limit < W else self.diagrams.variable((*order, 0))
            equal = FALSE if x.limit < W - 1 else self.diagrams.variable((*order, 1))
            x.state = above, self.diagrams.choose(above, FALSE, equal)
        return x.state

    @staticmethod
    def _expect_number(x):
        if not isinstance(x, Node):
            raise Unknown(f"a {type(x).__name__} where a number is expected")

    # MARK: What a lane is the sum of

    def terms(self, seeds, period):
        """The sum of coefficient·x for (x, coefficient) in seeds modulo period, as a dictionary from terms to
        their coefficients. A term is a Product, a Node (an input, or the low digit of a sum), or a pair of
        a kind and what it is of: what is above a digit of a product or a sum, or a bit.
        """
        found, of_node, of_high, queue = {}, {}, {}, []

        def add_to(table, key, coefficient):
            table[key] = table.get(key, 0) + coefficient

        def visit(table, x, coefficient):
            if x not in of_node and x not in of_high:
                heapq.heappush(queue, -x.index)
            add_to(table, x, coefficient)

        for x, coefficient in seeds:
            if isinstance(x, Node):
                visit(of_node, x, coefficient)
            elif x != 0:
                raise Fault(f"a digit is {x}")
        while queue:
            x = self.nodes[-heapq.heappop(queue)]
            c, h = of_node.pop(x, 0), of_high.pop(x, 0) % period
            if h > period // 2:  # as a low digit's own
                h -= period
            if h and (carry := self._carry(x)) is not None:
                if carry != FALSE:
                    add_to(found, (BIT, carry), h)
            elif h % W == 0:
                if h:
                    c += h // W
                    add_to(found, self.low(x), -(h // W))
            else:
                add_to(found, (HIGH, x), h)
            c %= period
            if c == 0:
                continue
            kind = x.kind
            if kind == INPUT:
                add_to(found, x, c)
            elif kind == BIT:
                add_to(found, (BIT, x.x), c)
            elif kind == LOW:
                visit(of_node, x.x, c)
                visit(of_high, x.x, -c * W)
            elif kind == HIGH:
                visit(of_high, x.x, c)
            else:
                if x.x is not None:
                    visit(of_node, x.x, c)
                if kind == SUM:
                    visit(of_node, x.y, c)
                elif kind == ADDS_HIGH_HALF:
                    add_to(found, (HIGH, x.y), c)
                else:
                    add_to(found, x.y, c)
                    add_to(found, (HIGH, x.y), -c * W)
        return {term: c % period for term, c in found.items() if c % period}

    def _carry(self, x):
        """high(x), where it is a bit: x is a digit that was compared, or such a digit plus a bit."""
        if x.state and x.limit < 2 * W:
            return x.state[0]
        if x.kind == SUM and x.y.kind == BIT and x.x.state and x.x.limit <= 2 * W - 2:
            above, equal = x.x.state
            return self.diagrams.either(above, self.diagrams.both(equal, x.y.x))
        return None

    def name(self, term):
        if isinstance(term, Product):
            return f"{self.name(term.x)}·{self.name(term.y)}"
        if isinstance(term, tuple):
            kind, of = term
            return "a bit" if kind == BIT else f"high({self.name(of)})"
        if term.kind == LOW and term.x.kind == INPUT:
            term = term.x
        return term.x if term.kind == INPUT else "a digit of a sum"
