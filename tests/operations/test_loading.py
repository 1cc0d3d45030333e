"""While modules are read, Python does not look for garbage; afterwards it does."""

import gc

import pytest

from bansou.operations.loading import collector_at_rest


@pytest.fixture(autouse=True)
def _thaw():
    yield
    gc.unfreeze()


def test_the_collector_rests_inside_the_block_and_works_after_it():
    with collector_at_rest():
        inside = gc.isenabled()

    assert not inside
    assert gc.isenabled()
    assert gc.get_freeze_count()


def test_the_collector_works_again_when_reading_failed():
    with pytest.raises(ImportError), collector_at_rest():
        raise ImportError

    assert gc.isenabled()
