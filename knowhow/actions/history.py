"""Earlier texts: kept with every edit, taken out of sight where they tell what should not be told."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.moderation.actions import record_decision
from bansou.notifications.actions import tell
from knowhow.models import PostVersion, Reply, Topic
from knowhow.permissions import check_can_hide

#: What readers see in place of a text that its author took out of the history.
AUTHORS_REASON = "書いた人が、会社や人が分かる言葉を直しました"


def keep_version(post: Topic | Reply, *, by: User, reason: str, hide: bool) -> PostVersion:
    """Keep the post's text as it is, before an edit takes its place. `hide`: its author does not want it read any more."""
    now = timezone.now()
    hiding = {"hidden_at": now, "hidden_by": by, "hidden_reason": AUTHORS_REASON} if hide else {}
    return PostVersion.objects.create(
        topic=post if isinstance(post, Topic) else None,
        reply=post if isinstance(post, Reply) else None,
        number=post.edit_version,
        title=post.title if isinstance(post, Topic) else "",
        body=post.body,
        written_at=post.edited_at or post.created_at,
        replaced_at=now,
        reason=reason,
        **hiding,
    )


@transaction.atomic
def hide_version(*, by: User, version: PostVersion, reason: str) -> None:
    """Take an earlier text out of everybody's sight but its author's and staff's. The author is told why. Twice is once."""
    check_can_hide(by)
    current = PostVersion.objects.select_for_update(of=("self",)).select_related("topic", "reply__topic").get(pk=version.pk)
    if current.is_hidden:
        return
    current.hidden_at, current.hidden_by, current.hidden_reason = timezone.now(), by, reason
    current.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    post = current.post
    record_decision(by=by, target=post, verb="修正前の文章を非表示にした", reason=reason)
    tell("version_hidden", target_id=current.pk, thread=f"version:{current.pk}", by=by, to=[post.author])
