"""Pictures as SVG: counts and the life of a proposal, light and dark, without script and without fonts inside."""
