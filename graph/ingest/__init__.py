"""From a plan document to a draft plan file: what is read, what is found in it, and what is suggested."""
