"""
What the pages tell of a count, whatever its method: tables, the story in rounds, and the drawings beside them.

Rules of this package: only what the published result and its policy say goes in, plain values come out; amounts
stay exact text until they are shown; nothing is told by a drawing that its table does not tell.
"""
