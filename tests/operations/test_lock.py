"""The lock file: no package may drag the frame back, and nothing in it names where packages come from on one machine."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
VERSIONS = {
    package["name"]: tuple(int(part) for part in package["version"].split(".")[:2] if part.isdigit())
    for package in LOCK["package"]
}


@pytest.mark.parametrize(
    ("name", "least"), [("django", (6, 1)), ("wagtail", (8, 0)), ("django-allauth", (65, 21)), ("psycopg", (3, 3))]
)
def test_the_lock_keeps_the_versions_that_the_design_names(name, least):
    assert VERSIONS[name] >= least


def test_every_direct_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.", 1)[0].splitlines()
    requirements = [line for line in lines if line.startswith('  "')]

    assert requirements
    assert [line for line in requirements if " # " not in line] == []


def test_python_has_a_ceiling_so_that_uv_never_looks_for_one_that_does_not_exist():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["requires-python"] == ">=3.12,<3.15"
