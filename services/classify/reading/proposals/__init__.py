"""Events that somebody else proposes, and what stays of them once the text was looked at.

A proposer points at words; what the words say is read by our own annotators. No value stands that the text does not
bear out, whoever proposed it.
"""
