"""Writes the diagram of a case's states into cases/README.md."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from cases.statuses import diagram

README = Path(__file__).resolve().parents[2] / "README.md"
_BLOCK = re.compile(r"```mermaid\n.*?```", re.DOTALL)


class Command(BaseCommand):
    """`manage.py draw_case_states`: run it after changing cases/statuses.py; a test compares."""

    help = "Writes the diagram of a case's states into cases/README.md."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace the diagram between its fences."""
        text = README.read_text(encoding="utf-8")
        README.write_text(_BLOCK.sub(lambda _: f"```mermaid\n{diagram()}\n```", text, count=1), encoding="utf-8")
