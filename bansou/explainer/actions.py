"""Fills the site with the explainer's pages from the files of content/."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page, Site

from bansou.explainer.models import ExplainerPage, FilledPage, HomePage, PolicyPage, WrittenPage
from bansou.explainer.texts import Text, read_texts

CREATED, UPDATED, UNCHANGED, KEPT = "created", "updated", "unchanged", "kept"
_PORTS = {"http": 80, "https": 443}
_WELCOME_SLUG = "home"


@dataclass(frozen=True, slots=True)
class Filled:
    """What happened to the page of one file: created, updated, unchanged, or kept because staff have touched it."""

    slug: str
    outcome: str


@transaction.atomic
def fill_explainer(*, by: Any, overwrite: bool = False) -> list[Filled]:
    """Make or refresh the explainer's pages, the home page and the site record.

    `by` is the person to whom the versions are credited, or None. A page that staff have edited, unpublished or deleted since
    it was filled is kept as they left it, unless `overwrite`. Running it twice changes nothing.
    """
    texts = read_texts()
    home_text = next(text for text in texts if text.kind == "home")
    home, outcome = _home(home_text, by=by, overwrite=overwrite)
    _point_site_to(home)
    filled = [Filled(home_text.slug, outcome)]
    walls_page: Page | None = None
    for text in texts:
        if text.kind == "home":
            continue
        parent = walls_page if text.kind == "wall" else home
        if parent is None:  # staff deleted the chapter of walls, and its pages with it
            filled.append(Filled(text.slug, KEPT))
            continue
        page, outcome = _written_page(text, parent, by=by, overwrite=overwrite)
        if text.slug == "walls":
            walls_page = page
        filled.append(Filled(text.slug, outcome))
    return filled


def _home(text: Text, *, by: Any, overwrite: bool) -> tuple[HomePage, str]:
    memory = FilledPage.objects.select_related("page").filter(slug=text.slug).first()
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(slug=text.slug, title=text.title, summary=text.summary, locale=_locale())
        _root().add_child(instance=home)
        _remember(home, text, by=by)
        return home, CREATED
    outcome = _decide(memory, text, overwrite=overwrite)
    if outcome == UPDATED:
        home.title, home.summary = text.title, text.summary
        _remember(home, text, by=by)
    return home, outcome


def _written_page(text: Text, parent: Page, *, by: Any, overwrite: bool) -> tuple[WrittenPage | None, str]:
    memory = FilledPage.objects.select_related("page").filter(slug=text.slug).first()
    page_class = PolicyPage if text.kind == "policy" else ExplainerPage
    page: WrittenPage | None = page_class.objects.filter(pk=memory.page_id).first() if memory and memory.page_id else None
    if memory is None or (page is None and overwrite):
        taken = page_class.objects.child_of(parent).filter(slug=text.slug).first()
        if taken:  # staff made a page of this address themselves
            return taken, KEPT
        page = page_class(slug=text.slug, locale=_locale())
        _write(page, text)
        parent.add_child(instance=page)
        _remember(page, text, by=by)
        return page, CREATED
    outcome = _decide(memory, text, overwrite=overwrite)
    if outcome == UPDATED and page is not None:
        _write(page, text)
        _remember(page, text, by=by)
    return page, outcome


def _decide(memory: FilledPage | None, text: Text, *, overwrite: bool) -> str:
    """Whether an existing page is rewritten from its file."""
    touched = memory is None or memory.is_touched_by_staff
    if touched and not overwrite:
        return KEPT
    return UPDATED if touched or (memory is not None and memory.digest != text.digest) else UNCHANGED


def _write(page: WrittenPage, text: Text) -> None:
    page.title, page.summary, page.updated = text.title, text.summary, text.updated
    page.body = page.body.stream_block.to_python(text.body)
    page.sources = page.sources.stream_block.to_python(text.sources)
    if isinstance(page, ExplainerPage):
        page.part, page.wall, page.voice = text.part, text.wall, text.voice


def _remember(page: Page, text: Text, *, by: Any) -> None:
    """Publish the page as a version, and note that it is ours."""
    revision = page.save_revision(user=by, changed=True, log_action=False)
    revision.publish(user=by)
    memory = {"page_id": page.pk, "revision": revision, "digest": text.digest}
    FilledPage.objects.update_or_create(slug=text.slug, defaults=memory)


def _locale() -> Locale:
    return Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]


def _root() -> Page:
    """The root of the tree; Wagtail's migrations make it, an emptied test database has lost it."""
    root = Page.get_first_root_node()
    if root is None:
        content_type = ContentType.objects.get_for_model(Page)
        root = Page.add_root(instance=Page(title="Root", slug="root", content_type=content_type, locale=_locale()))
    return root


def _point_site_to(home: HomePage) -> None:
    """One site, at the address of the settings, beginning at our home; Wagtail's welcome page goes."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or _PORTS.get(address.scheme, 80)
    wanted = {
        "hostname": address.hostname or "localhost",
        "port": port,
        "root_page_id": home.pk,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    stock_kind = ContentType.objects.get_for_model(Page)
    welcome = Page.objects.child_of(_root()).filter(slug=_WELCOME_SLUG, content_type=stock_kind).first()
    if welcome is not None:
        welcome.delete()
