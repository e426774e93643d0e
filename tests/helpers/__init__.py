"""What tests share: ledgers filled on purpose or by chance, the program run, the screen driven, what must come out."""
