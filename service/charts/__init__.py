"""Charts: plain values in, geometry out. Nothing here knows the graph, a request or a language; `charts.html` draws it."""
