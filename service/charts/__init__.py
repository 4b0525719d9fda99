"""Charts: plain values in, geometry out. Nothing here knows the graph or a request; `charts.html` draws them."""
