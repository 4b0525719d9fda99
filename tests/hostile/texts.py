"""Texts that a reader of SPARQL stumbles over: too deep, too long, of characters that nobody expects."""

from __future__ import annotations

from tests.hostile.writing import nested, padded, repeated


def depth(length: int) -> dict[str, str]:
    """What is nested deeper than a parser's stack: every bracket, every operator, every kind of group."""
    groups = {
        "groups": ("{", ""),
        "optionals": ("{ OPTIONAL ", "{ ?s ?p ?o }"),
        "filter exists": ("{ ?s ?p ?o FILTER EXISTS ", "{}"),
        "filter not exists": ("{ ?s ?p ?o FILTER NOT EXISTS ", "{}"),
        "subselects": ("{ SELECT * ", "{ ?s ?p ?o }"),
        "graphs": ("{ GRAPH ?g ", "{ ?s ?p ?o }"),
        "minus": ("{ ?s ?p ?o MINUS ", "{}"),
        "unions": ("{ {} UNION ", "{ ?s ?p ?o }"),
    }
    expressions = {
        "parentheses": ("(", "1", ")"),
        "functions": ("STR(", "1", ")"),
        "functions of many": ("CONCAT(?o, ", "?s", ")"),
        "conditions": ("IF(true, ", "1", ", 0)"),
        "coalesce": ("COALESCE(", "1", ")"),
        "casts": ("<http://www.w3.org/2001/XMLSchema#string>(", "1", ")"),
        "exists in an expression": ("EXISTS { FILTER(", "1", ") }"),
        "in": ("1 IN (", "1", ")"),
        "negations": ("!", "true", ""),
        "minus signs": ("- ", "1", ""),
        "plus signs": ("+ ", "?o", ""),
        "triple terms": ("<<( ?s ?p ", "?o", " )>>"),
    }
    patterns = {
        "property lists": ("[ <x:p> ", "1", "]"),
        "collections": ("( ", "1", " )"),
        "reified triples": ("<< ?s ?p ", "?o", " >>"),
        "annotations": ("?o {| ?p ", "?o", " |}"),
    }
    paths = {
        "stars of paths": ("(", "<x:p>", ")*"),
        "inverse paths": ("^(", "<x:p>", ")"),
        "negated paths": ("!(", "<x:p>", ")"),
        "optional paths": ("(<x:q>/", "<x:p>", ")?"),
    }
    aggregates = {"aggregates": ("SUM(", "?o", ")"), "concatenations": ("GROUP_CONCAT(DISTINCT ", "?o", ")")}
    return {
        **{name: nested("SELECT * @", begin, middle, " }", length) for name, (begin, middle) in groups.items()},
        **{name: nested("ASK { ?s ?p ?o FILTER(@) }", *parts, length) for name, parts in expressions.items()},
        **{name: nested("ASK { ?s ?p @ }", *parts, length) for name, parts in patterns.items()},
        **{name: nested("ASK { ?s @ ?o }", *parts, length) for name, parts in paths.items()},
        **{name: nested("SELECT (@ AS ?x) { ?s ?p ?o }", *parts, length) for name, parts in aggregates.items()},
        "having": nested("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (@)", "(", "1", ")", length),
        "order": nested("SELECT ?s { ?s ?p ?o } ORDER BY @", "DESC(", "?o", ")", length),
        "template": nested("CONSTRUCT { ?s ?p @ } { ?s ?p ?o }", "[ <x:p> ", "1", "]", length),
        "unclosed brackets of every kind": repeated("ASK @", "{([", length),
        "closing brackets of every kind": repeated("ASK { ?s ?p ?o @", "})]", length),
        "path steps": repeated("ASK { ?s @ ?o }", "<x:p>", length, "/"),
        "path alternatives": repeated("ASK { ?s @ ?o }", "<x:p>", length, "|"),
    }


