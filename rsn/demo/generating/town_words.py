"""What there is in a town to talk of, whatever the talk is about."""

from __future__ import annotations

TOWN_WORDS: dict[str, tuple[str, ...]] = {
    "room": (
        "library desk",
        "tenants' hall",
        "warm room",
        "workshop",
        "school kitchen",
        "allotment hut",
        "chapel house",
    ),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "season": ("spring", "summer", "autumn", "winter"),
    "group": (
        "garden group",
        "Saturday table",
        "choir",
        "repair bench",
        "letter desk",
        "walking group",
        "kitchen crew",
    ),
}
