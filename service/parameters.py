"""What an address of the API takes, each with its pattern and an example."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query

Municipality = Annotated[str | None, Query(pattern=r"^\d{4}$", description="Municipality code", examples=["1440"])]
County = Annotated[str | None, Query(pattern=r"^\d{2}$", description="County code", examples=["14"])]
Code = Annotated[
    str | None, Query(pattern=r"^\d{1,2}(\.[0-9a-d]{1,2})?$", description="SDG goal or target", examples=["11.7"])
]
PlanName = Annotated[
    str | None, Query(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", description="A plan", examples=["ale/strategisk-plan"])
]
Text = Annotated[
    str | None, Query(max_length=200, description="Words of the goal or its quotes", examples=["bostäder"])
]
Words = Annotated[
    str, Query(max_length=200, description="Words in Swedish or English, or an SDG code", examples=["trygga bostäder"])
]
Type = Annotated[
    Literal["Goal", "FocusArea", "Plan", "Municipality", "County", "sdgo:Goal", "sdgo:Target", "sdgo:Indicator"] | None,
    Query(alias="type", description="Only things of this type", examples=["Goal"]),
]
Limit = Annotated[int, Query(ge=1, le=200, description="Rows a page", examples=[20])]
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="The page, counted from 1", examples=[1])]
Kommun = Annotated[str, Path(description="Folder of the municipality", examples=["ale"])]
Plan = Annotated[str, Path(description="Name of the plan", examples=["strategisk-plan"])]
Goal = Annotated[str, Path(description="Name of the goal or focus area", examples=["meningsfull-sysselsattning"])]

SdgCode = Annotated[str, Path(description="SDG goal or target", examples=["11.7"])]
Clustered = Annotated[Literal["plans", "goals"] | None, Query(description="Only clusters of these", examples=["goals"])]

Plans = Annotated[
    list[str], Query(alias="plan", description="A plan; give several", examples=["ale/strategisk-plan"], max_length=50)
]
Compared = Annotated[
    list[str],
    Query(
        alias="plan",
        description="A plan; give two or more",
        examples=["ale/strategisk-plan", "koping/kommunens-mal-2020-2027"],
        max_length=50,
        json_schema_extra={"minItems": 2, "maxItems": 10, "uniqueItems": True},  # told in our words where it is not so
    ),
]
Level = Annotated[
    Literal["goals", "targets"] | None,
    Query(description="Only the SDG goals, or only the targets", examples=["goals"]),
]
Peers = Annotated[
    Literal["county", "size", "all"],
    Query(
        description="Whom a plan is compared with: its county, plans with half to twice as many goals, or all",
        examples=["all"],
    ),
]
Unreviewed = Annotated[
    bool,
    Query(description="Also links that nobody has judged or that were left open; apart, and marked", examples=[False]),
]
Kind = Annotated[Literal["plans", "goals"], Path(description="Clusters of plans or of goals", examples=["goals"])]
Number = Annotated[int, Path(ge=1, description="The number of a cluster among those of its kind", examples=[1])]
_END = "A municipality code, plan, goal or focus area, SDG goal, target or indicator; or its IRI"
_ENDS: dict[str, Any] = {
    "max_length": 500,
    "description": _END,
    "json_schema_extra": {
        "pattern": r"^(https?://[\w.~:/#%-]+|\d{4}|\d{1,2}(\.[0-9a-d]{1,2}){0,2}|[a-z0-9-]+(/[a-z0-9-]+)+)$"
    },
}
Origin = Annotated[str, Query(alias="from", examples=["1440"], **_ENDS)]
Destination = Annotated[str, Query(alias="to", examples=["11.1.1"], **_ENDS)]
Count = Annotated[int, Query(ge=1, le=10, description="How many paths at most", examples=[3])]
Since = Annotated[
    str, Query(pattern=r"^[0-9a-f]{6,64}$", description="The first digits of the older release", examples=["0123abcd"])
]
