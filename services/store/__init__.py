"""Store: makes records of reports, keeps them, and shows them."""
