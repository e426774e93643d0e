"""Sources as bibliographies know them: their types, their names and days, and their texts without signs that divide."""
