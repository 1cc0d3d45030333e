"""/sitemap.xml names what everybody may read, under the address of the settings, and nothing else."""

import uuid

import pytest

from accounts.models import Organisation
from cases.models import QuestionCard
from cases.statuses import Status
from knowhow.models import Board, Topic
from tests.factories import make_case


def make_topic(*, audience, author):
    board = Board.objects.create(slug=f"board-{audience}", name="掲示板", purpose="試すため", audience=audience)
    return Topic.objects.create(
        board=board,
        kind="talk",
        title="沈黙を待つということ",
        body="沈黙のあとに何が語られるかを待ちます。",
        body_html="<p>待ちます。</p>",
        excerpt="待ちます。",
        author=author,
        submission_key=uuid.uuid4(),
    )


@pytest.mark.django_db
def test_public_things_are_in_it_and_the_rest_is_not(client, supporter, reviewer, settings, society):
    settings.BASE_URL = "https://example.jp"
    published = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    for_members = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, disclosure="members")
    draft = make_case(author=supporter)
    open_topic = make_topic(audience="public", author=supporter)
    closed_topic = make_topic(audience="supporter", author=supporter)
    card, proposed = QuestionCard.objects.shown().order_by("pk")[:2]
    QuestionCard.objects.filter(pk=proposed.pk).update(state="proposed")

    listed = Organisation.objects.create(
        name="見本県よろず支援拠点", organisation_type="yorozu", prefecture="03", is_verified=True, in_directory=True,
        contact_phone="019-000-0000",
    )  # fmt: skip

    text = client.get("/sitemap.xml").content.decode()

    for path in (
        "/",
        "/about/",
        "/walls/see/",
        "/learn/path/in-one-sentence/",
        published.get_absolute_url(),
        open_topic.get_absolute_url(),
        card.get_absolute_url(),
        listed.get_absolute_url(),
    ):
        assert f"<loc>https://example.jp{path}</loc>" in text
    for hidden in (for_members, draft, closed_topic, proposed, society):
        assert f"{hidden.get_absolute_url()}</loc>" not in text
