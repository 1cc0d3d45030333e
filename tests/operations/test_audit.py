"""Lighthouse is asked again where it gives no scores, and one page without scores does not end the audit."""

import json
import subprocess
from pathlib import Path

import pytest

from bansou.operations import audit

_SCORES = {"categories": {"performance": {"score": 0.97}, "seo": {"score": 1}}}
_MISSED = {"runtimeError": {"code": "NO_NAVSTART"}, "categories": {"performance": {"score": None}}}


@pytest.fixture
def answers(monkeypatch):
    """What Lighthouse prints, one run after the other."""
    left: list[str] = []

    def run(command, **_options):
        return subprocess.CompletedProcess(command, 0, stdout=left.pop(0), stderr="no")

    monkeypatch.setattr(audit.subprocess, "run", run)
    monkeypatch.setattr(audit, "find_chromium", lambda: "chromium")
    return left


def scores():
    return audit.lighthouse_scores(Path("tools"), "http://localhost/", is_desktop=False)


def test_a_page_whose_load_was_missed_is_measured_again(answers):
    answers += [json.dumps(_MISSED), "", json.dumps(_SCORES)]

    assert scores() == {"performance": 97, "seo": 100}


def test_a_page_that_is_missed_every_time_has_no_scores_and_says_why(answers):
    answers += [json.dumps(_MISSED)] * audit.TRIES

    with pytest.raises(audit.NotMeasuredError, match="NO_NAVSTART"):
        scores()

    assert answers == []
