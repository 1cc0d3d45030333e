"""The one place that makes what a page's head says of it: its address, its picture, and what it tells machines."""

import html
from collections.abc import Callable
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from bansou.sharing import linked_data
from bansou.sharing.pictures import HEIGHT, WIDTH, digest_of
from bansou.sharing.subjects import Subject

register = template.Library()

_LOCALES = {"ja": "ja_JP", "en": "en_US"}


class WordsNode(template.Node):
    """Keeps what stands between the tags, on one line, as a variable of the page."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> str:
        """Nothing; the words are in the context from here on."""
        context[self.name] = mark_safe(" ".join(self.nodelist.render(context).split()))  # noqa: S308 - rendered, so escaped already
        return ""


@register.tag
def words(parser: Parser, token: Token) -> WordsNode:
    """{% words as page_title %}{% block title %}…{% endblock %}{% endwords %}: a block whose words are needed more than once."""
    _, _, name = token.split_contents()
    nodelist = parser.parse(("endwords",))
    parser.delete_first_token()
    return WordsNode(nodelist, name)


@register.inclusion_tag("sharing/head.html", takes_context=True)
def sharing_head(context: Context) -> dict[str, Any]:
    """The page's own address; for visitors, as which all other sites come, how it looks elsewhere. Reads what `words` has kept."""
    request = context.get("request")
    # An error has no address of its own; Django gives its pages the exception.
    if request is None or "exception" in context or request.path.startswith("/accounts/"):
        return {}
    kept = {name: _word(context, name) for name in ("title", "description", "language", "subject", "type")}
    return {
        **kept,
        "is_shared": not request.user.is_authenticated if hasattr(request, "user") else False,
        "address": linked_data.absolute(request.path),
        "locale": _LOCALES.get(kept["language"], "ja_JP"),
        "picture": picture_address(kept["subject"], kept["title"]),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _word(context: Context, name: str) -> str:
    """One of the words that base.html set aside."""
    return str(context.get(f"page_{name}") or "")


def picture_address(subject: str, title: str) -> str:
    """Where the picture of a page is: its subject is "cases/12", or "" for that of the site.

    It changes with the title, so that other sites, which keep pictures by their address, fetch it anew.
    """
    name, _, key = subject.partition("/")
    try:
        path = reverse("sharing:picture", args=[name, key]) if subject else reverse("sharing:site")
    except NoReverseMatch:
        path = reverse("sharing:site")
    return linked_data.absolute(f"{path}?v={digest_of(Subject(html.unescape(title) if subject else '', ''))[:8]}")


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Context, items: Any) -> SafeString | str:
    """Where the page stands."""
    return _told(context, lambda: linked_data.breadcrumb(items))


@register.simple_tag(takes_context=True)
def article_data(context: Context, changed: Any, published: Any) -> SafeString | str:
    """That the page is a text, of when; its words are those of its head."""
    title, summary = (html.unescape(_word(context, name)) for name in ("title", "description"))
    return _told(
        context,
        lambda: linked_data.article(
            title=title,
            summary=summary,
            address=context["request"].path,
            picture=picture_address(_word(context, "subject"), _word(context, "title")),
            changed=changed,
            published=published,
            language=_word(context, "language") or "ja",
        ),
    )


@register.simple_tag(takes_context=True)
def linked(context: Context, value: Any) -> SafeString | str:
    """Data that a room has made by itself; nothing where there is none."""
    return _told(context, lambda: value)


def _told(context: Context, make: Callable[[], Any]) -> SafeString | str:
    """What machines are told; "" where there is nothing, and for people who are signed in, as no machine is."""
    request = getattr(context, "request", None)  # not out of the context: a component is given its values alone
    if request is None or (hasattr(request, "user") and request.user.is_authenticated):
        return ""
    data = make()
    return linked_data.script(data) if data else ""
