"""Counts of many things at once are counts."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from stovepipe.engines.simpy.books.tally import Tally

PLACES = 70
masks = st.integers(0, 2**PLACES - 1)


def bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


@given(st.lists(masks, max_size=40), masks, st.randoms(use_true_random=False))
def test_what_is_absent_was_never_added_or_was_taken_away_again(added, asked, random):
    tally, total, counts, there = Tally(PLACES), 0, Counter(), []
    for mask in added:
        total += tally[mask]
        there.append(mask)
        counts.update(bits(mask))
        if random.random() < 0.4:
            gone = there.pop(random.randrange(len(there)))
            total -= tally[gone]
            counts.subtract(bits(gone))
        assert bits(tally.absent(total, asked)) == [bit for bit in bits(asked) if counts[bit] == 0]
    for mask in there:
        total -= tally[mask]
    assert total == 0


def test_a_large_count_does_not_spill_into_its_neighbour():
    tally = Tally(2)
    assert tally.absent((2**31 - 1) * tally[0b01], 0b11) == 0b10
    assert tally.absent((2**31 - 1) * tally[0b10], 0b11) == 0b01
