"""What the screens are made of: given rows, sending messages, knowing no store."""
