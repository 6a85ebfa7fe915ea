"""From what comes in, bytes or text, to a page cut into blocks."""
