"""What a team wrote, put into a case in memory: any part of the record, so that one step of the form leaves the others alone."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from accounts.models import User
from accounts.refusals import Refused
from bansou.images.actions import picture_from_upload
from bansou.images.models import SitePicture
from bansou.moderation.limits import check_limit
from cases.models import Case
from cases.record import EPISODE_POINTERS, PLAIN_FIELDS, ROW_KINDS, RowKind

#: Rows of each kind that is to be written, as values by field; a kind that is not named stays as it is, an empty list empties it.
Rows = dict[str, list[dict[str, Any]]]


def write_answers(case: Case, answers: dict[str, Any], rows: Rows, *, by: User) -> None:
    """Put the answers and rows into the case, which the caller saves. Raises Refused with the reason where they cannot stand.

    `answers`: values of any fields of `record.FIELDS`, and `picture_upload`, `picture_remove`; other names are passed over, so that
    a form's cleaned data can be given whole. `rows`: see Rows. A row that names one of the case's own (an Episode by its `key`, a
    wall, a ロカベン item, a figure by its `picture`) keeps what it does not mention; rows of the other kinds are given whole.
    A figure that is new brings an `upload` (or a SitePicture as its `picture`; a number must be of a picture that the case shows).
    """
    for name in PLAIN_FIELDS:
        if name in answers:
            setattr(case, name, answers[name])
    _write_picture(case, answers, by=by)
    episodes_before = {episode.key: number for number, episode in enumerate(case.episodes.all(), start=1)}
    for kind, values in rows.items():
        _write_rows(case, kind, values, by=by)
    _check_pointers(case, episodes_before)


def _write_picture(case: Case, answers: dict[str, Any], *, by: User) -> None:
    if answers.get("picture_upload"):
        case.picture = _picture(answers["picture_upload"], case, answers.get("picture_alt", ""), by=by)
    elif answers.get("picture_remove"):
        case.picture = None
    if "picture_alt" in answers or case.picture is None:
        case.picture_alt = answers.get("picture_alt", "") if case.picture_id else ""


def _picture(upload: Any, case: Case, description: str, *, by: User) -> SitePicture:
    check_limit(by, "upload")
    return picture_from_upload(upload, title=case.title, description=description, by=by)


def _write_rows(case: Case, name: str, rows: list[dict[str, Any]], *, by: User) -> None:
    kind = ROW_KINDS[name]
    if len(rows) > kind.at_most:
        raise Refused(f"「{kind.label}」は{kind.at_most}件までです（今は{len(rows)}件です）。")
    before = list(getattr(case, name).all())
    if name == "figures":
        rows = [_with_picture(row, case, before, by=by) for row in rows]
    elif name == "episodes":
        rows = [{**row, "key": _key(row.get("key"))} for row in rows]
    setattr(case, name, _named_rows(kind, before, rows) if kind.identity else _placed_rows(kind, before, rows))


def _named_rows(kind: RowKind, before: Iterable[Model], rows: list[dict[str, Any]]) -> list[Model]:
    """Each row continues the one of the same name."""
    known = {getattr(row, kind.identity): row for row in before}
    names = [row[kind.identity] for row in rows]
    if len(set(names)) < len(names):
        raise Refused(f"「{kind.label}」に、同じものが二つあります。")
    written = []
    for place, row in enumerate(rows):
        old = known.get(row[kind.identity])
        kept = {column: getattr(old, column) for column in kind.columns} if old else {}
        written.append(_row(kind, kept | row, old, place))
    return written


def _placed_rows(kind: RowKind, before: list[Model], rows: list[dict[str, Any]]) -> list[Model]:
    """Rows without a name take the numbers of those in whose place they stand, so that saving writes them over."""
    return [_row(kind, row, before[place] if place < len(before) else None, place) for place, row in enumerate(rows)]


def _row(kind: RowKind, values: dict[str, Any], old: Model | None, place: int) -> Model:
    """A new instance, never the old one changed: `old` may be shared with the version that it came from."""
    taken = {name: value for name, value in values.items() if name in (*kind.columns, kind.identity)}
    return kind.model(pk=old.pk if old else None, sort_order=place, **taken)


def _key(given: Any) -> uuid.UUID:
    """The row's key; a new one where the form brought none. A form may choose it, so that its 「気づき」 can point to a new row."""
    return uuid.UUID(str(given)) if given else uuid.uuid4()


def _with_picture(row: dict[str, Any], case: Case, before: list[Any], *, by: User) -> dict[str, Any]:
    """The row with `picture_id`: of an upload, or of a picture that the case already shows. Nobody takes a picture by its number."""
    upload, picture = row.get("upload"), row.get("picture")
    if upload:
        picture = _picture(upload, case, row.get("alt", ""), by=by)
    if not isinstance(picture, SitePicture):
        picture = next((figure.picture for figure in before if figure.picture_id == picture), None)
    if picture is None:
        raise Refused("図が見つかりませんでした。もう一度、図を選んでください。")
    return {name: value for name, value in row.items() if name not in ("upload", "picture")} | {"picture_id": picture.pk}


def _check_pointers(case: Case, episodes_before: dict[uuid.UUID, int]) -> None:
    """Refuse that a dialogue goes while 気づき or 腹落ち points to it, and that they point nowhere."""
    keys = {episode.key for episode in case.episodes.all()}
    for name, label in EPISODE_POINTERS.items():
        key = getattr(case, name)
        if key is None or key in keys:
            continue
        if key in episodes_before:
            raise Refused(
                f"対話{episodes_before[key]}は「{label}」で選ばれているため、消せません。先に「{label}」の対話を選び直してください。"
            )
        raise Refused(f"「{label}」で選んだ対話が見つかりません。選び直してください。")
