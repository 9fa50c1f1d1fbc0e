"""Who takes part, besides this program itself: each file is a program of its own, started by its path."""
