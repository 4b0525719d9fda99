DELETE { ?subject ?property ?value }
WHERE {
  VALUES ?graph { UNDEF }
  GRAPH ?graph { ?subject ?property ?value }
  FILTER NOT EXISTS { GRAPH ?other { ?subject ?property ?value } FILTER(?other != ?graph) }
}
