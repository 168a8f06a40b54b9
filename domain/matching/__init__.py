"""
Who could meet which need: suggestions, each with its reasons. A person always decides.

    needs, givers, blocks          the values of `model`: what is asked, who could, who keeps whom away
        rules.broken(...)          the hard rules a pair breaks, by name; none broken means it may be suggested
        scoring.score(...)         how well a pair that breaks none fits, 1 to 1000, and why in `reasons`
        ranking.top(...)           the few a steward would ring first for one need
        ranking.why_not(...)       why the others of one skill are not among them
        assignment.assign(...)     all needs at once, nobody beyond their free time
        circles.arrange(...)       circles and chains first, the other needs by assignment

Whoever calls turns `Reason` and `Rule` into words of the reader's language; nothing here is shown as it is.
"""
