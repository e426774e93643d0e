"""The screens: they own the state and ask the store."""
