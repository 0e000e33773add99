"""What a person plans: format 1, read with positions, written byte-stable, changed by edits."""
