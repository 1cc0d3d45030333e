"""What the queue of reports knows about topics and replies."""

from django.urls import reverse

from accounts.models import User
from bansou.moderation.reportables import Act, Reportable, register
from knowhow import actions
from knowhow.actions.holding import hold_reported_post
from knowhow.cards import Writer
from knowhow.models import Post, Reply, Topic


def _writer(post: Post) -> str:
    return Writer.of(post).display_name


def _author(post: Post) -> User:
    return post.author


def _hide(*, by: User, target: Topic | Reply, reason: str) -> None:
    actions.hide_post(by=by, post=target, reason=reason)


def _arrange_url(post: Topic | Reply) -> str:
    return reverse("knowhow:topic_arrange", args=[post.topic_id if isinstance(post, Reply) else post.pk])


def _show(*, by: User, target: Topic | Reply, reason: str) -> None:
    actions.show_post_again(by=by, post=target, reason=reason)


def _acts(post: Topic | Reply) -> dict[str, tuple[str, Act]]:
    if post.is_hidden:
        return {"show": ("表示に戻す", _show)}
    release: dict[str, tuple[str, Act]] = {"release": ("確認して表示する", actions.release_post)} if post.is_held else {}
    return release | {"ask": ("修正を頼む", actions.ask_to_edit), "hide": ("非表示にする", _hide)}


def connect() -> None:
    """Called once when the app is ready."""
    for kind, noun, model, view_name in (("topic", "話題", Topic, "knowhow:topic"), ("reply", "返信", Reply, "")):
        register(
            Reportable(
                kind=kind, noun=noun, model=model, visible_to=model.objects.visible_to, view_name=view_name, writer=_writer,
                author=_author, hold=hold_reported_post, acts=_acts, text=lambda post: post.body, arrange_url=_arrange_url,
            )
        )  # fmt: skip
