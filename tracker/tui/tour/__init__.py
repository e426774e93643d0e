"""The five steps that the demo offers to a newcomer."""
