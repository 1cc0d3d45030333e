"""The form in which staff recommend results."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from bansou.search.models.recommendation import MOST_RECOMMENDED, Recommendation, query_key
from bansou.search.registry import thing_at


class RecommendationForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Words, a line each, and addresses, a line each."""

    def clean_words(self) -> str:
        """At least one line that can be looked for."""
        lines = _lines(self.cleaned_data["words"])
        empty = [line for line in lines if not query_key(line)]
        if empty or not lines:
            raise ValidationError(f"「{empty[0] if empty else ''}」では検索できません。名詞や動詞を入れてください。")
        return "\n".join(lines)

    def clean_addresses(self) -> str:
        """Up to three addresses of things that search can find."""
        lines = _lines(self.cleaned_data["addresses"])
        if len(lines) > MOST_RECOMMENDED:
            raise ValidationError(f"{MOST_RECOMMENDED}つまでにしてください。")
        for line in lines:
            if thing_at(urlsplit(line).path) is None:
                raise ValidationError(f"「{line}」は、検索で見つかるページのアドレスではありません。")
        return "\n".join(lines)

    def save(self, commit: bool = True) -> Any:
        """With what is compared and what is shown."""
        row: Recommendation = self.instance
        row.asked = [query_key(line) for line in _lines(row.words)]
        row.things = [thing for line in _lines(row.addresses) if (thing := thing_at(urlsplit(line).path))]
        return super().save(commit)


def _lines(typed: str) -> list[str]:
    return list(dict.fromkeys(line for typed_line in typed.splitlines() if (line := typed_line.strip())))
