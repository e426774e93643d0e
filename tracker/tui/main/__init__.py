"""The first screen, and the parts that it owns."""
