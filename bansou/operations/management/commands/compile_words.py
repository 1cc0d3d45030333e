"""`manage.py compile_words`: makes the .mo files, which the site reads, from the .po files, which people edit."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Compiles our translations without gettext's programs, which a bare machine lacks."""

    help = "Compiles the translations of bansou/locale (needs polib, a package of the development group)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one .mo beside each .po."""
        import polib  # not installed where the site only runs: the compiled files are part of the repository

        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                catalogue = polib.pofile(str(source))
                catalogue.save_as_mofile(str(source.with_suffix(".mo")))
                self.stdout.write(f"{source.stem}: {len(catalogue.translated_entries())}")
