"""The rooms that speak SQL: one file per noun, each with its deeds, its queries and its row factory."""
