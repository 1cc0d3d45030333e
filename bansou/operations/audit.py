"""The audit's tools, from npm: the Nu HTML checker (which needs Java; tests/browser/test_html.py asks it) and Lighthouse."""

import json
import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bansou.operations.chromium import ARGUMENTS, find_chromium

#: Standard CSS that every browser of today knows and this version of the checker does not.
NEWER_THAN_THE_CHECKER = ("“field-sizing”", "“paint-order”", "“container-type”", "“@container”")
#: How often Lighthouse is asked for a page: now and then it misses the beginning of a load (NO_NAVSTART) and says itself to run it again.
TRIES = 3
PACKAGES = ("vnu-jar@26.9.27", "lighthouse@13.5.0")


class ToolMissingError(RuntimeError):
    """The audit needs a program that is not here; the message says which."""


class NotMeasuredError(RuntimeError):
    """Lighthouse gave no scores for a page; the message says why."""


@dataclass(frozen=True)
class Remark:
    """An error that the checker found."""

    page: str
    line: int
    message: str
    extract: str


def install_tools(var: Path) -> Path:
    """The folder of the tools, fetched on the first call."""
    for program in ("npm", "java"):
        if not shutil.which(program):
            raise ToolMissingError(
                f"make audit には {program} が要ります（Debian・Ubuntu: apt-get install npm default-jre-headless）。"
            )
    folder = var / "tools"
    if not all((folder / "node_modules" / package.split("@")[0]).exists() for package in PACKAGES):
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            "npm",
            "install",
            "--silent",
            "--no-fund",
            "--no-audit",
            "--ignore-scripts",
            "--prefix",
            str(folder),
            *PACKAGES,
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "node_modules"


def check_html(tools: Path, folder: Path) -> list[Remark]:
    """What the Nu checker calls an error in the HTML and CSS files of the folder."""
    jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = [str(path) for path in sorted((*folder.glob("*.html"), *folder.glob("*.css")))]
    command = ["java", "-jar", str(jar), "--format", "json", "--stdout", "--errors-only", "--also-check-css", *files]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    if not checked.stdout.strip():
        raise ToolMissingError(f"vnu が動きませんでした: {checked.stderr.strip()[:300]}")
    return [
        Remark(
            page=Path(message.get("url", "")).name,
            line=message.get("lastLine", 0),
            message=message["message"],
            extract=message.get("extract", "").strip(),
        )
        for message in json.loads(checked.stdout)["messages"]
        if message["type"] == "error" and not any(name in message["message"] for name in NEWER_THAN_THE_CHECKER)
    ]


def lighthouse_scores(tools: Path, url: str, *, is_desktop: bool) -> dict[str, int]:
    """Lighthouse's scores of the page by category, 0 to 100.

    Raises ToolMissingError where there is no Chromium, NotMeasuredError where Lighthouse gives no scores TRIES times in a row.
    """
    chromium = find_chromium()
    if chromium is None:
        raise ToolMissingError("Lighthouse には Chromium が要ります。")
    command = [
        *("node", str(tools / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output=json"),
        "--only-categories=performance,accessibility,best-practices,seo",
        f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
        *(["--preset=desktop"] if is_desktop else []),
    ]
    for _ in range(TRIES - 1):
        with suppress(NotMeasuredError):
            return _scores(command, chromium)
    return _scores(command, chromium)


def _scores(command: list[str], chromium: str) -> dict[str, int]:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, env=os.environ | {"CHROME_PATH": chromium}
    )
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        report = {}
    if report.get("runtimeError") or "categories" not in report:
        why = report.get("runtimeError", {}).get("code") or done.stderr.strip()[:300]
        raise NotMeasuredError(f"Lighthouse が測れませんでした: {why}")
    return {name: round(100 * (category["score"] or 0)) for name, category in report["categories"].items()}
