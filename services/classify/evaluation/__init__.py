"""How well the reader reads: gold articles, readings of them, and the scorecard of one against the other.

Counting follows MUC-4. Only `readings` reads anything; the rest are pure functions over plain values.
"""
