"""A post as a quotation in an answer."""

from django.http import HttpRequest, QueryDict

from knowhow.cards import Writer
from knowhow.models import Post, Reply, Topic

#: Characters of a post that are quoted: an answer is about a passage, not about everything.
_LONGEST = 1000
_QUOTE_MARKS = (">", "＞")


def quoted(post: Post) -> str:
    """The post's own words as a quotation with its writer's name (his alias, where he has one). What it quotes itself is left out."""
    own = "\n".join(line for line in post.body.split("\n") if not line.lstrip(" 　").startswith(_QUOTE_MARKS)).strip()
    words = own if len(own) <= _LONGEST else own[: _LONGEST - 1] + "…"
    lines = "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
    return f"> {Writer.of(post).display_name}さん：\n{lines}\n\n"


def post_to_quote(request: HttpRequest, topic: Topic) -> Post | None:
    """The post of the topic that `?quote=` names, if everybody may read it: `topic`, or the number of a reply."""
    key = request.GET.get("quote", "")
    if key == "topic":
        return None if topic.is_hidden else topic
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    replies = Reply.objects.visible_to(request.user).shown().select_related("author", "organisation")
    return replies.filter(topic=topic, pk=int(key)).first()


def with_quotation(typed: QueryDict | None, quotation: str) -> QueryDict:
    """What fills the reply: the quotation, below what was typed already."""
    filled = typed.copy() if typed else QueryDict(mutable=True)
    before = filled.get("body", "").rstrip()
    # A page that was loaded twice quotes once.
    if quotation.strip() not in before:
        filled["body"] = f"{before}\n\n{quotation}".lstrip("\n")
    return filled
