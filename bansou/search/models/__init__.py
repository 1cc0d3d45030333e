"""What search keeps beside the index."""

from bansou.search.models.sweep import Sweep, SweepKind
from bansou.search.models.waiting import Thing, Waiting

__all__ = ["Sweep", "SweepKind", "Thing", "Waiting"]
