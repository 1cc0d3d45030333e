"""People as the exchange shows them: by what they wrote under their own name."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.audiences import Person
from accounts.models import User
from knowhow.models.reply import Reply
from knowhow.models.topic import Topic


def writers_seen_by(user: Person) -> QuerySet[User]:
    """People of whom the person may read a topic or a reply. What stands under an alias tells of nobody."""
    own = {"author": OuterRef("pk"), "alias": ""}
    return User.objects.filter(
        Exists(Topic.objects.listed_for(user).shown().filter(**own))
        | Exists(Reply.objects.visible_to(user).shown().filter(**own)),
        is_active=True,
    )
