"""How much of anything a document may take before it is not read: each far above what a plan needs."""

from __future__ import annotations

FILE_BYTES = 64 << 20
"""Of the file; plans with many pictures have 5 to 20 MB."""
MEMORY_BYTES = 1 << 30
"""That the reading process may map on top of what it has when it begins."""
PROCESSOR_SECONDS = 30
"""Of computing; thirty pages of PDF take about two."""
WALL_SECONDS = 60
"""From start to end, whatever the process waits for."""
OUTPUT_BYTES = 64 << 20
"""That the reading process may hand back."""
TEXT_CHARACTERS = 5_000_000
"""Of extracted text: two thousand dense pages."""
BLOCKS = 100_000
"""That a document may have."""
PAGES = 1_000
"""Of a PDF."""
OPEN_FILES = 32
"""That the reading process may have open, its libraries included."""
TOO_LARGE = f"is larger than {FILE_BYTES >> 20} MB; give the plan alone, or save it with smaller pictures"
"""What is said of such a file, whoever sees it first."""
