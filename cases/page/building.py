"""Puts the page of a case together."""

from typing import Any

from django.conf import settings

from accounts.audiences import Audience
from accounts.shown_organisation import shown_organisation, shows_kind
from bansou.images.models import SitePicture
from bansou.text.templatetags.bansou_text import date_ja
from cases.layers import AUDIENCE_OF, OPENED_BY, readable_rows
from cases.mentions import talk_about
from cases.models import Case
from cases.page.dialogue import dialogue_of, moments_of
from cases.page.outline import outline_of
from cases.page.reader import Reader
from cases.page.similar import similar_cases
from cases.page.versions import published_versions
from cases.record import CHOSEN_FIELDS, FIELDS, ROW_KINDS

_PLAIN = (
    *(name for name in FIELDS if name not in CHOSEN_FIELDS and name != "picture"),
    "is_sample",
    "first_published_at",
    "last_published_at",
)
_REFLECTIONS = ("went_well", "went_badly", "next_time", "hesitated")
#: The widths in which the page shows pictures.
_WIDE, _MIDDLE = "width-1280", "width-800"


def page_of(case: Case, reader: Reader, *, wall: str = "") -> dict[str, Any]:
    """All that the page says to this reader. `case` has its rows in memory (`models.whole.load_rows`, or a version).

    `wall` asks for the dialogues at one wall alone.
    """
    readable = reader.may_see(case)
    page = {
        **story_of(case, reader, wall=wall),
        "is_for_supporters": AUDIENCE_OF[case.disclosure] == Audience.SUPPORTER,
        "questions": _questions(case) if "used_questions" in readable else [],
        "opened": {name for name, flag in OPENED_BY["case"].items() if getattr(case, flag)},
        "team": team_of(case, reader),
        "follow_ups": follow_ups_of(case, reader),
        "similar": similar_cases(case, reader.person),
        "talk": talk_about(case, reader.person),
        "versions": published_versions(case, reader),
        "citation": _citation(case),
        **_pictures(case, reader),
    }
    return page | {"contents": _contents(page)}


def story_of(case: Case, reader: Reader, *, wall: str = "") -> dict[str, Any]:
    """What the case itself tells this reader: its words and its rows. Asks the database nothing; a feed has this and no more."""
    readable = reader.may_see(case)
    dialogue = dialogue_of(case, reader, wall=wall)
    return {
        **reader.seen(case, _PLAIN),
        "pk": case.pk,
        "url": case.get_absolute_url(),
        "first_themes": list(case.first_themes.all()) if "first_themes" in readable else [],
        "real_themes": list(case.real_themes.all()) if "real_themes" in readable else [],
        "keywords": [str(keyword) for keyword in case.keywords.all()] if "keywords" in readable else [],
        "outline": outline_of(case, readable),
        "dialogue": dialogue,
        "moments": moments_of(case, reader, dialogue),
        "walls": _rows(case, "walls", reader),
        "actions": _rows(case, "actions", reader),
        "numbers": _rows(case, "numbers", reader),
        "trends": _rows(case, "trends", reader),
        "points": _rows(case, "points", reader),
        "sources": _rows(case, "sources", reader),
        "reflections": _reflections(case, reader),
    }


def team_of(case: Case, reader: Reader) -> list[dict[str, Any]]:
    """Who supported the company: the author first; types of bodies and roles for everybody, names as the reader may see them."""
    readable = reader.may_see(case)
    author = {
        "organisation_type_words": shown_organisation(case.author, case.organisation),
        "role_words": "書いた人",
        "name": str(case.author) if "author" in readable else "",
        "organisation": shown_organisation(case.author, case.organisation, named="organisation" in readable),
    }
    team = [author]
    for member in case.team_members:
        seen = reader.seen(member, ("organisation_type", "role", "name", "user"))
        if not shows_kind(member.user):
            seen["organisation_type_words"] = ""
        team.append(seen | {"name": str(seen.pop("user", None) or seen.get("name", ""))})
    return team


def follow_ups_of(case: Case, reader: Reader) -> list[dict[str, Any]]:
    """What became of the company, in order of time: only what is published."""
    return [reader.seen(row, ("months", "month", "text", "self_running")) for row in case.follow_ups.shown()]


