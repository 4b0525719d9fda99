"""The review: a page on this machine alone, where a person judges the draft of one plan file."""
