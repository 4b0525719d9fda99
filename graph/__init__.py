"""The knowledge graph: plan files become a validated release that answers SPARQL."""
