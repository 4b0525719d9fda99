"""Dumps: a release as files that a portal fetches whole, made once when it is published."""
