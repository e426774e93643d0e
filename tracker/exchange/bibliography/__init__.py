"""Libraries of sources from reference managers: read, and taken into the database."""
