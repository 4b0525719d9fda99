"""Where an engine elsewhere takes queries, and as whom."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The URL of queries; and a `token`, or `user` and `password`, or nobody in particular."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def pack(self) -> str:
        """All of it as one text, for the environment of a process: its arguments are for everybody to see."""
        return json.dumps(asdict(self))

    @classmethod
    def unpack(cls, text: str) -> Address:
        """The address that was packed."""
        return cls(**json.loads(text))
