"""What becomes of a reply: it solves the question, helps, is tried out."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from knowhow.actions.counters import count_solutions
from knowhow.actions.telling import tell_author, tell_decision, tell_helped
from knowhow.models import Helpful, Reply, Topic, Trial
from knowhow.models.mark import place_of
from knowhow.permissions import check_can_hide, check_can_mark, check_can_solve, check_can_try


@transaction.atomic
def mark_solution(*, by: User, reply: Reply, thanks: str = "") -> Reply:
    """Say that a reply solved the question of its topic, with a word of thanks. Its author is told. Twice is once."""
    current = _locked(reply)
    check_can_solve(by, current.topic)
    if current.is_hidden:
        raise Refused("運営が非表示にした返信は、解決にできません。")
    if current.is_solution:
        return current
    current.solved_at, current.solved_by, current.thanks = timezone.now(), by, thanks
    current.save(update_fields=["solved_at", "solved_by", "thanks"])
    count_solutions(current.topic_id)
    check_limit(by, "solve")
    tell_author(current, "solved", by=by)
    return current


@transaction.atomic
def take_solution_back(*, by: User, reply: Reply) -> None:
    """Say that a reply did not solve the question after all."""
    current = _locked(reply)
    check_can_solve(by, current.topic)
    if not current.is_solution:
        return
    current.solved_at, current.solved_by, current.thanks = None, None, ""
    current.save(update_fields=["solved_at", "solved_by", "thanks"])
    count_solutions(current.topic_id)
    check_limit(by, "solve")


@transaction.atomic
def mark_helpful(*, by: User, post: Topic | Reply) -> None:
    """Say that a post helped; its author learns the number once a day. Twice is once."""
    check_can_mark(by, post)
    _, is_new = Helpful.objects.get_or_create(author=by, **place_of(post))
    if is_new:
        _count(post, helpful_count=1)
        check_limit(by, "helpful")
        tell_helped(post)


@transaction.atomic
def take_helpful_back(*, by: User, post: Topic | Reply) -> None:
    """Take it back. Twice is once."""
    deleted, _ = Helpful.objects.at(post).by(by).delete()
    if deleted:
        _count(post, helpful_count=-1)


@transaction.atomic
def tell_trial(*, by: User, post: Topic | Reply, text: str) -> Trial:
    """Tell how it went when one did what the post says, or say it otherwise. The post's author is told the first time."""
    check_can_try(by, post)
    # Whoever tells of the post at the same moment waits here, so that nobody is counted twice.
    current = _locked(post)
    trial = Trial.objects.at(current).by(by).first()
    if trial is None:
        trial = Trial.objects.create(author=by, organisation=by.organisation, text=text, **place_of(current))
        _count(current, tried_count=1)
        tell_author(current, "tried", by=by, target_id=trial.pk)
    elif trial.text == text:
        return trial
    elif trial.is_hidden:
        raise Refused("運営が非表示にした「やってみた」は直せません。お心当たりがないときは、お問い合わせください。")
    else:
        trial.text, trial.edited_at = text, timezone.now()
        trial.save(update_fields=["text", "edited_at"])
    check_limit(by, "trial")
    return trial


@transaction.atomic
def hide_trial(*, by: User, trial: Trial, reason: str) -> None:
    """Take a trial out of everybody's sight but its writer's and staff's. Who wrote it is told why. Twice is once."""
    check_can_hide(by)
    current = Trial.objects.select_for_update(of=("self",)).get(pk=trial.pk)
    if current.is_hidden:
        return
    current.hidden_at, current.hidden_reason = timezone.now(), reason
    current.save(update_fields=["hidden_at", "hidden_reason"])
    _count(current.post, tried_count=-1)
    decision = record_decision(by=by, target=current, verb="非表示にした", reason=reason)
    tell_decision("post_hidden", current, decision)


@transaction.atomic
def show_trial_again(*, by: User, trial: Trial, reason: str) -> None:
    """Bring a hidden trial back. Who wrote it is told."""
    check_can_hide(by)
    current = Trial.objects.select_for_update(of=("self",)).get(pk=trial.pk)
    if not current.is_hidden:
        return
    current.hidden_at, current.hidden_reason = None, ""
    current.save(update_fields=["hidden_at", "hidden_reason"])
    _count(current.post, tried_count=1)
    decision = record_decision(by=by, target=current, verb="表示に戻した", reason=reason)
    tell_decision("post_shown_again", current, decision)


def _locked[P: (Topic, Reply)](post: P) -> P:
    """The post as it stands now, held until the transaction ends."""
    return type(post)._default_manager.select_for_update(of=("self",)).get(pk=post.pk)


def _count(post: Topic | Reply, **differences: int) -> None:
    changes = {name: F(name) + difference for name, difference in differences.items()}
    type(post)._default_manager.filter(pk=post.pk).update(**changes)
