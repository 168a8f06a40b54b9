"""
Measures of the network as a whole: how help is returned, spread, covered and held together.

Rules of this package: exact arithmetic (int, Fraction) in all that is counted; a figure about everybody together,
never about one person; each formula names its source. What may be told of a figure is decided in `told` and
`domain.privacy`, nowhere else. docs/measures.md explains every figure to its reader.
"""
