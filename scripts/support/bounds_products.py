# SPDX-License-Identifier: Apache-2.0
"""Whether what a Montgomery product leaves in its lanes is that product; see bounds_lanes.py."""

import dataclasses

from bounds_lanes import LOW, Fault, Product, W


@dataclasses.dataclass
class Modulus:
    """Symbols for the digits of N, and for t = -1/N mod W; where digits are their own quotients, for those of
    M, W·M - 1 = t·N; and where the last row needs it, for t·M[0] mod W."""
    digits: list
    minus_inverse: object
    reducer: list = None
    reducer_times_minus_inverse: object = None

    def quotient_factor(self, lanes, i, digit_count):
        """What quotient digit i multiplies: digits, and how many places they are up."""
        if self.reducer and i < digit_count - 1:
            return [lanes.low(digit) for digit in self.reducer], 1
        return [lanes.low(digit) for digit in self.digits], 0


def check_product(lanes, result, a, b, modulus, digit_count):
    """R·r = a·b + q·N for the digits q of quotients, R = W^digit_count, r = the sum of low(result[i])·W^i;
    b: None for 1. Digits of operands past the last are zero.

    As an identity of polynomials in the digits, modulo R·W^len(result): what leaves the last lane is not
    seen. It is none, as (a·b + q·N) / R, which is not negative, is less than W^len(result).
    """
    powers = [W**i for i in range(2 * digit_count)]
    radix = W**digit_count
    period = radix * W ** len(result)
    a, zeros = [lanes.low(x) for x in a[:digit_count]], {lanes.low(x) for x in a[digit_count:]}
    found = lanes.terms([(lanes.low(x), radix * W**i) for i, x in enumerate(result)], period)
    found = {term: c for term, c in found.items()
             if zeros.isdisjoint(_factors(term[1] if isinstance(term, tuple) else term))}
    expected = {}

    def expect_product(x, factor, place):
        for i, digit in enumerate(factor, start=place):
            term = lanes.product(x, digit)
            expected[term] = expected.get(term, 0) + powers[i]

    if b is None:
        expected.update(zip(a, powers))
    else:
        for j, y in enumerate(b[:digit_count]):
            expect_product(lanes.low(y), a, j)
    quotients = _quotients(lanes, found, modulus, digit_count)
    for i, q in quotients.items():
        factor, places = modulus.quotient_factor(lanes, i, digit_count)
        expect_product(q, factor, i + places)
        if places:
            # A first digit that no carry was added to is the sum itself.
            linear = {q: -powers[i]} if q.kind == LOW else lanes.terms([(q, -powers[i])], period)
            for term, coefficient in linear.items():
                expected[term] = expected.get(term, 0) + coefficient
    for term in {**found, **expected}:
        difference = (found.get(term, 0) - expected.get(term, 0)) % period
        if difference and not _is_zero(lanes, term, modulus):
            raise Fault(f"the product has a wrong multiple of {lanes.name(term)}")
    if len(quotients) != digit_count:
        raise Fault(f"{len(quotients)} quotient digits, not {digit_count}")


def _quotients(lanes, found, modulus, digit_count):
    """The quotient digits by their places: what multiplies the lowest digits of their factors there."""
    quotients = {}
    places_of = {}  # by lowest digit and coefficient
    for i in range(digit_count):
        factor, places = modulus.quotient_factor(lanes, i, digit_count)
        places_of[factor[0], W ** (i + places)] = i
    for term, coefficient in found.items():
        for factor in _factors(term):
            if (factor, coefficient) in places_of:
                quotients[places_of[factor, coefficient]] = _other(term, factor)
    return quotients


def _is_zero(lanes, term, modulus):
    """Whether the term is the low digit of a sum that a multiple of N makes zero.

    The sum is x + q·N[0] and q = t·x, both modulo W. q may be a sum of parts: t·y for a part y of x, and
    (t·M[0])·y for a part M[0]·y.
    """
    if isinstance(term, (Product, tuple)) or term.kind != LOW:
        return False
    lowest, t = lanes.low(modulus.digits[0]), lanes.low(modulus.minus_inverse)
    t_times_m = modulus.reducer_times_minus_inverse and lanes.low(modulus.reducer_times_minus_inverse)
    left = lanes.terms([(term.x, 1)], W)
    multiples = [term for term in left if lowest in _factors(term)]
    if len(multiples) != 1:
        return False
    q = _other(multiples[0], lowest)
    left[multiples[0]] -= 1
    for part, coefficient in lanes.terms([(q.x if q.kind == LOW else q, 1)], W).items():
        # N[0]·t·y = -y
        if t in _factors(part):
            cleared = lanes.terms([(_other(part, t), coefficient)], W)
        elif t_times_m in _factors(part):
            m = lanes.low(modulus.reducer[0])
            cleared = {lanes.product(m, _other(part, t_times_m)): coefficient}
        else:
            return False
        for key, multiple in cleared.items():
            left[key] = left.get(key, 0) - multiple
    return all(coefficient % W == 0 for coefficient in left.values())


def _factors(term):
    return (term.x, term.y) if isinstance(term, Product) else ()


def _other(product, factor):
    return product.y if product.x is factor else product.x
