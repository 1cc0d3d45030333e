"""Makes the pictures of 「使い方」: a browser looks at the site with its demo, as an editor and others see it."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from PIL import Image

from bansou.operations.chromium import ARGUMENTS, find_chromium
from bansou.operations.demo import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(settings.BASE_DIR) / "static" / "images" / "help"
#: All of them together, in bytes: they are committed.
MOST_BYTES = 400_000
_WIDTH, _HEIGHT = 1120, 700
#: Somebody of staff's with every role but no owner's rights.
_STAFF = "staff@example.jp"
_QUALITY = 55


class NoBrowserError(RuntimeError):
    """There is no Chromium here, or no Playwright to drive it."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the name of the address where it is taken and of what, what is done there, and how much of the window is kept."""

    name: str
    page: str
    of: str = ""
    prepare: "Callable[[Page], None]" = lambda page: None
    height: int = _HEIGHT


def _close_side(page: "Page") -> None:
    """Wagtail remembers the panel that was open."""
    opened = page.locator('[data-side-panel-toggle][aria-expanded="true"]')
    if opened.count():
        opened.first.click()


def _open_side(name: str) -> "Callable[[Page], None]":
    def open_side(page: "Page") -> None:
        _close_side(page)
        page.locator(f'[data-side-panel-toggle="{name}"]').click()
        page.wait_for_timeout(2500)  # the preview is rendered, and looked at

    return open_side


def _show_blocks(page: "Page") -> None:
    _close_side(page)
    page.locator("button.c-sf-add-button").first.click()
    page.wait_for_timeout(500)
    page.mouse.wheel(0, 250)
    page.wait_for_timeout(500)


def _make_a_fault(page: "Page") -> None:
    """Nothing of it is saved but as what the preview was last sent."""
    _close_side(page)
    page.get_by_label(re.compile("^要約")).fill("㈱見本製作所で、社長が黙ってから話しはじめるまでを、三つの場面で読みます。")
    page.locator('[data-side-panel-toggle="checks"]').click()
    page.get_by_text("機種に依存する文字").wait_for()  # the finding comes after the preview


def _show_figure(page: "Page") -> None:
    _close_side(page)
    page.locator("select").filter(has_text="握手する経営者と支援者").first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)


def _open_actions(page: "Page") -> None:
    _close_side(page)
    page.locator("footer .w-dropdown-button [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").last.click()
    page.wait_for_timeout(500)


SHOTS: tuple[Shot, ...] = (
    Shot("pages", "wagtailadmin_explore", "home", _close_side, 520),
    Shot("page", "wagtailadmin_pages:edit", "page", _close_side, 560),
    Shot("blocks", "wagtailadmin_pages:edit", "page", _show_blocks, 560),
    Shot("figure", "wagtailadmin_pages:edit", "page", _show_figure, 480),
    Shot("preview", "wagtailadmin_pages:edit", "page", _open_side("preview")),
    Shot("checks", "wagtailadmin_pages:edit", "page", _make_a_fault, 560),
    Shot("publish", "wagtailadmin_pages:edit", "page", _open_actions),
    Shot("cases", "wagtailsnippets_cases_case:list", height=480),
    Shot("reports", "reports:index", height=420),
)


def take_pictures(site: str, keys: dict[str, int]) -> dict[str, int]:
    """Take all pictures on the running site with its demo. `keys`: of what the pictures are. Gives the size of each in bytes."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoBrowserError("Playwright が入っていません（make test の環境で動かしてください）。") from None
    chromium = find_chromium()
    if chromium is None:
        raise NoBrowserError("Chromium がありません。")
    FOLDER.mkdir(parents=True, exist_ok=True)
    sizes = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(base_url=site, viewport={"width": _WIDTH, "height": _HEIGHT}, locale="ja-JP")
        page.goto("/accounts/login/")
        page.locator("main input[name=login]").fill(_STAFF)
        page.locator("main input[type=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/accounts/login/" not in address)
        for shot in SHOTS:
            page.goto(reverse(shot.page, args=[keys[shot.of]] if shot.of else []))
            page.wait_for_load_state("networkidle")
            shot.prepare(page)
            sizes[shot.name] = _keep(page.screenshot(clip={"x": 0, "y": 0, "width": _WIDTH, "height": shot.height}), shot.name)
            page.goto("about:blank")
        browser.close()
    return sizes


def _keep(screenshot: bytes, name: str) -> int:
    path = FOLDER / f"{name}.webp"
    Image.open(io.BytesIO(screenshot)).convert("RGB").save(path, "WEBP", quality=_QUALITY, method=6)
    return path.stat().st_size
