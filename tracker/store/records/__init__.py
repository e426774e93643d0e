"""One file per noun: its actions, its queries and its row factory together."""
