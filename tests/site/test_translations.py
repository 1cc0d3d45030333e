"""The Japanese of the admin: complete, well-formed, compiled."""

import re
from pathlib import Path

import django
import polib
import pytest
import taggit
import wagtail
from django.conf import settings
from django.utils.translation import gettext, ngettext, override

WAGTAIL = Path(wagtail.__file__).parent
#: The packages whose messages staff meet, by the folder that holds their catalogues.
PACKAGES = [
    WAGTAIL,
    *(WAGTAIL / name for name in ("admin", "documents", "embeds", "images", "locales", "search", "sites", "snippets", "users")),
    *(WAGTAIL / "contrib" / name for name in ("settings", "table_block", "typed_table_block")),
    Path(taggit.__file__).parent,
]
OURS = Path(settings.LOCALE_PATHS[0]) / "ja" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")


def _translated(path: Path) -> set[tuple[str | None, str]]:
    if not path.exists():
        return set()
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)).translated_entries()}


def _entries(domain: str) -> list[polib.POEntry]:
    return list(polib.pofile(str(OURS / f"{domain}.po")))


def _japanese(entry: polib.POEntry) -> str:
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_message_of_the_admin_has_japanese(domain):
    ours = _translated(OURS / f"{domain}.po")
    django_ours = _translated(Path(django.__file__).parent / "conf" / "locale" / "ja" / "LC_MESSAGES" / f"{domain}.po")
    known = ours | django_ours
    for package in PACKAGES:
        known |= _translated(package / "locale" / "ja" / "LC_MESSAGES" / f"{domain}.po")

    wanted = set()
    for package in PACKAGES:
        source = package / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if source.exists():
            wanted |= {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(source)) if not entry.obsolete}

    assert wanted - known == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_compiled_words_are_those_of_the_source(domain):
    source = polib.pofile(str(OURS / f"{domain}.po"))

    assert (OURS / f"{domain}.mo").read_bytes() == source.to_binary(), "run: python manage.py compile_words"


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_placeholders_and_tags_fit_the_message(domain):
    wrong = []
    for entry in _entries(domain):
        japanese = _japanese(entry)
        singular, plural = entry.msgid, entry.msgid_plural or entry.msgid
        found = set(PLACEHOLDER.findall(japanese))
        of_plural, of_singular = set(PLACEHOLDER.findall(plural)), set(PLACEHOLDER.findall(singular))
        if found != of_plural and not (of_singular and found == of_singular):
            wrong.append(singular)
        if sorted(TAG.findall(japanese)) not in (sorted(TAG.findall(plural)), sorted(TAG.findall(singular))):
            wrong.append(singular)

    assert wrong == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_entry_is_empty_fuzzy_or_double(domain):
    entries = _entries(domain)
    keys = [(entry.msgctxt, entry.msgid) for entry in entries]

    assert [entry.msgid for entry in entries if entry.fuzzy or not _japanese(entry).strip()] == []
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_words_that_we_gave_up_do_not_come_back(domain):
    given_up = re.compile("ワークフロー|コレクション|ドキュメント|スニペット|リビジョン|ユーザ|よろしいですか？.")

    assert [_japanese(entry) for entry in _entries(domain) if given_up.search(_japanese(entry))] == []


def test_our_words_come_before_those_of_the_packages():
    with override("ja"):
        assert gettext("Request changes") == "差し戻す"
        assert gettext("Save draft") == "下書きを保存"
        assert ngettext("1 page", "%(counter)s pages", 2) % {"counter": 2} == "ページ2件"
