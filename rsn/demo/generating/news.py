"""News, one piece for each of many days, the oldest from the community's first weeks."""

from __future__ import annotations

from datetime import timedelta

from domain.catalogue import NewsItem
from domain.slugs import slug_from
from rsn.demo.generating import news_words as words
from rsn.demo.generating.drawing import Draw, capital
from rsn.demo.generating.growth import Growth


def news(seed: int, growth: Growth, so_many: int) -> dict[str, NewsItem]:
    """Return the pieces by slug, in the order of their days."""
    made: dict[str, NewsItem] = {}
    span = (growth.today - growth.founded).days - 2
    for number in range(so_many):
        draw = Draw(seed, "news", number)
        on = growth.founded + timedelta(days=1 + span * number // max(1, so_many))
        title = draw.fill(draw.pick(words.TITLES), words.NEWS_WORDS)
        slug = slug_from(f"{on.isoformat()} {title}", made, fallback="news")
        summary = capital(draw.fill(draw.pick(words.SUMMARIES), words.NEWS_WORDS))
        made[slug] = NewsItem(slug, title, summary, on, _text(draw))
    return {slug: made[slug] for slug in sorted(made)}


def _text(draw: Draw) -> str:
    lines = [draw.fill(line, words.NEWS_WORDS) for line in draw.some(words.SENTENCES, draw.number(4, 9))]
    half = len(lines) // 2
    points = "\n".join(f"- {point}" for point in draw.some(words.POINTS, draw.number(2, 4)))
    parts = [" ".join(lines[:half]), " ".join(lines[half:])]
    if draw.of_hundred(60):
        parts.insert(1, f"What is needed next:\n\n{points}")
    return "\n\n".join(parts)
