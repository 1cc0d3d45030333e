"""Joins the stylesheets of static/css into the one file that pages link: css/site.css."""

import builtins
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

SITE_STYLESHEET = "css/site.css"


def parts(static: Path) -> list[Path]:
    """The stylesheets under `static` in the order in which they are joined; the cascade layers decide what wins."""
    css = static / "css"
    return [
        static / "vendor" / "design-tokens" / "tokens.css",
        css / "tokens.css",
        css / "base.css",
        css / "layout.css",
        *sorted((css / "components").glob("*.css")),
        *sorted((css / "pages").glob("*.css")),
        css / "print.css",
    ]


def joined(static: Path) -> str:
    """The text of css/site.css."""
    return "\n".join(part.read_text(encoding="utf-8").strip() for part in parts(static)) + "\n"


class StylesheetFinder(BaseFinder):
    """Offers css/site.css to collectstatic and to the development server.

    Two dozen small files, one a component, are pleasant to read and dear to fetch; a build tool would be a second language in the
    house. The joined file is written under BANSOU_VAR whenever it differs from what its parts say.
    """

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.static = Path(settings.BASE_DIR) / "static"
        self.storage = FileSystemStorage(location=Path(settings.VAR_DIR) / "stylesheets")
        super().__init__()

    def check(self, **kwargs: Any) -> builtins.list[CheckMessage]:
        """Nothing to configure, so nothing to check."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | builtins.list[str]:  # type: ignore[override]
        """The place of css/site.css on disk, newly joined if a part changed; [] for any other path."""
        if path != SITE_STYLESHEET:
            return []
        place = self._write()
        return [place] if find_all else place

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The one file of this finder."""
        self._write()
        yield SITE_STYLESHEET, self.storage

    def _write(self) -> str:
        place = Path(self.storage.path(SITE_STYLESHEET))
        text = joined(self.static)
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            # Several processes may start at once: none may serve half a file.
            draft = place.with_suffix(f".{os.getpid()}")
            draft.write_text(text, encoding="utf-8")
            draft.replace(place)
        return str(place)
