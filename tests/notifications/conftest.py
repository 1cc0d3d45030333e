"""What tests of telling share."""

import pytest

from bansou.notifications.events import teller_of
from tests.notifications.sample_tellers import SampleTeller, register_samples


@pytest.fixture
def tellers(monkeypatch) -> dict[str, SampleTeller]:
    """The table of events holds five samples, and what is decided about people; nothing else."""
    monkeypatch.setattr("bansou.notifications.events._tellers", {"decision_told": teller_of("decision_told")})
    return register_samples()
