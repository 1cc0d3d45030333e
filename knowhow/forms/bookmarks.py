"""The form of a bookmark."""

from bansou.forms.base import SiteForm
from bansou.forms.fields import TextField
from knowhow.models.bookmarks import NOTE_MAX


class BookmarkForm(SiteForm):
    """A note for oneself."""

    note = TextField(
        label="自分だけのメモ",
        max_length=NOTE_MAX,
        required=False,
        rows=3,
        help_text="あなただけに見えます。書かなくてもかまいません。会社が分かることは、ここにも書きません。",
    )
