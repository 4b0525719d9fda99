"""What is measured of suggestions: precision, recall and F1, recall within the first five, and calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from graph.ingest.terms import goal_of

Scores = Mapping[str, float]
FIRST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Over all pairs of an element and a target (or goal): of what is suggested, and of what is accepted."""

    precision: float
    recall: float
    first_five: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def row(self, name: str) -> str:
        """As a row of a table."""
        columns = (self.precision, self.recall, self.f1, self.first_five)
        return f"{name:44}" + "".join(f"{value:8.3f}" for value in columns)


HEAD = f"{'':44}{'prec.':>8}{'recall':>8}{'F1':>8}{'at 5':>8}"


def figures(scored: Iterable[tuple[Scores, frozenset[str]]], threshold: float) -> Figures:
    """What scores reach against what was accepted, with a threshold."""
    right = said = accepted = early = 0
    for scores, wanted in scored:
        likely = {code for code, score in scores.items() if score >= threshold}
        right += len(likely & wanted)
        said += len(likely)
        accepted += len(wanted)
        early += len(set(first(scores)) & wanted)
    return Figures(precision=right / said if said else 1.0, recall=right / accepted, first_five=early / accepted)


def first(scores: Scores, most: int = FIRST) -> list[str]:
    """The best, without what no word speaks for."""
    best = sorted((code for code in scores if scores[code] > 0), key=lambda code: (-scores[code], code))
    return best[:most]


def threshold(scored: Sequence[tuple[Scores, frozenset[str]]]) -> float:
    """The score from which F1 is greatest."""
    pairs = sorted(
        ((score, code in wanted) for scores, wanted in scored for code, score in scores.items() if score > 0),
        reverse=True,
    )
    accepted = sum(len(wanted) for _, wanted in scored)
    best, right, chosen = 0.0, 0, 1.0
    for said, (score, is_right) in enumerate(pairs, 1):
        right += is_right
        last = said == len(pairs) or pairs[said][0] < score
        if last and (f1 := 2 * right / (said + accepted)) > best:
            best, chosen = f1, score
    return chosen


def by_goal(scores: Scores) -> Scores:
    """The scores of goals: that of the best target."""
    found: dict[str, float] = {}
    for code, score in scores.items():
        found[goal_of(code)] = max(found.get(goal_of(code), 0.0), score)
    return found


def goals(codes: Iterable[str]) -> frozenset[str]:
    """The goals of targets."""
    return frozenset(map(goal_of, codes))


def per_goal(scored: Iterable[tuple[Scores, frozenset[str]]], threshold: float) -> list[tuple[str, int, int, int]]:
    """For each goal how many of its targets are accepted, suggested, and both."""
    accepted, said, right = Counter[str](), Counter[str](), Counter[str]()
    for scores, wanted in scored:
        likely = {code for code, score in scores.items() if score >= threshold}
        for counted, codes in ((accepted, wanted), (said, likely), (right, wanted & likely)):
            counted.update(map(goal_of, codes))
    return [(goal, accepted[goal], said[goal], right[goal]) for goal in map(str, range(1, 18))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Suggestions with about the same probability: what was said of them on average, and what became of them."""

    count: int
    said: float
    accepted: float


def reliability(scored: Iterable[tuple[Scores, frozenset[str]]], edges: Sequence[float]) -> list[Bin]:
    """The suggestions by their probability."""
    pairs = [(score, code in wanted) for scores, wanted in scored for code, score in scores.items()]
    found = []
    for low, high in pairwise(edges):
        own = [(score, is_right) for score, is_right in pairs if low <= score < high]
        if own:
            said = sum(score for score, _ in own) / len(own)
            found.append(Bin(count=len(own), said=said, accepted=sum(right for _, right in own) / len(own)))
    return found


def error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far said and accepted are apart, by the number of suggestions."""
    return sum(each.count * abs(each.said - each.accepted) for each in bins) / (sum(each.count for each in bins) or 1)


def curve(bins: Mapping[str, Sequence[Bin]], path: Path) -> None:
    """Draw reliability curves, one for each set, as SVG: on the diagonal, what was said is what became of it."""
    size, edge = 360, 48
    at: Callable[[float], float] = lambda value: edge + value * size  # noqa: E731 - a formula
    colours = dict(zip(bins, ("#1f6f8b", "#b3541e", "#4b7b2b"), strict=False))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 2 * edge} {size + 2 * edge}" font-size="12">',
        f'<rect x="{edge}" y="{edge}" width="{size}" height="{size}" fill="none" stroke="#888"/>',
        f'<path d="M{at(0)} {at(1)}L{at(1)} {at(0)}" stroke="#888" stroke-dasharray="4 4"/>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<text x="{at(tick):.0f}" y="{at(1) + 16:.0f}" text-anchor="middle">{tick:.2f}</text>')
        parts.append(f'<text x="{edge - 6}" y="{at(1 - tick) + 4:.0f}" text-anchor="end">{tick:.2f}</text>')
    for place, (name, own) in enumerate(bins.items()):
        points = " ".join(f"{at(each.said):.1f},{at(1 - each.accepted):.1f}" for each in own)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colours[name]}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{at(each.said):.1f}" cy="{at(1 - each.accepted):.1f}" r="{3 + each.count**0.5 / 5:.1f}"'
            f' fill="{colours[name]}" fill-opacity="0.6"><title>{each.count}</title></circle>'
            for each in own
        ]
        parts.append(f'<text x="{edge + 10}" y="{edge + 18 + 16 * place}" fill="{colours[name]}">{name}</text>')
    parts.append(f'<text x="{at(0.5):.0f}" y="{at(1) + 34:.0f}" text-anchor="middle">suggested with probability</text>')
    parts.append(f'<text x="{edge}" y="{edge - 12}">accepted by people</text>')
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")