def _rows(case: Case, name: str, reader: Reader) -> list[dict[str, Any]]:
    """The rows of a kind that the reader may see; `is_hidden`: not for every reader."""
    rows = readable_rows(getattr(case, name).all(), reader.person, is_team=reader.is_team)
    return [
        reader.seen(row, ROW_KINDS[name].columns) | {"is_hidden": getattr(row, "audience", "") == Audience.SUPPORTER}
        for row in rows
    ]


def _questions(case: Case) -> list[dict[str, str]]:
    """The cards of the question bank that were used, as far as they stand in it: a proposed or hidden one is nobody's here."""
    return [
        {"question": card.question, "inquiry": card.get_inquiry_display(), "url": card.get_absolute_url()}
        for card in case.used_questions.all()
        if card.is_shown
    ]


def _reflections(case: Case, reader: Reader) -> list[tuple[str, str]]:
    seen = reader.seen(case, _REFLECTIONS)
    return [(str(Case._meta.get_field(name).verbose_name), text) for name, text in seen.items() if text]


def _pictures(case: Case, reader: Reader) -> dict[str, Any]:
    """The picture of the case and its figures, each with the address of a file of the right size."""
    readable = reader.may_see(case)
    figures = readable_rows(case.figures.all(), reader.person, is_team=reader.is_team)
    wanted = [figure.picture_id for figure in figures] + ([case.picture_id] if case.picture_id and "picture" in readable else [])
    found = {}
    if wanted:
        found = SitePicture.objects.filter(pk__in=wanted).prefetch_renditions(_WIDE, _MIDDLE).in_bulk()
    shown = {
        "figures": [
            _shown(found[figure.picture_id], _MIDDLE) | reader.seen(figure, ("alt", "caption"))
            | {"is_hidden": figure.audience == Audience.SUPPORTER}
            for figure in figures if figure.picture_id in found
        ],
    }  # fmt: skip
    picture = found.get(case.picture_id)
    return shown | {"picture": _shown(picture, _WIDE) | {"alt": case.picture_alt} if picture else None}


def _shown(picture: SitePicture, size: str) -> dict[str, Any]:
    rendition: Any = picture.get_rendition(size)
    return {"src": rendition.url, "width": rendition.width, "height": rendition.height}


def _citation(case: Case) -> str:
    """How to name the case in a paper or in minutes; "" before it is published."""
    if case.last_published_at is None:
        return ""
    sample = "（見本・架空の事例）" if case.is_sample else ""
    return (
        f"「{case.title}」{sample}、伴走 支援事例{case.pk}、{date_ja(case.last_published_at)}の版、"
        f"{settings.BASE_URL}{case.get_absolute_url()}"
    )


#: The parts of the page after its opening: anchor, heading, and the values of which at least one makes the part appear.
_CONTENTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("situation", "支援前の状況", ("situation_before",)),
    ("path", "課題が見えてくるまで", ("issue_path",)),
    ("dialogue", "対話の道のり", ("dialogue",)),
    ("questions", "使った問いかけ", ("questions",)),
    ("moments", "気づきと腹落ち", ("moments",)),
    ("walls", "立ちはだかった壁", ("walls",)),
    ("points", "持ち帰れること", ("points",)),
    ("actions", "会社が自ら動いたこと", ("actions", "collaboration", "worked_with", "tools")),
    ("results", "起きた変化", ("behaviour_change", "numbers", "trends", "self_running", "self_running_evidence")),
    ("voice", "経営者の声", ("president_voice",)),
    ("follow_ups", "その後", ("follow_ups",)),
    ("reflections", "支援者のふりかえり", ("reflections",)),
    ("figures", "図・資料", ("figures",)),
    ("sources", "出典", ("sources",)),
    ("versions", "公開の履歴", ("versions",)),
    ("citation", "この事例を引用する", ("citation",)),
    ("similar", "似た事例", ("similar",)),
)


def _contents(page: dict[str, Any]) -> dict[str, str]:
    """Which parts the page has, in its order: anchor and heading."""
    there = {name for name, value in page.items() if value}
    if not page["dialogue"].count:
        there.discard("dialogue")
    return {anchor: heading for anchor, heading, names in _CONTENTS if there & set(names)}
