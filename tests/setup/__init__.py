"""What makes a work tree ready to run, and what it says when it cannot."""
