"""One step of the form as a whole: its fields and its rows, filled from a version, from what was sent or from a draft."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.audiences import Person
from cases.answers import Rows
from cases.forms.answers import AnswerForm
from cases.forms.rows import ROW_SETS, RowSet
from cases.forms.steps import STEP_FORMS, StepForm
from cases.models import Case, FieldComment
from cases.record import ROW_KINDS, STEP_FIELDS, STEP_ROWS, Step


class Sheet:
    """`typed` fills it instead of the version; with `checked=False` it only shows that. `initial`: values for a new case.

    `comments`: what a reviewer remarked; those of this step stand at their fields, each with room for an answer.
    """

    def __init__(
        self,
        step: Step,
        *,
        person: Person,
        version: Case | None = None,
        typed: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        checked: bool = True,
        initial: dict[str, Any] | None = None,
        comments: Sequence[FieldComment] = (),
    ) -> None:
        self.step = step
        form = STEP_FORMS[step]
        values = form.values_of(version) if version else initial
        self.form: StepForm = form(typed, files, initial=values, person=person, version=version, checked=checked)
        self.row_sets: dict[str, RowSet] = {
            kind: ROW_SETS[kind](
                typed,
                files,
                initial=ROW_SETS[kind].values_of(version),
                prefix=kind,
                form_kwargs={"version": version, "checked": checked},
            )
            for kind in STEP_ROWS[step]
        }
        self.answers_to = [
            AnswerForm(comment, typed, checked=checked)
            for comment in comments
            if comment.name in (*STEP_FIELDS[step], *STEP_ROWS[step])
        ]
        #: Remarks about what has no field of its own here.
        self.elsewhere: list[AnswerForm] = []
        for answer in self.answers_to:
            _add(self._place_of(answer.comment), answer)

    def _place_of(self, comment: FieldComment) -> Any:
        """What a remark is shown with: its field, its row, or the rows of its kind where that row is gone."""
        if comment.name not in self.row_sets:
            return self.form.fields.get(comment.name, self)
        rows = self.row_sets[comment.name]
        identity = ROW_KINDS[comment.name].identity.removesuffix("_id")
        for number, form in enumerate(rows.forms, start=1):
            if comment.row == (str(form[identity].value()) if identity else str(number)):
                return form
        return rows

    def is_valid(self) -> bool:
        """Ask all parts, so that all errors show at once."""
        parts: list[StepForm | RowSet | AnswerForm] = [self.form, *self.row_sets.values(), *self.answers_to]
        judged = [part.is_valid() for part in parts]
        return all(judged)

    @property
    def has_errors(self) -> bool:
        """Whether something is to be put right."""
        if self.form.errors or any(answer.errors for answer in self.answers_to):
            return True
        return any(rows.total_error_count() for rows in self.row_sets.values())

    @property
    def answers(self) -> dict[str, Any]:
        """The values of the step's fields, once it is valid."""
        return self.form.cleaned_data

    @property
    def rows(self) -> Rows:
        """The rows of the step's kinds, once it is valid."""
        return {kind: rows.values() for kind, rows in self.row_sets.items()}

    @property
    def told(self) -> dict[int, tuple[str, bool]]:
        """What the team says to the remarks, by their numbers, once it is valid."""
        return {answer.comment.pk: answer.told for answer in self.answers_to}

    def fields(self) -> Iterator[tuple[str, BoundField]]:
        """Every field that is seen, those of rows too, with its name in words."""
        for field in self.form.visible_fields():
            yield str(field.label), field
        for rows in self.row_sets.values():
            for number, form in enumerate(rows.in_order(), start=1):
                for field in form.visible_fields():
                    if field.name not in ("DELETE", "ORDER"):
                        yield f"{rows.row_name}{number} {field.label}", field


def _add(place: Any, answer: AnswerForm) -> None:
    """Put an answer where the templates look for it."""
    name = "elsewhere" if isinstance(place, Sheet) else "comments"
    setattr(place, name, [*getattr(place, name, ()), answer])


def with_another_row(typed: QueryDict, kind: str) -> QueryDict:
    """What was typed, with room for one row more of the kind. An unknown kind changes nothing."""
    count = typed.get(f"{kind}-TOTAL_FORMS", "")
    if kind not in ROW_SETS or not count.isdecimal():
        return typed
    typed = typed.copy()
    if int(count[:4]) < ROW_SETS[kind].absolute_max:  # type: ignore[attr-defined]
        typed[f"{kind}-TOTAL_FORMS"] = str(int(count[:4]) + 1)
        typed[f"{kind}-{int(count[:4])}-key"] = str(uuid.uuid4())
    return typed
