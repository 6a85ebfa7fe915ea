"""What a run came to, told: a table for the terminal, one HTML file for people."""
