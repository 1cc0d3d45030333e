"""One's own profile, data and leaving, as a person does it. Without JavaScript: nothing of it needs any."""

import zipfile

from django.core import mail
from playwright.sync_api import expect

from accounts.models import User
from bansou.operations.demo import PASSWORD


def test_a_supporter_tells_about_himself_takes_his_data_and_leaves(own_site, browse, shots):
    page, reader = browse("supporter", java_script_enabled=False), browse("reader")
    person = User.objects.get(email="supporter@example.jp")

    page.goto("/me/")
    page.get_by_role("link", name="プロフィール").first.click()
    page.get_by_label("よみがな").fill("みほんのしえんしゃ")
    page.get_by_label("種類だけを見せる").check()
    page.get_by_label("事業承継・M&A").check()
    page.get_by_label("ひとこと").fill("まず聴くことを、大切にしています。")
    page.get_by_role("button", name="保存せずに見え方を確かめる").click()
    members = page.get_by_role("region", name="登録した方", exact=True)
    expect(members).to_contain_text("まず聴くことを、大切にしています。")
    expect(members).not_to_contain_text("みほんのしえんしゃ")
    shots(page, "profile-preview")
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_text("プロフィールを保存しました。")).to_be_visible()
    shots(page, "profile-saved")

    page.goto("/me/data/")
    page.get_by_role("button", name="データをまとめる").click()
    shots(page, "my-data")
    page.get_by_role("link", name="のデータを受け取る").click()
    with page.expect_download() as download:
        page.locator("main input[type=password]").fill(PASSWORD)
        page.locator("main").get_by_role("button").first.click()
    assert "my_data.xlsx" in zipfile.ZipFile(download.value.path()).namelist()

    page.goto("/me/close/")
    shots(page, "leave")
    page.get_by_label("残します").check()
    page.get_by_label("退会することを確かめました").check()
    page.get_by_role("button", name="退会する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("退会しました")
    shots(page, "left")

    assert mail.outbox[-1].subject == "【伴走】退会の手続きが終わりました"
    assert reader.goto(f"/knowhow/people/{person.pk}/").status == 404
