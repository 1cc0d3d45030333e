"""A form that shows what was typed, as it was typed, and judges nothing yet."""

from typing import Any

from django.forms.utils import ErrorDict


class Checkable:
    """For forms that also open with text that nobody has sent: a draft, parked text, a form that only gets another row.

    With `checked=False` the form is bound, has no errors and no cleaned values, and is never valid.
    """

    def __init__(self, *args: Any, checked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checked = checked
        if not checked:
            self._mark_anew()

    def _mark_anew(self) -> None:
        """A draft is kept without the marks of its form (who types, the key of a double press): it gets those of this page."""
        form: Any = self
        if form.is_bound:
            form.data = form.data.copy()
            for name in {"submission_key", "typed_by"} & form.fields.keys():
                form.data.setdefault(form.add_prefix(name), str(form.get_initial_for_field(form.fields[name], name)))

    def full_clean(self) -> None:
        """Nothing, where nothing is to be checked."""
        if self.checked:
            super().full_clean()  # type: ignore[misc]
            return
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def is_valid(self) -> bool:
        """Only what was checked is valid."""
        return self.checked and super().is_valid()  # type: ignore[misc]
