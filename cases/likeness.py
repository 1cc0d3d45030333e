"""Cases that are like a profile: that of another case, one that somebody fills in, or what a text says.

In two steps, so that it stays quick however many cases there are: the database adds up by its indexes what each case shares and names the
best CANDIDATES; what those share is then fetched, weighed once more together with the words of the texts, and said.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Exists, ExpressionWrapper, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models import Case as Choose
from django.db.models.expressions import RawSQL

from accounts.audiences import Person
from accounts.prefectures import BLOCK_OF, Prefecture
from cases.likeness_words import LexemesAmong, TellingWord, cases_with_words, telling_words
from cases.models import Case, CaseWall, Episode
from cases.models.keyword import CaseKeyword
from cases.models.querysets import CaseQuerySet
from cases.vocabularies import AREA_NONE, EmployeeBand, Industry, SelfRunning, Stage, Wall, areas_within

#: How much each shared thing weighs: first what the support was about, then what stood in its way, then what the company is.
REAL, WALL, KEYWORD, ASKED, STAGE = 10, 8, 4, 3, 2
#: The facts that may be shared: their words, and how much they weigh.
FACTS = {"industry": ("業種", 1), "size": ("規模", 1), "region": ("地域", 1), "broken_off": ("支援が途中で終わったこと", 8)}
#: How much a shared word weighs: a case says in codes what it is about, a note says it in its words.
WORD, WORD_OF_NOTE = 0.1, 1.0
#: Each weight times how rare it is among the candidates: 1 where one in three has it, never less or more than this.
LEAST_RARITY, MOST_RARITY = 0.5, 2.0
#: Cases that are looked at closely.
CANDIDATES = 60
#: Where more share a wall, a theme or a keyword, only so many that share most are looked at for the rest.
MOST_TALLIED = 1_000
#: A word that more than this part of the candidates has tells nothing.
_EVERYBODYS = 0.5
#: Shared words that a reason names, and how many have to be shared where nothing else is.
_WORDS_NAMED, _WORDS_ALONE = 3, 2
#: What shares less with a note than this part of what the best shares is no answer to it: every text has a few of its words.
_NEAR_BEST = 0.4
#: The texts of a case that say what it is about. Every reader of the case may see them.
OWN_TEXTS = ("title", "summary", "industry_note", "first_request", "real_issue")

# Where very many share rows with it, it is asked of those that share most alone who may see them and what facts they share.
_BEST = """
(WITH tally AS MATERIALIZED (
    SELECT case_id, sum(points) AS points FROM ({shared}) AS shared (case_id, points) GROUP BY case_id
),
most AS MATERIALIZED (SELECT case_id, points FROM tally ORDER BY points DESC, case_id DESC LIMIT %s),
many AS MATERIALIZED (SELECT count(*) = %s AS is_so FROM most)
SELECT id FROM (
    SELECT shown.id, most.points + shown.points AS points, shown.published_at
    FROM most JOIN LATERAL ({visible_one} OFFSET 0) AS shown (id, points, published_at) ON TRUE
    WHERE (SELECT is_so FROM many)
    UNION ALL
    SELECT shown.id, coalesce(tally.points, 0) + shown.points, shown.published_at
    FROM ({visible}) AS shown (id, points, published_at) LEFT JOIN tally ON tally.case_id = shown.id
    WHERE NOT (SELECT is_so FROM many)
) AS shown
WHERE points > 0
ORDER BY points DESC, published_at DESC, id DESC
LIMIT %s)
"""
_OTHERS = "SELECT unnest(%s::bigint[])"


@dataclass(frozen=True)
class Profile:
    """What is known of a company and its support. What is empty is not asked for.

    asked, real: themes of the first request and of the real issue; area: a prefecture or a block; stage: where the support stands.
    words: of the texts; is_note: the words are of a note, so that cases are looked for by them too.
    """

    walls: frozenset[str] = frozenset()
    asked: Mapping[int, str] = field(default_factory=dict)
    real: Mapping[int, str] = field(default_factory=dict)
    keywords: Mapping[int, str] = field(default_factory=dict)
    industry: str = ""
    size: str = ""
    area: str = ""
    stage: str = ""
    is_broken_off: bool = False
    words: Sequence[TellingWord] = ()
    is_note: bool = False

    @cached_property
    def facts(self) -> dict[str, Q]:
        """The conditions under which a case shares one of FACTS."""
        facts = {}
        if self.industry not in ("", Industry.T):
            facts["industry"] = Q(industry=self.industry)
        if self.size not in ("", EmployeeBand.NONE):
            facts["size"] = Q(employee_band=self.size)
        if self.area not in ("", AREA_NONE):
            facts["region"] = Q(area__in=around(self.area))
        if self.is_broken_off:
            facts["broken_off"] = Q(self_running=SelfRunning.BROKEN_OFF)
        return facts

    @property
    def has_codes(self) -> bool:
        """Whether it says something that cases are tallied by."""
        return bool(self.walls or self.asked or self.real or self.keywords or self.facts)

    @property
    def tells_of_support(self) -> bool:
        """Whether it says more than what kind of company it is."""
        return bool(self.walls or self.asked or self.real or self.keywords or self.stage or self.words)


@dataclass(frozen=True)
class Shared:
    """What a case has in common with a profile: codes, numbers of themes and keywords, words; said: the words that it has in this very form."""

    walls: Sequence[str] = ()
    real: Sequence[int] = ()
    asked: Sequence[int] = ()
    keywords: Sequence[int] = ()
    facts: Sequence[str] = ()
    stage: str = ""
    words: Sequence[TellingWord] = ()
    said: Collection[TellingWord] = ()
    points: float = 0.0

    @property
    def tells_of_support(self) -> bool:
        """Whether they share more than what kind of company it is."""
        is_said = self.walls or self.real or self.asked or self.keywords or self.stage or "broken_off" in self.facts
        return bool(is_said) or len(self.named) >= _WORDS_ALONE

    @property
    def named(self) -> list[str]:
        """The nouns as a reason may name them: a synonym of a word is not that word, 「聞い」 none at all, and 「間」 tells nothing alone."""
        return [word.surface for word in self.words if word in self.said and word.is_noun and len(word.surface) > 1]


@dataclass(frozen=True)
class Alike:
    """A case that is like the profile; `reason` says in words what they share."""

    case: Case
    shared: Shared
    reason: str


def profile_of(case: Case) -> Profile:
    """What a case says of itself; `case` may be a version, with its rows in memory."""
    return Profile(
        walls=frozenset(row.wall for row in case.walls.all()),
        asked={theme.pk: theme.name for theme in case.first_themes.all()},
        real={theme.pk: theme.name for theme in case.real_themes.all()},
        keywords={keyword.pk: keyword.name for keyword in case.keywords.all()},
        industry=case.industry,
        size=case.employee_band,
        area=case.area,
        is_broken_off=case.self_running == SelfRunning.BROKEN_OFF,
        words=telling_words(getattr(case, name) for name in OWN_TEXTS),
    )


def profile_of_note(text: str) -> Profile:
    """What a text says of a client."""
    words = telling_words([text])
    return Profile(words=words, is_note=bool(words))


def around(area: str) -> list[str]:
    """The block in which the area lies, with its prefectures."""
    block = BLOCK_OF[Prefecture(area)] if area in Prefecture.values else area
    return areas_within(block)


def cases_alike(profile: Profile, person: Person, *, most: int, besides: Case | None = None) -> list[Alike]:
    """The cases most like the profile that the person may read, the likest first; one query, of a note three more for its words.

    `besides`: the case that the profile is of. A card of a case asks for its walls besides.
    """
    visible: CaseQuerySet = Case.objects.visible_to(person)
    if besides is not None and besides.pk:
        visible = visible.exclude(pk=besides.pk)
    with_words = cases_with_words(profile.words, person, most=CANDIDATES) if profile.is_note else []
    rows = _with_shared(visible.filter(pk__in=_best(profile, visible, with_words)), profile)
    shared = _weighed({row: _shared(row, profile) for row in rows}, profile)
    found = [
        Alike(row, what, reason(what, profile))
        for row, what in shared.items()
        if what.points and (what.tells_of_support or not profile.tells_of_support)
    ]
    found.sort(key=lambda alike: (alike.shared.points, alike.case.first_published_at, alike.case.pk), reverse=True)
    least = _NEAR_BEST * found[0].shared.points if found and profile.is_note else 0
    return [alike for alike in found[:most] if alike.shared.points >= least]


def reason(shared: Shared, profile: Profile) -> str:
    """「壁②と「事業承継・後継者」が同じ。どちらにも「会長」」: what the two share, in words; "" for nothing."""
    walls = "".join(str(wall.label)[0] for wall in Wall if wall in shared.walls)
    same = [f"壁{walls}"] if walls else []
    same += [f"「{profile.real[theme]}」" for theme in shared.real]
    same += [f"当初の相談の「{profile.asked[theme]}」" for theme in shared.asked if theme not in shared.real]
    same += [f"キーワードの「{profile.keywords[keyword]}」" for keyword in shared.keywords]
    same += [f"段階の「{Stage(shared.stage).label}」"] if shared.stage else []
    same += [FACTS[fact][0] for fact in shared.facts]
    *others, last = same or [""]
    said = [f"{'、'.join(others)}と{last}が同じ" if others else f"{last}が同じ"] if same else []
    named = [word for word in shared.named if not any(word in words for words in same)]
    said += [f"どちらにも{''.join(f'「{word}」' for word in named[:_WORDS_NAMED])}"] if named else []
    return "。".join(said)


def _best(profile: Profile, visible: CaseQuerySet, others: Sequence[int]) -> RawSQL:
    """The numbers of the cases that share most by walls, themes, keywords and facts, as far as the person may read them; and the others'."""
    if not profile.has_codes:
        return RawSQL(_OTHERS, ([*others],))  # noqa: S611
    facts = sum((_points(same, FACTS[fact][1]) for fact, same in profile.facts.items() if fact != "broken_off"), start=Value(0))
    shown = visible.order_by().annotate(fact_points=facts).values_list("pk", "fact_points", "first_published_at")
    visible_sql, visible_params = shown.query.sql_with_params()
    one_sql, one_params = shown.filter(pk=RawSQL("most.case_id", ())).query.sql_with_params()
    shared_sql, shared_params = _shared_rows(profile)
    # The parts are Django's own SQL; their values stay apart.
    sql = f"{_BEST.format(shared=shared_sql, visible_one=one_sql, visible=visible_sql)} UNION {_OTHERS}"
    values = (*shared_params, MOST_TALLIED, MOST_TALLIED, *one_params, *visible_params, CANDIDATES, [*others])
    return RawSQL(sql, values)  # noqa: S611


