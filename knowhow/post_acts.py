"""What a reader may do with a post: the buttons and links under it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.audiences import Person
from accounts.refusals import reason_against
from knowhow.inquiring import asks_something
from knowhow.models import Reply, Topic
from knowhow.permissions import (
    check_can_choose_keywords,
    check_can_edit,
    check_can_hide,
    check_can_propose_question,
    check_can_see_writers,
)
from knowhow.post_marks import PostMarks


@dataclass(frozen=True)
class PostAct:
    """A link to a page, or, where it `writes`, a button of the page's form `post-acts`. A minor one stands behind 「ほか」."""

    label: str
    url: str
    writes: bool = False
    is_minor: bool = False


def acts_of(post: Topic | Reply, *, reader: Person, marks: PostMarks) -> Iterator[PostAct]:
    """In the order of the page: answering, judging, one's own text, then what is rare."""
    noun = "reply" if isinstance(post, Reply) else "topic"
    if reader.is_authenticated and not post.is_hidden:
        yield PostAct("引用して返信", _quote_url(post))
    yield from _answers(post, noun, marks)
    if not reason_against(check_can_edit, reader, post):
        page = "clinic_edit" if isinstance(post, Topic) and post.alias else f"{noun}_edit"
        yield PostAct("修正する", reverse(f"knowhow:{page}", args=[post.pk]))
    if post.is_held and not reason_against(check_can_hide, reader):
        yield PostAct("確認して表示する", reverse(f"knowhow:{noun}_release", args=[post.pk]))
    for label, url in _minor(post, noun, reader):
        yield PostAct(label, url, is_minor=True)


def may_propose_from_posts(reader: Person) -> bool:
    """Whether replies offer to become cards of the bank. Not to staff: they share what is remembered whether they are supporters or not."""
    return not (reader.is_authenticated and reader.is_staff) and not reason_against(check_can_propose_question, reader)


def _answers(post: Topic | Reply, noun: str, marks: PostMarks) -> Iterator[PostAct]:
    if marks.may_solve and isinstance(post, Reply) and not post.is_hidden:
        if post.is_solution:
            yield PostAct("解決を取り消す", reverse("knowhow:reply_unsolve", args=[post.pk]), writes=True)
        else:
            yield PostAct("この返信で解決した", reverse("knowhow:reply_solve", args=[post.pk]))
    if marks.may_mark(post):
        if marks.is_helpful(post):
            yield PostAct("「参考になった」を取り消す", reverse(f"knowhow:{noun}_unhelpful", args=[post.pk]), writes=True)
        else:
            yield PostAct("参考になった", reverse(f"knowhow:{noun}_helpful", args=[post.pk]), writes=True)
    if marks.may_try(post):
        label = "「やってみた」を直す" if marks.is_tried(post) else "やってみた"
        yield PostAct(label, reverse(f"knowhow:{noun}_try", args=[post.pk]))


def _minor(post: Topic | Reply, noun: str, reader: Person) -> Iterator[tuple[str, str]]:
    if reader.is_authenticated:
        yield "しおり", reverse(f"knowhow:{noun}_bookmark", args=[post.pk])
    if isinstance(post, Topic):
        if not reason_against(check_can_choose_keywords, reader, post):
            yield "キーワード", reverse("knowhow:topic_keywords", args=[post.pk])
        if post.alias and not reason_against(check_can_see_writers, reader):
            yield "投稿者を確かめる", reverse("knowhow:clinic_writers", args=[post.pk])
        if post.is_put_away:
            return
    elif not post.is_hidden and asks_something(post.body) and may_propose_from_posts(reader):
        yield "問いかけバンクに提案", f"{reverse('knowhow:question_new')}?reply={post.pk}"
    if not reason_against(check_can_hide, reader):
        yield from _staff(post, noun)
    if not post.is_by(reader):
        yield "運営に知らせる", f"{reverse('moderation:report')}?kind={noun}&id={post.pk}"


def _staff(post: Topic | Reply, noun: str) -> Iterator[tuple[str, str]]:
    yield "表示に戻す" if post.is_hidden else "非表示にする", reverse(f"knowhow:{noun}_hide", args=[post.pk])
    if not post.is_hidden:
        yield "修正を頼む", reverse(f"knowhow:{noun}_ask", args=[post.pk])
    if isinstance(post, Topic):
        yield "話題を整理する", reverse("knowhow:topic_arrange", args=[post.pk])


def _quote_url(post: Topic | Reply) -> str:
    """The topic's page with the post quoted in the reply: on the part where the post stands."""
    if isinstance(post, Reply):
        return f"{reverse('knowhow:topic', args=[post.topic_id])}?reply={post.pk}&quote={post.pk}#reply-form"
    return f"{reverse('knowhow:topic', args=[post.pk])}?quote=topic#reply-form"
