"""The rooms that speak SQL: one file per noun, each with its actions, its queries and its row factory."""
