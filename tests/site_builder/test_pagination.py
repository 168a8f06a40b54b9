"""Long lists in pages: nothing is lost, nothing stands twice, and addresses stay."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_builder.pages.pagination import Leaf, by_letter, from_the_oldest, in_parts, letter_name, letters_of

lengths = st.integers(0, 300)


def newest_first(count: int) -> list[int]:
    return list(range(count))[::-1]


@given(lengths)
def test_every_item_stands_once_newest_first(count: int) -> None:
    counted = from_the_oldest("/news/", newest_first(count), most=30, size=20)
    shown = [*counted.front, *(item for leaf in counted.older for item in leaf.entries)]

    assert shown == newest_first(count)


@given(lengths)
def test_a_page_behind_the_front_stays_as_it_is_when_news_come(count: int) -> None:
    before, after = (
        from_the_oldest("/news/", newest_first(n), most=30, size=20).older for n in (count, count + 1)
    )
    pages = {leaf.path: leaf for leaf in after}

    assert all(pages[leaf.path].entries == leaf.entries for leaf in before)
    assert all(pages[leaf.path] == leaf for leaf in before[1:]), "all but the newest keep their neighbours, too"


def test_the_front_is_never_nearly_empty() -> None:
    fronts = [len(from_the_oldest("/", newest_first(count), most=30, size=20).front) for count in range(31, 300)]

    assert min(fronts) >= 10
    assert max(fronts) < 30


def test_a_short_list_is_one_page() -> None:
    counted = from_the_oldest("/news/", newest_first(30), most=30, size=20)

    assert (len(counted.front), counted.older) == (30, ())


def chain(leaves: tuple[Leaf[int], ...], first: str) -> list[str]:
    """Return the addresses one comes by following the way on from the *first* page."""
    by_path = {leaf.path: leaf for leaf in leaves}
    walked = [first]
    while walked[-1] in by_path and by_path[walked[-1]].after:
        walked.append(by_path[walked[-1]].after)
    return walked


@given(st.lists(st.sampled_from("ABÇ#ب"), min_size=1, max_size=60), st.integers(1, 7))
def test_whoever_follows_the_way_on_comes_by_every_letter(letters: list[str], most: int) -> None:
    leaves = by_letter("/members/", [(letter, at) for at, letter in enumerate(letters)], most)
    walked = chain(leaves, leaves[0].path)

    assert walked == [leaf.path for leaf in leaves]
    assert sorted(entry for leaf in leaves for entry in leaf.entries) == list(range(len(letters)))
    assert all(len(leaf.entries) <= most for leaf in leaves)
    assert [leaf.before for leaf in leaves] == ["", *walked[:-1]]
    assert [one.letter for one in letters_of(leaves)] == sorted(set(letters))
    assert len(set(walked)) == len(walked)


def test_a_name_more_touches_the_pages_of_its_letter_only() -> None:
    names = [("A", 1), ("A", 2), ("B", 3), ("C", 4)]
    before = {leaf.path: leaf.entries for leaf in by_letter("/members/", names, 2)}
    after = {leaf.path: leaf.entries for leaf in by_letter("/members/", [("A", 0), *names], 2)}

    assert {path for path in after if after[path] != before.get(path)} == {
        "/members/letters/a/",
        "/members/letters/a/2/",
    }


def test_letters_of_any_script_have_plain_addresses() -> None:
    assert [letter_name(letter) for letter in ("A", "#", "ب")] == ["a", "other", "u0628"]


@given(lengths)
def test_a_list_in_parts_begins_at_its_own_address(count: int) -> None:
    leaves = in_parts("/members/languages/ar/", list(range(count)), 50)

    assert leaves[0].path == "/members/languages/ar/"
    assert [entry for leaf in leaves for entry in leaf.entries] == list(range(count))
    assert chain(leaves, leaves[0].path) == [leaf.path for leaf in leaves]
