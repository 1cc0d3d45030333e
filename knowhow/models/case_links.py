"""Which topics talk of which cases, so that both can point at each other."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audiences import Person
from cases.models import Case
from knowhow.models.reply import Reply
from knowhow.models.topic import Topic


class CaseOfTopicQuerySet(models.QuerySet["CaseOfTopic"]):
    """Reads of links between topics and cases."""

    def in_sight(self) -> "CaseOfTopicQuerySet":
        """Those whose post everybody of the topic sees: the topic's own, and those of shown replies."""
        return self.filter(Q(reply=None) | Q(reply__in=Reply.objects.shown().order_by().values("pk")))

    def cases_for(self, user: Person, topic: Topic) -> "models.QuerySet[Case]":
        """The cases of a topic that the person may read, the one that it is about first."""
        links = self.in_sight().filter(topic=topic)
        subject = links.filter(is_subject=True, case=models.OuterRef("pk"))
        cases = Case.objects.visible_to(user).filter(pk__in=links.values("case_id"))
        ordered: models.QuerySet[Case] = (
            cases.only("title", "is_sample").annotate(is_subject=models.Exists(subject)).order_by("-is_subject", "pk")
        )
        return ordered

    def topics_for(self, user: Person, case: Case) -> "models.QuerySet[Topic]":
        """The topics that talk of a case, as lists show them to the person, the latest first."""
        links = self.in_sight().filter(case=case)
        return (
            Topic.objects.listed_for(user).filter(pk__in=links.values("topic_id")).for_cards().order_by("-last_posted_at", "-pk")
        )


class CaseOfTopic(models.Model):
    """That a post of a topic names a case, or that the topic was opened to ask about it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="case_links", verbose_name="話題")
    #: The reply that names it; None: the topic itself.
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="+", verbose_name="返信", null=True, blank=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", verbose_name="事例")
    #: Opened to ask about the case: stays when the text is edited.
    is_subject = models.BooleanField("この事例について尋ねる話題", default=False)
    created_at = models.DateTimeField("できた日時", default=timezone.now, editable=False)

    topic_id: int
    reply_id: int | None
    case_id: int

    objects = CaseOfTopicQuerySet.as_manager()

    class Meta:
        verbose_name = "話題に出てくる事例"
        verbose_name_plural = "話題に出てくる事例"
        constraints = (
            models.UniqueConstraint(fields=("topic", "reply", "case"), nulls_distinct=False, name="one_link_per_post_and_case"),
            models.CheckConstraint(condition=Q(is_subject=False) | Q(reply=None), name="only_topics_are_about_a_case"),
        )

    def __str__(self) -> str:
        return f"{self.topic_id}／{self.case_id}"
