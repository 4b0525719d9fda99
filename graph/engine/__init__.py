"""Who answers a SPARQL query: the store of a release, in this process or in killable workers."""
