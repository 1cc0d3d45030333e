"""Cases as feeds: the latest published versions, as a visitor reads them, with their whole text."""

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.shown_organisation import shown_organisation
from bansou.lists.atom import ENTRIES_MAX, Entry, Feed
from cases.models import Case, CaseKeyword, Keyword
from cases.models.querysets import CaseQuerySet
from cases.models.whole import load_rows_of
from cases.page import Reader, story_of
from cases.vocabularies import Wall


def feed_of_cases() -> Feed:
    """All cases."""
    return Feed(
        name="cases",
        title="伴走：支援事例",
        address=reverse("case_feeds:newest"),
        page=reverse("cases:list"),
        entries=_entries(public_cases()),
    )


def feed_of_wall(wall: Wall) -> Feed:
    """Those in which the wall stood."""
    return Feed(
        name=f"cases/walls/{wall.value}",
        title=f"伴走：支援事例（壁：{wall.label}）",
        address=reverse("case_feeds:wall", args=[wall.value]),
        page=f"{reverse('cases:list')}?wall={wall.value}",
        entries=_entries(public_cases().with_wall(wall)),
    )


def feed_of_keyword(keyword: Keyword) -> Feed:
    """Those with the keyword."""
    tagged = CaseKeyword.objects.filter(tag=keyword).values("content_object")
    return Feed(
        name=f"cases/keywords/{keyword.pk}",
        title=f"伴走：支援事例（キーワード：{keyword.name}）",
        address=reverse("case_feeds:keyword", args=[keyword.pk]),
        page=reverse("knowhow:keyword", args=[keyword.pk]),
        entries=_entries(public_cases().filter(pk__in=tagged)),
    )


def public_cases() -> CaseQuerySet:
    """What everybody may read: a feed never asks who fetches it."""
    return Case.objects.visible_to(AnonymousUser())


def _entries(cases: CaseQuerySet) -> list[Entry]:
    latest = cases.select_related("author", "organisation").order_by("-last_published_at", "-pk")[:ENTRIES_MAX]
    return [_entry(case) for case in load_rows_of(latest)]


def _entry(case: Case) -> Entry:
    page = story_of(case, Reader(AnonymousUser()))
    kind = shown_organisation(case.author, case.organisation)
    return Entry(
        name=f"cases/{case.pk}",
        title=f"{case.title}（見本・架空の事例）" if case.is_sample else case.title,
        address=case.get_absolute_url(),
        author=f"{kind}の支援者" if kind else "支援者",
        published=case.first_published_at,
        updated=case.last_published_at,
        summary=page.get("summary", ""),
        html=render_to_string("cases/feed_entry.html", {"page": page}),
        categories=[row["wall_words"] for row in page["walls"]] + page["keywords"],
    )
