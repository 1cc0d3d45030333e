"""From the mail of a colleague to a board of supporters, without JavaScript and without a second mail."""

import re

from django.core import mail

from accounts.models import User
from knowhow.models import Board

PASSWORD = "やまのぼりのひと-2026"
ADDRESS = "minori@example.jp"


def test_an_invited_colleague_reads_a_board_of_supporters_within_six_screens(own_site, browse, shots):
    colleague, newcomer = browse("supporter"), browse(java_script_enabled=False)
    board = Board.objects.filter(audience="supporter").exclude(slug="clinic").order_by("pk")[0]
    screens: list[str] = []
    newcomer.on("response", lambda answer: screens.append(answer.url) if _is_screen(answer) else None)

    colleague.goto("/me/invitations/")
    colleague.get_by_role("link", name="同僚を招待する").click()
    shots(colleague, "invite")
    colleague.get_by_label("メールアドレス").fill(ADDRESS)
    colleague.get_by_role("button", name="招待のメールを送る").click()
    colleague.wait_for_url("**/me/invitations/")
    sent = [letter for letter in mail.outbox if letter.to == [ADDRESS]]
    newcomer.goto(re.search(r"https?://\S+/invitations/\S+", str(sent[0].body)).group())
    newcomer.get_by_role("button", name="新しく登録して進む").click()
    newcomer.get_by_label("表示名").fill("みのり")
    newcomer.get_by_label("パスワード").fill(PASSWORD)
    newcomer.wait_for_timeout(4000)  # without the browser's work, the form asks for a moment
    newcomer.get_by_role("button", name="登録して進む").click()
    newcomer.get_by_role("button", name="参加する").click()
    newcomer.wait_for_url("**/me/")
    newcomer.goto(board.get_absolute_url())

    assert newcomer.get_by_role("heading", name=board.name, exact=True).is_visible()
    assert len(screens) <= 6, screens
    assert len(sent) == 1
    assert User.objects.get(email=ADDRESS).is_supporter


def _is_screen(answer) -> bool:
    """A page that is looked at: neither a redirect nor a part of a page."""
    return answer.request.resource_type == "document" and answer.status < 300
