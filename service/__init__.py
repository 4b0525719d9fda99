"""The HTTP surfaces of one release: SPARQL, linked data, API and pages."""
