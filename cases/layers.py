"""Who sees which field of a case: one table for the page, lists, search, exports and the API.

`public` means whoever may read the case at all: a case for members stays with them whatever stands here.
A field that is not in the table is shown to nobody; a test keeps the table complete.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from accounts.audiences import Audience, Person, audiences_of
from cases.vocabularies import Disclosure

#: Whom each disclosure reaches once the case is published.
AUDIENCE_OF: dict[str, Audience] = {
    Disclosure.ANONYMOUS: Audience.PUBLIC,
    Disclosure.NAMED: Audience.PUBLIC,
    Disclosure.MEMBERS: Audience.SUPPORTER,
    Disclosure.DRAFT: Audience.TEAM,
}


def _layers(**fields: str) -> dict[str, Audience]:
    return {name: Audience(audience) for audience, names in fields.items() for name in names.split()}


#: The narrowest layer of each field, by the model's name.
LAYERS: dict[str, dict[str, Audience]] = {
    "case": _layers(
        public=(
            "id title summary display_name industry industry_note area employee_band founded_decade president_role "
            "support_started support_ended meetings_count support_format trigger first_request first_themes situation_before "
            "used_questions real_issue real_themes issue_path issue_named_by noticing noticing_episode noticing_not_yet "
            "conviction conviction_episode conviction_not_yet worked_with tools collaboration behaviour_change "
            "self_running self_running_evidence picture picture_alt keywords is_sample first_published_at last_published_at"
        ),
        supporter="went_well went_badly next_time hesitated author organisation",
        team=(
            "disclosure president_voice president_voice_agreed reflections_public live has_unpublished_changes latest_revision "
            "live_revision created_at covered_until withdrawn_at"
        ),
        staff="submission_key locked locked_at locked_by go_live_at expire_at expired",
    ),
    "episode": _layers(
        public="id case sort_order key timing stage partner setting aim inquiry question reaction change walls mark",
        supporter="unsaid",
    ),
    "casewall": _layers(public="id case sort_order wall height how_passed outcome"),
    "companyaction": _layers(public="id case sort_order what who timing supporter_part"),
    "resultnumber": _layers(public="id case sort_order indicator before after unit audience"),
    "locabentrend": _layers(supporter="id case sort_order item trend"),
    "point": _layers(public="id case sort_order heading text"),
    "casefigure": _layers(public="id case sort_order picture alt caption audience"),
    "sourcenote": _layers(public="id case sort_order label url"),
    "followup": _layers(
        public="id case months month text self_running published_at",
        supporter="author",
        team="due_on asked_on status draft_text draft_self_running comment edited_at submitted_at created_at",
    ),
    "casemember": _layers(public="id case organisation_type role", supporter="user name", team="created_at"),
}

#: Fields that the author opens to every reader by ticking another field of the same row.
OPENED_BY: dict[str, dict[str, str]] = {
    "case": {
        "president_voice": "president_voice_agreed",
        "went_well": "reflections_public",
        "went_badly": "reflections_public",
        "next_time": "reflections_public",
        "hesitated": "reflections_public",
    },
}

#: Rows that carry their own audience in this field: the whole row is hidden from others.
ROW_AUDIENCE: dict[str, str] = {"resultnumber": "audience", "casefigure": "audience"}


def readable_columns(model: type[Model], person: Person, *, is_team: bool = False) -> frozenset[str]:
    """The fields of the model that the person may find filled in some row: the columns of a table. Values: `readable_fields`."""
    name = str(model._meta.model_name)
    return _open(name, person, is_team=is_team) | OPENED_BY.get(name, {}).keys()


def readable_fields(row: Model, person: Person, *, is_team: bool = False) -> frozenset[str]:
    """The fields of this row (a case or one of its rows) that the person may read; none where the whole row is not for him.

    Whether he may read the case at all is asked before (`Case.objects.visible_to`). `is_team`: whether he is of its team.
    """
    name = str(row._meta.model_name)
    own_audience = ROW_AUDIENCE.get(name)
    if own_audience and getattr(row, own_audience) not in _audiences(person, is_team=is_team):
        return frozenset()
    opened = {field for field, flag in OPENED_BY.get(name, {}).items() if getattr(row, flag)}
    return _open(name, person, is_team=is_team) | opened


def readable_rows[Row: Model](rows: Iterable[Row], person: Person, *, is_team: bool = False) -> list[Row]:
    """The rows of which the person may read anything."""
    return [row for row in rows if readable_fields(row, person, is_team=is_team)]


def readable_values(row: Model, person: Person, *, is_team: bool = False) -> dict[str, Any]:
    """The readable fields of the row with their values."""
    return {name: getattr(row, name) for name in sorted(readable_fields(row, person, is_team=is_team))}


def _open(name: str, person: Person, *, is_team: bool) -> frozenset[str]:
    audiences = _audiences(person, is_team=is_team)
    return frozenset(field for field, audience in LAYERS[name].items() if audience in audiences)


def _audiences(person: Person, *, is_team: bool) -> frozenset[str]:
    """The person's audiences towards a case: its team reads what supporters read, staff what the team reads."""
    audiences = set(audiences_of(person))
    if is_team:
        audiences |= {Audience.MEMBER, Audience.SUPPORTER, Audience.TEAM}
    if Audience.STAFF in audiences:
        audiences.add(Audience.TEAM)
    return frozenset(audiences)
