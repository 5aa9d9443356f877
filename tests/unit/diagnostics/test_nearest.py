from difflib import SequenceMatcher, get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.diagnostics import nearest

WORDS = st.text("abcd-", max_size=10)


@given(WORDS, st.lists(WORDS, max_size=8, unique=True))
def test_among_few_words_the_closest_is_found(word, known):
    closest = get_close_matches(word, known, n=1, cutoff=0.6)
    found = nearest(word, known)
    if closest:
        ratios = [SequenceMatcher(None, one, word).ratio() for one in (found, closest[0])]
        assert ratios[0] == ratios[1]
    else:
        assert found is None


@given(WORDS, st.lists(WORDS, max_size=100))
def test_the_answer_is_a_known_word_and_close(word, known):
    found = nearest(word, known)
    if found is not None:
        assert found in known
        assert SequenceMatcher(None, found, word).ratio() >= 0.6


@pytest.mark.parametrize("word", ["touchpoint-77", "tuchpoint-177", "touchpiont-177", "TOUCHPOINT-177"])
def test_among_many_words_one_that_is_alike_is_found(word):
    known = [f"touchpoint-{number}" for number in range(400)]
    assert nearest(word, known) in ("touchpoint-77", "touchpoint-177")


@given(st.lists(WORDS, min_size=1))
def test_case_is_no_difference(known):
    assert nearest(known[0].upper(), known) == known[0] or known[0] == ""


def test_a_word_of_a_million_letters_is_cut():
    assert nearest("a" * 1_000_000, ["a" * 80, "b"]) == "a" * 80
    assert nearest("a", ["a" * 1_000_000]) is None