def breadth(length: int) -> dict[str, str]:
    """What is long rather than deep; much of it becomes deep in a parser or an optimizer."""
    between = {"disjunction": "||", "conjunction": "&&", "sum": "+", "difference": "-", "product": "*", "quotient": "/"}
    return {
        **{
            name: repeated("ASK { ?s ?p ?o FILTER(@) }", "?o", length, f" {operator} ")
            for name, operator in between.items()
        },
        "comparisons": repeated("ASK { ?s ?p ?o FILTER(@) }", "?o = #", length, " || "),
        "chain of comparisons": repeated("ASK { ?s ?p ?o FILTER(@) }", "?o", length, " = "),
        "in a long list": repeated("ASK { ?s ?p ?o FILTER(?o IN (@)) }", "#", length, ","),
        "negated set": repeated("ASK { ?s !(@) ?o }", "<x:#>", length, "|"),
        "unions": repeated("SELECT * { @ }", "{ ?s ?p ?o }", length, " UNION "),
        "unions with a variable each": repeated("SELECT * { @ }", "{ ?s ?p ?o# }", length, " UNION "),
        "optionals": repeated("SELECT * { @ }", "OPTIONAL { ?s ?p ?o } ", length),
        "optionals with a variable each": repeated("SELECT * { ?s ?p ?o @ }", "OPTIONAL { ?s <x:p#> ?o# } ", length),
        "minuses": repeated("SELECT * { ?s ?p ?o @ } LIMIT 1", "MINUS { ?s <x:#> ?o } ", length),
        "filters": repeated("ASK { ?s ?p ?o @ }", "FILTER(?o != #) ", length),
        "exists": repeated("ASK { ?s ?p ?o @ }", "FILTER NOT EXISTS { ?s <x:#> ?o } ", length),
        "graphs": repeated("SELECT * { @ } LIMIT 1", "GRAPH ?g# { ?s ?p ?o } ", length),
        "subselects": repeated("SELECT * { @ } LIMIT 1", "{ SELECT * { ?s ?p ?o } LIMIT 1 } ", length),
        "binds": repeated("SELECT * { @ }", "BIND(# AS ?v#) ", length),
        "rows of values": repeated("SELECT * { VALUES ?v { @ } } LIMIT 1", "#", length, " "),
        "rows of many values": repeated("SELECT * { VALUES (?v ?w) { @ } } LIMIT 1", "(# UNDEF)", length, " "),
        "variables of values": repeated("SELECT * { VALUES (@) { } }", "?v#", length, " "),
        "selected variables": repeated("SELECT @ { ?s ?p ?o } LIMIT 1", "?v#", length, " "),
        "selected expressions": repeated("SELECT @ { ?s ?p ?o } LIMIT 1", "(?o AS ?v#)", length, " "),
        "keys of groups": repeated("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY @", "(?o AS ?v#)", length, " "),
        "keys of order": repeated("SELECT * { ?s ?p ?o } ORDER BY @ LIMIT 1", "DESC(?o)", length, " "),
        "aggregates": repeated("SELECT @ { ?s ?p ?o }", "(SUM(?o) AS ?v#)", length, " "),
        "patterns of a list": repeated("ASK { ?s @ }", "<x:p> ?o", length, " ; "),
        "objects of a list": repeated("ASK { ?s ?p @ }", "?o#", length, ", "),
        "items of a collection": repeated("ASK { ?s ?p (@) }", "#", length, " "),
        "dots": repeated("ASK { ?s ?p ?o @ }", ". ", length),
        "prefixes": repeated("@ ASK {}", "PREFIX p#:<x:>\n", length),
        "bases": repeated("@ ASK {}", "BASE <x:#/>\n", length),
        "graphs of a dataset": repeated("ASK @ { ?s ?p ?o }", "FROM NAMED <x:#> ", length),
        "template": repeated("CONSTRUCT { @ } { ?s ?p ?o }", "?s <x:#> ?o .", length),
        "template of blank nodes": repeated("CONSTRUCT { @ } { ?s ?p ?o }", "[] ?p [] .", length),
        "descriptions": repeated("DESCRIBE @", "<x:#>", length, " "),
        "arguments": repeated("SELECT (CONCAT(@) AS ?x) {}", "'#'", length, ","),
        "queries in one text": repeated("@", "SELECT * { ?s ?p ?o } ", length),
        "hundreds of patterns": f"SELECT * {{ {' '.join(f'?s{n} ?p{n} ?s{n + 1} .' for n in range(400))} }}",
        "hundreds of separate patterns": f"ASK {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(400))} }}",
    }


def characters(length: int) -> dict[str, str]:
    """What a lexer stumbles over."""
    escaped = "".join(f"\\u{ord(letter):04X}" for letter in "ASK { ?s ?p ?o }")
    return {
        "keywords in escapes": escaped,
        "escapes of nothing": repeated("ASK { FILTER('@' = '') }", "\\u0000", length),
        "escapes of half characters": "ASK { FILTER('\\uD800' = '\\uDFFF') }",
        "escapes beyond Unicode": "ASK { FILTER('\\UFFFFFFFF' = '\\U00110000') }",
        "escapes of escapes": repeated("ASK { FILTER('@' = '') }", "\\\\u005C", length),
        "zero bytes": padded("ASK { @ }", "\0", length),
        "a zero byte within a word": "ASK { ?s ?p 'a\0b' }",
        "from right to left": "ASK { ?s ?p '\u202e} KSA\u202d' } # \u2066\u2067\u2068",
        "letters that look alike": "ASК { ?ѕ ?р ?о }",
        "spaces that are none": "ASK\u00a0{\u2003?s\u200b?p\ufeff?o\u3000}",
        "line ends that are none": "ASK { ?s ?p ?o \u2028 # \u2029 \x0b \x0c \x85 }",
        "many accents on one letter": padded("ASK { ?s ?p 'a@' }", "\u0301", length),
        "great letters": padded("ASK { ?s ?p '@' }", "\U0001f30d", length),
        "one comment": padded("ASK {} #@", "c", length),
        "many comments": repeated("ASK {} @", "#x\n", length),
        "nothing but space": padded("@", " ", length),
        "nothing but line ends": padded("@", "\n", length),
        "nothing": "",
        "a quote without end": padded("ASK { ?s ?p '''@", "'", length),
        "many quotes without end": repeated("ASK { ?s ?p @", "\"'\n", length),
        "backslashes": padded("ASK { ?s ?p '@", "\\", length),
        "long IRI": padded("ASK { ?s ?p <x:@> }", "a", length),
        "long prefix": padded("ASK { ?s ?p @:a }", "p", length),
        "long variable": padded("SELECT ?@ { ?s ?p ?o } LIMIT 1", "v", length),
        "long blank node": padded("ASK { ?s ?p _:@ }", "b", length),
        "long number": padded("ASK { ?s ?p @ }", "1", length),
        "long word": padded("ASK { ?s ?p @ }", "a", length),
        "long language": padded("ASK { ?s ?p 'a'@en-@ }".replace("@en-", "\x01en-", 1), "a", length).replace(
            "\x01", "@"
        ),
        "percent signs": padded("ASK { ?s ?p <x:@> }", "%", length),
        "less-than signs": padded("ASK { ?s ?p @", "<", length),
        "question marks": padded("ASK { @ }", "?", length),
        "colons": padded("ASK { @ }", ":", length),
        "at signs": padded("ASK { ?s ?p 'a'@ }", "@", length),
        "a query of exactly the length that is read": padded("ASK { ?s ?p ?o } @", " ", length),
    }
