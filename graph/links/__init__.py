"""What the plans say together: who else works on this, how it is connected, and what is missing."""
