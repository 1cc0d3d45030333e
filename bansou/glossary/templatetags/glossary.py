"""{% glossed %}: a part of a page in which the glossary's terms are marked."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html

from bansou.glossary.marking import mark
from bansou.glossary.models import Term

register = template.Library()


class GlossedNode(template.Node):
    """The part between the tags, its terms marked. Asks once for all terms, so it stands within a remembered part."""

    def __init__(self, nodelist: NodeList, about: FilterExpression) -> None:
        self.nodelist, self.about = nodelist, about

    def render(self, context: Context) -> str:
        """With the script that shows meanings, where there is something to show."""
        html = self.nodelist.render(context)
        glosses = Term.objects.glosses()
        about = self.about.resolve(context, ignore_failures=True)
        marked = mark(html, glosses, apart={gloss.slug for gloss in glosses if gloss.is_about(about)})
        if marked == html:
            return html
        return marked + format_html('<script src="{}" type="module"></script>', static("js/glossary.js"))


@register.tag
def glossed(parser: Parser, token: Token) -> GlossedNode:
    """{% glossed page %}…{% endglossed %}: each term is marked once within; the terms that the page (or term) is about are not."""
    _, about = token.split_contents()
    nodelist = parser.parse(("endglossed",))
    parser.delete_first_token()
    return GlossedNode(nodelist, parser.compile_filter(about))
