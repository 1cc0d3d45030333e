"""The embedded PostgreSQL 18: where it lives and how the site reaches it. (Skeleton: starting and stopping comes with `serve`.)"""

import hashlib
import tempfile
from pathlib import Path
from typing import Any


def socket_folder(var: Path) -> Path:
    """The folder of the server's socket: under var, or under the system's temporary folder where that path is too long for a socket (107 bytes)."""
    folder = var / "postgres-socket"
    if len(str(folder / ".s.PGSQL.5432")) <= 100:
        return folder
    return Path(tempfile.gettempdir()) / f"bansou-{hashlib.sha256(str(var).encode()).hexdigest()[:12]}"


def connection_settings(var: Path) -> dict[str, Any]:
    """Django's settings for the embedded database of this `var` folder."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "bansou",
        "USER": "postgres",
        "HOST": str(socket_folder(var)),
    }
