"""What the index answers, for any pages there may be."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.documents import Document, Kind
from site_builder.search.folding import indexed
from site_builder.search.index import WORDS_FILE_SIGNS, files_of, index_of, numbered
from tests.site_builder.search.lookup import numbers

LETTERS = "abcdeéßñ دراجةبΣσ"
titles = st.text(LETTERS, min_size=1, max_size=24)


@st.composite
def pages(draw: st.DrawFn) -> list[Document]:
    keys = draw(st.lists(st.integers(0, 400), min_size=1, max_size=40, unique=True))
    return [a_document(draw(st.sampled_from(list(Kind))), key, draw(titles), draw(titles)) for key in keys]


def a_document(kind: Kind, key: int, title: str, text: str) -> Document:
    names = indexed(title)
    words = indexed(text) - names
    return Document(kind, f"2026-{key}/", title, "en", text, " ".join(sorted(names)), " ".join(sorted(words)))


@given(pages())
def test_every_page_is_found_by_every_word_of_its_title_and_of_its_text(documents: list[Document]) -> None:
    index = index_of(documents)
    found = {
        (word, index.documents[Kind(kind)][number].place)
        for word, places in {**index.names, **index.words}.items()
        for kind, number in numbers(" ".join((index.names.get(word, ""), index.words.get(word, ""))))
    }

    assert found == {(word, one.place) for one in documents for word in (one.names + " " + one.words).split()}


@given(pages(), st.randoms())
def test_the_order_in_which_pages_come_makes_no_difference(documents: list[Document], random: object) -> None:
    shuffled = documents[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert index_of(shuffled) == index_of(documents)


@given(st.lists(st.integers(0, 10**6), min_size=1, unique=True))
def test_numbers_come_back_as_they_were(given_numbers: list[int]) -> None:
    ascending = sorted(given_numbers)

    assert numbers("m" + numbered(ascending)) == [("m", number) for number in ascending]


def words_of(count: int) -> dict[str, str]:
    return {
        f"{first}{second}{number:03}": "m" + "1." * 30 + "1"
        for first in "abc"
        for second in "xyz"
        for number in range(count)
    }


@given(st.dictionaries(st.text("abc", min_size=1, max_size=6), st.integers(1, 6000)))
def test_files_hold_every_word_once_and_begin_where_they_say(lengths: dict[str, int]) -> None:
    words = {word: "m" + "1" * lengths[word] for word in sorted(lengths)}
    files = list(files_of(words))

    assert [item for _, held in files for item in held.items()] == list(words.items())
    starts = [start for start, _ in files]
    assert starts == sorted(set(starts))
    assert all(min(held) >= start for start, held in files)
    assert all(max(held) < later for (_, held), (later, _) in pairwise(files))


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=5), st.integers(1, 400), min_size=50))
def test_a_file_with_several_words_is_never_longer_than_it_may_be(lengths: dict[str, int]) -> None:
    words = {word: "m" + "1" * (10 * lengths[word]) for word in sorted(lengths)}

    for _, held in files_of(words):
        assert len(held) == 1 or sum(len(w) + len(p) for w, p in held.items()) <= WORDS_FILE_SIGNS + longest(held)


def longest(held: dict[str, str]) -> int:
    return max(len(word) + len(places) for word, places in held.items())


def test_few_words_are_one_file_and_many_are_several() -> None:
    few, many = words_of(2), words_of(100)

    assert len(list(files_of(few))) == 1
    assert len(list(files_of(many))) > 4


def test_a_word_more_changes_no_file_but_the_one_it_stands_in() -> None:
    words = words_of(100)
    before = dict(files_of(dict(sorted(words.items()))))
    after = dict(files_of(dict(sorted((words | {"by999x": "m1"}).items()))))

    assert len(changed(before, after)) <= 1


def changed(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> list[str]:
    return [start for start in before.keys() | after.keys() if before.get(start) != after.get(start)]
