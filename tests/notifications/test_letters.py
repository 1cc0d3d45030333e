"""Every mail of the site: plain Japanese, who sends it and why, an HTML part that asks nobody for anything."""

from html.parser import HTMLParser
from pathlib import Path

import allauth
import pytest
from django.core import mail
from django.core.management import call_command

from bansou.notifications.actions import put_into_outbox
from bansou.notifications.letter_html import html_of
from bansou.notifications.specimens import Specimen, specimens

PROJECT = Path(__file__).resolve().parents[2]


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    @property
    def addresses(self):
        return [attributes["href"] for tag, attributes in self.tags if tag == "a"]


@pytest.fixture(scope="module")
def letters() -> list[Specimen]:
    return list(specimens())


def page_of(text: str) -> Tags:
    return Tags(html_of(subject="件名", text=text))


def test_every_mail_names_the_site_says_what_it_is_about_and_why_it_came(letters):
    for letter in letters:
        body, _, end = letter.text.rpartition("\n――\n")
        assert letter.subject.startswith("【伴走】"), letter.name
        assert "\n" not in letter.subject, letter.name
        assert body.strip(), letter.name
        assert "伴走" in end, letter.name
        assert "http://testserver/" in end, letter.name
        assert "このメールは、" in end, f"{letter.name} does not say why one gets it"


def test_every_mail_is_in_japanese_also_those_of_sign_in():
    theirs = Path(allauth.__file__).parent / "templates"
    for folder in ("account", "mfa", "socialaccount"):
        for template in (theirs / folder / "email").glob("*.txt"):
            ours = PROJECT / "templates" / template.relative_to(theirs)
            assert ours.exists(), f"{template.name} would be sent as allauth has it"
            assert "blocktrans" not in ours.read_text(encoding="utf-8"), ours


def test_the_html_part_loads_nothing_runs_nothing_and_leads_only_to_the_site(letters):
    for letter in letters:
        page = Tags(letter.html)
        tags = {tag for tag, _ in page.tags}
        assert tags.isdisjoint({"img", "script", "link", "form", "iframe", "object", "svg", "video"}), letter.name
        assert "url(" not in letter.html, letter.name
        assert "@import" not in letter.html, letter.name
        assert all(address.startswith("http://testserver") for address in page.addresses), letter.name


def test_the_html_part_says_what_the_text_says(letters):
    for letter in letters:
        page = Tags(letter.html)
        text = "".join(page.text.split())
        for line in letter.text.splitlines():
            said = "".join(line.removeprefix("■").split())
            # The address of a thing in a list is behind its words.
            assert said in text or said in page.addresses or said == "――", f"{letter.name}: {line}"


def test_in_a_list_of_things_the_words_are_the_link_and_what_somebody_typed_is_none():
    page = page_of("・三つの対話 <b>\nhttp://testserver/a/\n　あおい：「抜粋」\n\n・悪いもの\nhttps://evil.example/\n\n――\n伴走")

    assert page.addresses == ["http://testserver/a/"]
    assert "三つの対話 <b>" in page.text
    assert "http://testserver/a/" not in page.text


def test_the_first_line_that_is_only_a_link_is_the_one_button():
    page = page_of("本文です。\nhttp://testserver/a/?b=1&c=2\n\nほかに：\nhttp://testserver/d/\n\n――\n伴走 http://testserver/")

    buttons = [
        attributes["href"] for tag, attributes in page.tags if tag == "a" and "inline-block" in (attributes.get("style") or "")
    ]
    assert buttons == ["http://testserver/a/?b=1&c=2"]
    assert page.addresses == ["http://testserver/a/?b=1&c=2"] * 2 + ["http://testserver/d/", "http://testserver/"]


@pytest.mark.parametrize(
    "typed",
    [
        "https://evil.example/",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "http://testserver:81/",
        "javascript:alert(1)",
        '<a href="http://testserver/">x</a><script>alert(1)</script>',
    ],
)
def test_what_somebody_typed_becomes_no_button_no_foreign_link_and_no_markup(typed):
    page = page_of(f"理由：\n{typed}\n\n――\n伴走")

    assert {tag for tag, _ in page.tags}.isdisjoint({"script"})
    assert all(address == "http://testserver/" for address in page.addresses)
    assert "ページを開く" not in page.text
    assert typed in page.text


def test_a_quoted_line_of_dashes_does_not_make_the_end_of_the_mail():
    page = html_of(subject="件名", text="――\n引用です。\n\n――\n伴走 http://testserver/\nこのメールは、見本です。")

    assert page.index("引用です。") < page.index("border-top") < page.index("このメールは、見本です。")


def test_a_long_address_in_the_end_hides_behind_the_line_that_names_it():
    page = page_of("本文：\nhttp://testserver/a/\n\n――\n伴走 http://testserver/\nメールを選ぶ：\nhttp://testserver/mails/x9/")

    assert page.addresses[-1] == "http://testserver/mails/x9/"
    assert "メールを選ぶ" in page.text
    assert "mails/x9" not in page.text
    assert page.text.count("http://testserver/a/") == 1, "in the letter itself an address is shown"


@pytest.mark.django_db
def test_every_mail_leaves_with_both_parts_and_a_mail_with_its_own_html_keeps_it():
    put_into_outbox(recipient="a@example.jp", subject="件名", text="本文です。\n\n――\n伴走 http://testserver/")
    put_into_outbox(recipient="a@example.jp", subject="件名", text="本文", html="<p>自前</p>")

    assert [part.content for part in mail.outbox[1].alternatives] == ["<p>自前</p>"]
    assert "本文です。" in mail.outbox[0].body
    assert "本文です。" in mail.outbox[0].alternatives[0].content


def test_all_mails_can_be_looked_at_in_a_folder(tmp_path, letters, capsys):
    call_command("show_letters", str(tmp_path))

    assert len(list(tmp_path.glob("*.html"))) == len(list(tmp_path.glob("*.txt"))) == len(letters)
    assert f"{len(letters)} mails" in capsys.readouterr().out
