"""The commands, one file per command or noun, named as it is typed."""