def _shared_rows(profile: Profile) -> tuple[str, Sequence[Any]]:
    """A query for (case, points) of every shared row, with its values."""
    broken_off = Case.objects.filter(self_running=SelfRunning.BROKEN_OFF) if profile.is_broken_off else Case.objects.none()
    kinds: list[tuple[QuerySet[Any], str, int]] = [
        (CaseWall.objects.filter(wall__in=profile.walls), "case_id", WALL),
        (_through("real_themes").filter(theme__in=list(profile.real)), "case_id", REAL),
        (_through("first_themes").filter(theme__in=list(profile.asked)), "case_id", ASKED),
        (CaseKeyword.objects.filter(tag__in=list(profile.keywords)), "content_object_id", KEYWORD),
        (broken_off, "pk", FACTS["broken_off"][1]),
    ]
    first, *others = [rows.order_by().values_list(case, Value(weight, IntegerField())) for rows, case, weight in kinds]
    try:
        return first.union(*others, all=True).order_by().query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint, 0 WHERE FALSE", ()


def _through(name: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = getattr(Case, name).through.objects.all()
    return rows


def _points(same: Q, weight: int) -> Any:
    return Choose(When(same, then=Value(weight)), default=Value(0), output_field=IntegerField())


def _with_shared(cases: CaseQuerySet, profile: Profile) -> CaseQuerySet:
    """Without their long texts, with what each has of the profile: one query."""
    case = OuterRef("pk")
    found: CaseQuerySet = (
        cases.with_card_rows()
        .prefetch_related(None)
        .annotate(
            shared_walls=ArraySubquery(CaseWall.objects.filter(case=case, wall__in=profile.walls).values("wall")),
            shared_real=ArraySubquery(_through("real_themes").filter(case=case, theme__in=list(profile.real)).values("theme_id")),
            shared_asked=ArraySubquery(
                _through("first_themes").filter(case=case, theme__in=list(profile.asked)).values("theme_id")
            ),
            shared_keywords=ArraySubquery(
                CaseKeyword.objects.filter(content_object=case, tag__in=list(profile.keywords)).values("tag_id")
            ),
            shared_stage=Exists(Episode.objects.filter(case=case, stage=profile.stage)),
            shared_lexemes=LexemesAmong({lexeme for word in profile.words for lexeme in word.lexemes}),
            **{f"shared_{fact}": ExpressionWrapper(same, BooleanField()) for fact, same in profile.facts.items()},
        )
    )
    return found


def _shared(row: Any, profile: Profile) -> Shared:
    lexemes = set(row.shared_lexemes)
    return Shared(
        walls=[wall for wall in Wall.values if wall in (row.shared_walls or ())],
        real=sorted(row.shared_real or (), key=list(profile.real).index),
        asked=sorted(row.shared_asked or (), key=list(profile.asked).index),
        keywords=sorted(row.shared_keywords or (), key=list(profile.keywords).index),
        facts=[fact for fact in FACTS if fact in profile.facts and getattr(row, f"shared_{fact}")],
        stage=profile.stage if profile.stage and row.shared_stage else "",
        words=[word for word in profile.words if not word.lexemes.isdisjoint(lexemes)],
        said=frozenset(word for word in profile.words if word.own in lexemes),
    )


def _things(shared: Shared) -> Iterator[tuple[Any, float]]:
    """Everything shared, each by a name of its own, with its weight; the words are apart."""
    yield from ((wall, WALL) for wall in shared.walls)
    yield from ((("real", theme), REAL) for theme in shared.real)
    yield from ((("asked", theme), ASKED) for theme in shared.asked)
    yield from ((("keyword", keyword), KEYWORD) for keyword in shared.keywords)
    yield from ((fact, FACTS[fact][1]) for fact in shared.facts)
    if shared.stage:
        yield shared.stage, STAGE


def _weighed(candidates: Mapping[Any, Shared], profile: Profile) -> dict[Any, Shared]:
    """The same with their points, and with those words that tell something, the rarest first."""
    number = len(candidates) + 3  # so that what one of two has tells something
    having = Counter(name for shared in candidates.values() for name, _ in _things(shared))
    with_word = Counter(word for shared in candidates.values() for word in shared.words)
    telling = {word: _rarity(number, count) for word, count in with_word.items() if count <= _EVERYBODYS * number}
    of_word = WORD_OF_NOTE if profile.is_note else WORD
    weighed = {}
    for key, shared in candidates.items():
        words = sorted((word for word in shared.words if word in telling), key=lambda word: -telling[word])
        points = sum(weight * max(LEAST_RARITY, _rarity(number, having[name])) for name, weight in _things(shared))
        points += of_word * sum(telling[word] for word in words)
        weighed[key] = replace(shared, words=words, points=points)
    return weighed


def _rarity(number: int, count: int) -> float:
    return min(MOST_RARITY, log(number / count) / log(3))
