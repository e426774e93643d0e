"""What every change did, undo and redo, and what an undo must keep true."""
