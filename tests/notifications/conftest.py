"""What tests of telling share."""

import pytest

from tests.notifications.sample_tellers import SampleTeller, register_samples


@pytest.fixture
def tellers(monkeypatch) -> dict[str, SampleTeller]:
    """The table of events holds five samples and nothing else."""
    monkeypatch.setattr("bansou.notifications.events._tellers", {})
    return register_samples()
