"""Queries that read well and would never end, or take all the memory there is."""

from __future__ import annotations

from tests.hostile.writing import ANY, CROSS, PAIRS, grown, nested, repeated


def memory() -> dict[str, str]:
    """What grows until there is no room left."""
    long = '"' + "a" * 4000 + '"'
    once = f'BIND(REPLACE({long}, "a", {long}) AS ?x)'
    return {
        "doubled to 2 GB": grown('"abcdefgh"', "CONCAT(@, @)", 28),
        "doubled to 32 GB": grown('"abcdefgh"', "CONCAT(@, @)", 32),
        "doubled beyond counting": grown('"abcdefgh"', "CONCAT(@, @)", 200),
        "replaced by itself": f'SELECT (STRLEN(?y) AS ?n) {{ {once} BIND(REPLACE(?x, "a", ?x) AS ?y) }}',
        "concatenated pieces": grown('"abcdefgh"', "CONCAT(SUBSTR(@, 1), @, SUBSTR(@, 2))", 60),
        "long IRIs": grown("<x:a>", "IRI(CONCAT(STR(@), STR(@)))", 60),
        "encoded for IRIs again and again": grown('"%"', "ENCODE_FOR_URI(CONCAT(@, @))", 60),
        "typed again and again": grown('"abcdefgh"', "STR(STRDT(CONCAT(@, @), <x:t>))", 60),
        "ordered cross product": f"SELECT * {{ {CROSS} }} ORDER BY ?i",
        "first of an ordered cross product": f"SELECT * {{ {CROSS} }} ORDER BY RAND() LIMIT 1",
        "distinct cross product": f"SELECT DISTINCT * {{ {CROSS} }} OFFSET 1000000000",
        "grouped cross product": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g",
        "grouped by new things": f"SELECT ?u (COUNT(*) AS ?n) {{ {CROSS} BIND(STRUUID() AS ?u) }} GROUP BY ?u",
        "concatenated cross product": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) {{ {CROSS} }}",
        "sampled and counted": f"SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?d), STR(?g))) AS ?n) {{ {CROSS} }}",
        "constructed cross product": f"CONSTRUCT {{ ?a ?b ?i }} {{ {CROSS} }} OFFSET 1000000000",
        "joined cross products": f"SELECT * {{ {{ SELECT * {{ {CROSS} }} }} {{ SELECT * {{ ?i ?j ?k . ?l ?m ?a }} }} "
        "} ORDER BY ?m",
    }


def time() -> dict[str, str]:
    """What runs on and on, in the store, in a path, or without a look at either."""
    lists = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(200)))} }}" for n in range(6))
    many = " ".join(f"{{ {' UNION '.join([f'{{ ?s{n} ?p ?o{n} }}'] * 20)} }}" for n in range(6))
    hashed = "".join(f"BIND(SHA512(CONCAT(?v{n}, STR(?f))) AS ?v{n + 1}) " for n in range(50))
    pyramid = f"{{ SELECT (COUNT(*) AS ?n0) {{ {PAIRS} }} }}"
    minus = f"MINUS {{ {CROSS} FILTER(?c != ?i) }}"
    for n in range(1, 20):
        pyramid = f"{{ SELECT (SUM(?n{n - 1}) AS ?n{n}) {{ {pyramid} ?x{n} ?y{n} ?z{n} }} GROUP BY ?x{n} }}"
    return {
        "counted cross product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
        "searched cross product": f"ASK {{ {CROSS} FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'x') }}",
        "skipped cross product": f"SELECT * {{ {CROSS} }} OFFSET 1000000000",
        "skipped further than numbers go": f"SELECT * {{ {CROSS} }} OFFSET 18446744073709551615",
        "averaged cross product": f"SELECT (AVG(?c + ?f) AS ?x) (MIN(?i) AS ?y) (MAX(STR(?a)) AS ?z) {{ {CROSS} }}",
        "not exists in a cross product": f"ASK {{ {CROSS} FILTER NOT EXISTS {{ ?a ?b ?c . ?x ?y ?z }} }}",
        "not exists over a path": f"SELECT (COUNT(*) AS ?n) {{ {PAIRS} "
        f"FILTER NOT EXISTS {{ ?a {ANY}* ?x . ?x {ANY}* ?d }} }}",
        "minus a cross product": f"SELECT (COUNT(*) AS ?n) {{ {PAIRS} {minus} }}",
        "optional cross products": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h ?i } }",
        "path of anything from anywhere": f"SELECT (COUNT(*) AS ?n) {{ ?s {ANY}* ?m . ?m {ANY}* ?o }}",
        "star of a star": f"SELECT (COUNT(*) AS ?n) {{ ?s ({ANY}*/{ANY}*)* ?o . ?o ({ANY}*)+ ?x }}",
        "plus of a plus": f"SELECT (COUNT(*) AS ?n) {{ ?s ({ANY}+/{ANY}+)+ ?o . ?o ({ANY}+)? ?x }}",
        "long path": f"SELECT (COUNT(*) AS ?n) {{ ?s {'/'.join([ANY] * 30)} ?o }}",
        "values": f"SELECT (COUNT(*) AS ?n) {{ {lists} }}",
        "unions joined": f"SELECT (COUNT(*) AS ?n) {{ {many} }}",
        "hashed cross product": f"SELECT (MAX(?v50) AS ?x) {{ {CROSS} BIND('' AS ?v0) {hashed} }}",
        "new things without end": f"SELECT (MAX(CONCAT(STRUUID(), STR(?a))) AS ?x) {{ {CROSS} }}",
        "regex over a cross product": f"ASK {{ {CROSS} FILTER REGEX(CONCAT(STR(?a), STR(?f)), '(x+x+)+y$', 'i') }}",
        "pyramid of subselects": f"SELECT * {{ {pyramid} }}",
        "all times all of a subselect": f"SELECT (SUM(1) AS ?n) {{ {{ SELECT DISTINCT * {{ {PAIRS} }} }} ?g ?h ?i }}",
        "dates of a cross product": f"ASK {{ {CROSS} FILTER(YEAR(NOW()) + STRLEN(STR(?c)) + STRLEN(STR(?i)) < 0) }}",
        "lateral subselect": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} {{ SELECT DISTINCT ?a {{ {PAIRS} }} }} }}",
    }


