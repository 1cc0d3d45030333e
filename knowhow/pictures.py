"""The pictures in a post's text: named by a mark on a line of its own, 【写真12】, and shown as a figure with their description."""

import re
from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from knowhow.models import PostPicture

_MARK = re.compile(r"【写真([1-9][0-9]{0,17})】")
#: A mark as the only thing in its paragraph or line of it.
_MARK_IN_HTML = re.compile(r"(?:<p>)?【写真([1-9][0-9]{0,17})】(?:</p>)?")


def picture_keys(body: str) -> list[int]:
    """The numbers of the pictures that the text names, each once, in its order."""
    return list(dict.fromkeys(int(key) for key in _MARK.findall(body)))


def without_marks(body: str) -> str:
    """The text without its pictures, for excerpts."""
    return _MARK.sub("", body)


def with_figures(html: SafeString, pictures: Iterable[PostPicture]) -> SafeString:
    """The rendered text with a figure for each paragraph that only names one of the pictures. All other marks stay words."""
    known = {str(picture.pk): picture for picture in pictures}
    if not known:
        return html
    lines = []
    for line in html.split("\n"):
        bare = line.removesuffix("<br>")
        mark = _MARK_IN_HTML.fullmatch(bare)
        is_paragraph = line.startswith("<p>") and line.endswith("</p>")
        lines.append(_figure(known[mark[1]]) if mark and mark[1] in known and is_paragraph else line)
    return mark_safe("\n".join(lines))  # noqa: S308 - it was safe, and the figures are


def _figure(picture: PostPicture) -> str:
    rendition = picture.picture.get_rendition("max-1280x1280")
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async"></figure>',
        picture.get_absolute_url(),
        picture.alt,
        rendition.width,
        rendition.height,
    )
