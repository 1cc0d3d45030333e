"""`manage.py show_letters FOLDER`: writes every mail of the site as a page, for looking at them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bansou.notifications.specimens import specimens


class Command(BaseCommand):
    """Writes the HTML part and the text of every mail, with stand-ins for what it tells about, into a folder."""

    help = "Writes every mail of the site, filled with stand-ins, into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """One folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write two files for each mail; the folder is made where it is missing."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        names = []
        for specimen in specimens():
            name = specimen.name.replace("/", "-")
            (folder / f"{name}.html").write_text(specimen.html, encoding="utf-8")
            (folder / f"{name}.txt").write_text(f"{specimen.subject}\n\n{specimen.text}", encoding="utf-8")
            names.append(name)
        self.stdout.write(f"{len(names)} mails in {folder}")
