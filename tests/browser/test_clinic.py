"""A clinic from the doubt to the next step: questions first, a lecture stopped, views after that; with and without JavaScript, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from accounts.actions import confirm_membership
from accounts.models import Organisation
from bansou.moderation.models import LimitCounter
from knowhow.models import Topic
from tests.browser.conftest import DESK, PHONE
from tests.browser.holdings import person

ASKS = "そのとき、社長はどこを見ていましたか。"
LECTURES = "まず、事業計画を一緒に作るべきです。"


@pytest.mark.parametrize(("size", "script"), [(DESK, True), (PHONE, False)], ids=["desk", "phone without script"])
def test_a_clinic_goes_from_the_doubt_to_the_next_step(size, script, own_site, browse, shots):
    confirm_membership(user=person("reader"), organisation=Organisation.objects.first(), by=None)
    LimitCounter.objects.all().delete()
    asker, peer = (browse(name, viewport=size, java_script_enabled=script) for name in ("supporter", "reader"))

    asker.goto("/knowhow/")
    asker.get_by_role("link", name="事例クリニック").click()
    shots(asker, f"clinic-list-{script}")
    asker.get_by_role("link", name="クリニックで相談する").click()
    asker.get_by_label("題名").fill("後継ぎの話になると席を立つ社長")
    asker.get_by_label("状況").fill("盛岡市の二代目の社長は、話が後継ぎのことになると席を立ちます。")
    asker.get_by_label("迷い").fill("待つのがよいのか、こちらから尋ねるのがよいのか。")
    asker.get_by_label("してみたこと").fill("一度だけ、先代の話を聞きました。")
    asker.get_by_label("聞きたいこと").fill("何を見落としているのかを、問いかけてほしいです。")
    shots(asker, f"clinic-new-{script}")
    asker.get_by_role("button", name="クリニックを開く").click()
    expect(asker.locator(".found-words")).to_contain_text("「盛岡市」")
    shots(asker, f"clinic-found-{script}")
    asker.get_by_label("状況").fill("ある会社の二代目の社長は、話が後継ぎのことになると席を立ちます。")
    asker.get_by_role("button", name="クリニックを開く").click()
    expect(asker.get_by_role("heading", level=1)).to_have_text("後継ぎの話になると席を立つ社長")
    topic = Topic.objects.get(title="後継ぎの話になると席を立つ社長")

    peer.goto("/knowhow/clinic/")
    shots(peer, f"clinic-list-running-{script}")
    peer.get_by_role("link", name="後継ぎの話になると席を立つ社長").click()
    peer.locator("#id_body").fill(LECTURES)
    peer.get_by_role("button", name="問いかけを投稿する").click()
    expect(peer.locator(".error-summary")).to_contain_text("いまは、問いかけだけの時間です")
    expect(peer.locator("#id_body")).to_have_value(LECTURES)
    shots(peer, f"clinic-stopped-{script}")
    peer.locator("#id_body").fill(ASKS)
    peer.get_by_role("button", name="問いかけを投稿する").click()
    expect(peer.locator(".post").last).to_contain_text(ASKS)
    expect(peer.locator(".post").last).to_contain_text("支援者A")

    asker.reload()
    expect(asker.locator("main")).to_contain_text(ASKS)
    expect(asker.locator("main")).not_to_contain_text(person("reader").display_name)
    shots(asker, f"clinic-own-{script}")
    asker.get_by_role("button", name="考えも聞きはじめる").click()
    expect(asker.get_by_role("button", name="考えも聞きはじめる")).to_have_count(0)
    LimitCounter.objects.all().delete()

    peer.goto(topic.get_absolute_url())
    peer.locator("#id_body").fill(LECTURES)
    peer.get_by_role("button", name="返信を投稿する").click()
    expect(peer.get_by_role("heading", name="投稿前の確認")).to_be_visible()
    peer.get_by_role("button", name="返信を投稿する").click()
    expect(peer.locator(".post").last).to_contain_text(LECTURES)

    asker.reload()
    asker.get_by_role("link", name="次の一歩を書いて閉じる").click()
    asker.get_by_label("次の一歩").fill("次は、先代の写真の前で待ってみます。")
    shots(asker, f"clinic-close-{script}")
    asker.get_by_role("button", name="次の一歩を書いて閉じる").click()
    shots(asker, f"clinic-closed-own-{script}")
    peer.reload()
    expect(peer.locator(".clinic-next")).to_contain_text("次は、先代の写真の前で待ってみます。")
    expect(peer.locator("#id_body")).to_have_count(0)
    expect(peer.locator("main")).not_to_contain_text(person("supporter").display_name)
    shots(peer, f"clinic-closed-{script}")

    asker.get_by_role("button", name="事例の下書きにする").click()
    asker.wait_for_url(re.compile(r"/cases/\d+/edit/"))
    expect(asker.get_by_label("題名")).to_have_value("後継ぎの話になると席を立つ社長")
    response = peer.goto(topic.get_absolute_url())
    assert response.status == 404
    asker.goto(topic.get_absolute_url())
    shots(asker, f"clinic-away-{script}")
