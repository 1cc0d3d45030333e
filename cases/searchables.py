"""What the search page knows about cases, and the conditions that cases bring to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Model, OuterRef, QuerySet, TextField
from wagtail.signals import published

from accounts.audiences import Audience, Person
from accounts.prefectures import BLOCK_OF, PREFECTURES_OF, Block, Prefecture
from bansou.search.backend import index_now
from bansou.search.registry import Card, Facet, Searchable, key_of_route, register, register_facet
from cases.layers import LAYERS, OPENED_BY, readable_fields
from cases.models import Case, CaseWall, CompanyAction, Episode, Point, Theme
from cases.vocabularies import AREA_NONE, AREAS, Industry, RowAudience, Wall

#: The number of each wall (②), as people write it into a query: `壁:2`.
WALL_NUMBERS = {wall: str(number) for number, wall in enumerate(Wall.values, start=1)}
#: Each block, followed by its prefectures, as on the list of cases.
_AREAS = [
    (area, AREAS[area]) for block in Block for area in (block.value, *(prefecture.value for prefecture in PREFECTURES_OF[block]))
]


#: Rows of a case: the name of their texts, what they are, and which of their fields.
type _Rows = Mapping[str, tuple[type[Model], Sequence[str]]]

#: Texts that an excerpt may come from, in this order: fields of the case, its dialogues, further fields, other rows. Each is for every reader of
#: the case (layers.py).
_FIRST = ("summary", "first_request", "situation_before", "real_issue")
_DIALOGUES: _Rows = {"dialogue_texts": (Episode, ("question", "reaction", "change", "aim"))}
_FURTHER = ("issue_path", "noticing", "conviction", "collaboration", "behaviour_change", "self_running_evidence")
_OTHER_ROWS: _Rows = {
    "point_texts": (Point, ("heading", "text")),
    "action_texts": (CompanyAction, ("who", "what")),
    "part_texts": (CompanyAction, ("supporter_part",)),
    "wall_texts": (CaseWall, ("how_passed",)),
}


def card(case: Case) -> Card:
    """A case in the list of results."""
    return Card(
        title=case.title,
        url=case.get_absolute_url(),
        texts=(
            *(getattr(case, name) for name in _FIRST),
            *(text for row in _rows_of(case, _DIALOGUES) for text in row),
            *(getattr(case, name) for name in _FURTHER),
            # 製造の班長二人：朝礼をやめた。
            *("：".join(filter(None, row)) for row in _rows_of(case, _OTHER_ROWS)),
        ),
        shown_at=case.first_published_at,
        sample_label="見本（架空の事例）" if case.is_sample else "",
        place=f"{case.get_industry_display()}／{case.area_label}",
    )


def _rows_of(case: Case, names: Iterable[str]) -> Iterator[Sequence[str]]:
    return (row for name in names for row in getattr(case, name))


def facets(case: Case) -> Mapping[str, Sequence[str]]:
    """What the case is narrowed by. Each of it is a field that every reader of a case may see."""
    themes = {theme.slug for themes in (case.first_themes, case.real_themes) for theme in themes.all()}
    return {
        "wall": walls_as_numbers(row.wall for row in case.walls.all()),
        "theme": sorted(themes),
        "industry": [case.industry] if case.industry else [],
        "pref": areas_of(case.area),
    }


def walls_as_numbers(walls: Iterable[str]) -> list[str]:
    """The values of the walls (their codes) for the condition 「壁」."""
    return sorted(WALL_NUMBERS[wall] for wall in walls if wall in WALL_NUMBERS)


def areas_of(area: str) -> list[str]:
    """The place and, of a prefecture, the block around it: who looks in 近畿 means 京都府 too."""
    if area in ("", AREA_NONE):
        return []
    return [area, BLOCK_OF[Prefecture(area)].value] if area in Prefecture.values else [area]


def standing(case: Case) -> int:
    """Staff have looked at every case; one whose 「その後」 is told has proved itself."""
    return 2 if any(follow_up.published_at for follow_up in case.follow_ups.all()) else 1


def supporters_texts(case: Case) -> Iterator[str]:
    """What of a case only supporters read: reflections that are not open to all, what was left unsaid, their own numbers and figures."""
    opened = readable_fields(case, AnonymousUser())
    own = [name for name in OPENED_BY["case"] if LAYERS["case"][name] == Audience.SUPPORTER]
    yield from (getattr(case, name) for name in own if name not in opened)
    yield from (episode.unsaid for episode in case.episodes.all())
    yield from (number.indicator for number in case.numbers.all() if number.audience == RowAudience.SUPPORTER)
    yield from (f"{figure.caption} {figure.alt}" for figure in case.figures.all() if figure.audience == RowAudience.SUPPORTER)


def visible_to(user: Person) -> QuerySet[Any]:
    """Published cases that the person may read. Unpublished ones are in the index too, so this is what keeps them from being found."""
    return Case.objects.visible_to(user)


def with_card_rows(cases: QuerySet[Any]) -> QuerySet[Any]:
    """What the card shows, with the rows that an excerpt may come from. One query."""
    texts = {name: _texts_of(model, fields) for name, (model, fields) in {**_DIALOGUES, **_OTHER_ROWS}.items()}
    shown: QuerySet[Any] = cases.only(
        "title", *_FIRST, *_FURTHER, "first_published_at", "is_sample", "industry", "area"
    ).annotate(**texts)
    return shown


def _texts_of(model: type[Model], fields: Sequence[str]) -> ArraySubquery:
    """The texts of each row of a case, as an array of arrays."""
    texts = Func(*fields, template="ARRAY[%(expressions)s]", output_field=ArrayField(TextField()))
    rows = model._default_manager.filter(case=OuterRef("pk")).order_by("sort_order")
    return ArraySubquery(rows.values(texts=texts))


def index_published(sender: Any, instance: Case, **_: Any) -> None:
    """A published case is found at once, with its dialogues: they are saved after the signal on which modelsearch indexes."""
    index_now(instance)


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Searchable(
            kind="cases",
            label="事例",
            order=2,
            model=Case,
            visible_to=visible_to,
            card=card,
            with_card_rows=with_card_rows,
            facets=facets,
            standing=standing,
            supporters_texts=supporters_texts,
            key_at=key_of_route("cases:detail"),
        )
    )
    walls = [(WALL_NUMBERS[code], str(words)) for code, words in Wall.choices]
    register_facet(Facet(name="wall", label="壁", order=1, choices=lambda: walls))
    register_facet(Facet(name="theme", label="テーマ", order=2, choices=lambda: list(Theme.objects.values_list("slug", "name"))))
    register_facet(Facet(name="industry", label="業種", order=3, choices=lambda: Industry.choices))
    register_facet(Facet(name="pref", label="地域", order=4, choices=lambda: _AREAS))
    published.connect(index_published, sender=Case, dispatch_uid="cases.index_published")
