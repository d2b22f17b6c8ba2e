"""How queries of store grow with what it holds: a database of many records beside one of few, in one run."""
