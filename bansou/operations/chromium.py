"""Finds the Chromium that browser tests and audits drive, or has one installed: `python -m bansou.operations.chromium`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
#: Chromium as root has no sandbox; and none of its own requests may leave a test.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome of this machine, else of Playwright's own; None where there is none."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    if _MAC.exists():
        return str(_MAC)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install_chromium() -> None:
    """Try Playwright's own Chromium, then, as root, Debian's. Says nothing of success: look again."""
    sys.stderr.write("Chromium を取り寄せています…\n")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True, timeout=600)
    if find_chromium() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
    ):
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    """0 where a Chromium is there at the end."""
    if not find_chromium():
        install_chromium()
    found = find_chromium()
    if found:
        sys.stderr.write(f"Chromium: {found}\n")
        return 0
    sys.stderr.write(
        "ブラウザーのテストには Chromium か Chrome が要ります。見つからず、入れることもできませんでした。"
        "Debian・Ubuntu では apt-get install chromium fonts-noto-cjk のあとで、もう一度お試しください。\n",
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
