"""{% remembered %}: a part of a page that is rendered once and then taken from memory while the content stays as it is."""

import hashlib
import re

from django import template
from django.core.cache import caches
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

register = template.Library()

#: Seconds. Content changes are seen at once, through the key; 「3分前」 may be so late.
REMEMBERED_SECONDS = 60

#: Where a template's lines are indented between two tags. Text is escaped, so no "<" of a person's own stands there.
_INDENTATION = re.compile(r"(?<=>)\s*\n\s+(?=<)")


class RememberedNode(template.Node):
    """The part between the tags, without their indentation. Without a key, as in a preview, it is rendered anew each time."""

    def __init__(self, nodelist: NodeList, name: str, key: FilterExpression) -> None:
        self.nodelist, self.name, self.key = nodelist, name, key

    def render(self, context: Context) -> str:
        """From memory, or rendered and remembered."""
        key = self.key.resolve(context, ignore_failures=True)
        if not key:
            return self.nodelist.render(context)
        pages = caches["pages"]
        place = hashlib.sha256(f"{self.name}|{key}".encode()).hexdigest()
        html = pages.get(place)
        if html is None:
            html = _INDENTATION.sub("\n", self.nodelist.render(context))
            pages.set(place, html, REMEMBERED_SECONDS)
        return str(html)


@register.tag
def remembered(parser: Parser, token: Token) -> RememberedNode:
    """{% remembered "name" key %}…{% endremembered %}; the key comes from `bansou.freshness.keys.fresh_key`, given by the view."""
    _, name, key = token.split_contents()
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(nodelist, name, parser.compile_filter(key))
