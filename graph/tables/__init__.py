"""The answers about links as tables: all columns for a file, and for a person what is read."""