def floods() -> dict[str, str]:
    """What answers at once and never ends."""
    return {
        "rows": f"SELECT * {{ {CROSS} }}",
        "triples": f"CONSTRUCT {{ ?a ?b ?f . ?d ?e ?i . [] ?h ?c }} {{ {CROSS} FILTER(isIRI(?b)) }}",
        "new things": f"SELECT (STRUUID() AS ?u) (RAND() AS ?r) (BNODE() AS ?n) {{ {CROSS} }}",
        "long rows": f"SELECT (CONCAT({', '.join(['STR(?a)'] * 500)}) AS ?x) {{ {CROSS} }}",
        "wide rows": f"SELECT {' '.join(f'(?a AS ?v{n})' for n in range(1000))} {{ {CROSS} }}",
        "rows of a huge limit": f"SELECT * {{ {CROSS} }} LIMIT 9223372036854775807",
    }


def functions(length: int) -> dict[str, str]:
    """Functions that are given more than they were made for."""
    deep = nested("@", "GEOMETRYCOLLECTION(", "POINT(1 2)", ")", length - 500)
    ring = repeated("POLYGON((@))", "# #", length - 500, ", ")
    numbers = {
        "great": "9" * 50_000,
        "small": "0." + "0" * 50_000 + "1",
        "exponent": "1e999999999",
        "tiny": "1e-999999999",
    }
    return {
        **{f"{name} number": f"SELECT (ABS({number}) * {number} AS ?x) {{}}" for name, number in numbers.items()},
        "overflow": "SELECT (9223372036854775807 * 9223372036854775807 + 1 AS ?x) (-9223372036854775808 / -1 AS ?y) {}",
        "nothing divided": "SELECT (1 / 0 AS ?x) (1.0 / 0.0 AS ?y) (1e0 / 0 AS ?z) (ROUND(1e400) AS ?u) {}",
        "dates at the end of time": 'SELECT (YEAR("999999999999-01-01T00:00:00Z"^^'
        "<http://www.w3.org/2001/XMLSchema#dateTime>) AS ?x) {}",
        "substring beyond": "SELECT (SUBSTR('abc', -9223372036854775808, 9223372036854775807) AS ?x) {}",
        "substring of no number": "SELECT (SUBSTR('abc', 0e0/0, 1e300) AS ?x) {}",
        "regex that backtracks": f'ASK {{ FILTER REGEX("{"a" * 5000}!", "^(a+)+$") }}',
        "regex that repeats": 'ASK { FILTER REGEX("aaaa", "((a{0,50}){0,50}){0,50}$") }',
        "regex that repeats too often": 'ASK { FILTER REGEX("aaaa", "((((a{1000}){1000}){1000}){1000})") }',
        "long regex": repeated('ASK { FILTER REGEX("a", "@") }', "(a|b#)*", length),
        "deep regex": nested('ASK { FILTER REGEX("a", "@") }', "(", "a", ")", length),
        "regex of every letter": repeated('ASK { FILTER REGEX("a", "@", "i") }', "\\\\p{L}?", min(length, 20_000)),
        "geometry of geometries": f"ASK {{ FILTER({_geometric('sfIntersects', deep, 'POINT(1 2)')}) }}",
        "geometry of many points": f"ASK {{ FILTER({_geometric('sfContains', ring, 'POINT(1 2)')}) }}",
        "geometry without numbers": f"ASK {{ FILTER({_geometric('distance', 'POINT(NaN 1e999)', 'POINT EMPTY')}) }}",
        "unknown function": "SELECT (<x:f>(1) AS ?x) {}",
        "languages": repeated("SELECT (STRLANG('a', '@') AS ?x) {}", "a-", length),
    }


def _geometric(function: str, *shapes: str) -> str:
    literals = (f"'{shape}'^^<http://www.opengis.net/ont/geosparql#wktLiteral>" for shape in shapes)
    return f"<http://www.opengis.net/def/function/geosparql/{function}>({', '.join(literals)})"
