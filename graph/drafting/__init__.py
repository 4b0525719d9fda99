"""From a read document to the draft of a plan file, which a person then judges."""
