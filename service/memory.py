"""What is kept because it cannot change, up to so many bytes, or for as long as the service runs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

PART = 16
"""A value is kept where it takes no more than this part of the memory."""


@dataclass(slots=True, kw_only=True)
class Memory(Generic[K, V]):
    """Values by their keys; the one asked for longest ago goes first. `size` is in bytes, 0 keeps nothing."""

    size: int
    used: int = 0
    values: OrderedDict[K, tuple[V, int]] = field(default_factory=OrderedDict)

    @property
    def largest(self) -> int:
        """The bytes of the largest value that is kept."""
        return self.size // PART

    def get(self, key: K) -> V | None:
        """The value of a key, if it is kept."""
        if key not in self.values:
            return None
        self.values.move_to_end(key)
        return self.values[key][0]

    def keep(self, key: K, value: V, *, weight: int) -> None:
        """Keep a value of so many bytes.

        >>> memory: Memory[str, str] = Memory(size=64)
        >>> memory.keep("a", "small", weight=4), memory.keep("b", "large", weight=40)
        (None, None)
        >>> memory.get("a"), memory.get("b")
        ('small', None)
        """
        if weight > self.largest or key in self.values:
            return
        self.values[key] = value, weight
        self.used += weight
        while self.used > self.size:
            self.used -= self.values.popitem(last=False)[1][1]


@dataclass(slots=True, kw_only=True)
class Once(Generic[V]):
    """What is made once, by whoever asks for it first, while the others wait; what fails is tried again."""

    value: V | None = None
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, make: Callable[[], Awaitable[V]]) -> V:
        """The value."""
        async with self.making:
            if self.value is None:
                self.value = await make()
            return self.value
