"""The demonstration: a whole platform for a minute, sample articles of our own, and a receiver that checks alerts."""
