"""Guards whole classes of things: rooms, environment, docs, words of the house."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission

from accounts.roles import ROLES
from bansou.settings import env

ROOT = Path(settings.BASE_DIR)
ROOMS = ["accounts", "bansou", "cases", "knowhow"]
MODULES = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_variable_of_the_environment_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in env.VARIABLES if f"| `{name}` |" not in readme] == []


def test_the_environment_is_read_in_one_place():
    readers = [_name(path) for path in MODULES if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))]

    # Entry points name the settings module; the rest asks env.py.
    assert set(readers) <= {
        "bansou/settings/env.py",
        "bansou/wsgi.py",
        "bansou/operations/management/commands/serve.py",
        "bansou/operations/processes.py",
        "bansou/operations/bench/servers.py",
        "bansou/operations/chromium.py",
        "bansou/operations/audit.py",
        "bansou/operations/management/commands/bench.py",
        "bansou/operations/web_server.py",
        "bansou/operations/embedded.py",
    }


@pytest.mark.parametrize("drawer", ["utils", "helpers", "common", "core", "services", "misc"])
def test_there_is_no_drawer(drawer):
    assert [_name(path) for path in MODULES if drawer in (path.stem, path.parent.name)] == []


def test_every_module_says_what_it_is_for():
    silent = [
        _name(path)
        for path in MODULES
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_no_module_outgrows_its_noun():
    # Twice the house's 300 lines is where a reader is lost; between the two, a review decides.
    long = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: lines for name, lines in long.items() if lines > 600} == {}


def test_we_call_and_do_not_signal():
    own_signals = [
        _name(path)
        for path in MODULES
        if re.search(r"\bSignal\(\)|@receiver\b|(?:post|pre)_save\.connect\b", path.read_text(encoding="utf-8"))
    ]

    assert own_signals == []


def test_every_room_has_a_readme_that_the_first_page_links():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [
        path.parent
        for room in ROOMS
        for path in (ROOT / room).rglob("README.md")
        if path.parent.name not in {"samples", "fonts", "role_plays"}
    ]

    assert rooms
    assert [str(room.relative_to(ROOT)) for room in rooms if f"({room.relative_to(ROOT)}/README.md)" not in readme] == []


def test_every_template_has_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    ours = [
        path
        for path in (ROOT / "templates").rglob("*.html")
        if "wagtailadmin" not in path.parts
        and "wagtailusers" not in path.parts
        and _name(path) != "templates/notifications/letter.html"  # a mail: no file of ours reaches it
    ]

    assert [
        _name(path)
        for path in ours
        if inline.search(re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
    ] == []


@pytest.mark.django_db
def test_every_right_of_a_role_exists():
    known = {f"{right.content_type.app_label}.{right.codename}" for right in Permission.objects.select_related("content_type")}
    named = {name for role in ROLES for name in role.permissions}

    assert named - known == set()


def test_every_constraint_and_model_has_japanese_words():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]

    assert [model.__name__ for model in ours if re.fullmatch(r"[ -~]+", str(model._meta.verbose_name))] == []
