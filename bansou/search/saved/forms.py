"""The form of a saved search."""

from django import forms

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField
from bansou.search.models.saved_search import NAME_MAX


class SavedSearchForm(SiteForm):
    """Its name, and whether its owner hears of what is new."""

    name = LineField(label="名前", max_length=NAME_MAX, help_text="あとで見分けられる名前にします。あなただけに見えます。")
    tells = forms.BooleanField(
        label="新しい結果があるとき、知らせてもらう",
        required=False,
        help_text="1時間に一度調べて、「お知らせ」に載せます。メールでも受け取るかは、「メールの受け取り方」で選べます。",
    )
