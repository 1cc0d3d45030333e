"""`--budget 80`: the quickest tests, as many as took 80 seconds together when they last ran. `make check` asks for it.

A test that failed last time, or that never ran here, is always among them. What is left out is for `make test`.
"""

import pytest

DURATIONS = "bansou/durations"
#: A setup longer than this made the database, for all tests that follow.
_SETUP_OF_ITS_OWN = 4


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--budget", type=float, metavar="SECONDS", help="run the quickest tests only, this long in all")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    # Workers read what was known before the run; the one that started them hears of every test and writes it down.
    if not hasattr(config, "workerinput") and hasattr(config, "cache"):
        config.pluginmanager.register(_Stopwatch(config))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    budget = config.option.budget
    if budget is None:
        return
    known: dict[str, float] = config.cache.get(DURATIONS, {})
    failed: dict[str, bool] = config.cache.get("cache/lastfailed", {})
    left_out = set()
    for name in sorted((item.nodeid for item in items), key=lambda name: known.get(name, 0)):
        budget -= known.get(name, 0)
        if budget < 0 and name not in failed:
            left_out.add(name)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left_out])
    items[:] = [item for item in items if item.nodeid not in left_out]


class _Stopwatch:
    """How long each test took, with its setup; kept from run to run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._durations: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "setup" or report.duration < _SETUP_OF_ITS_OWN:
            self._durations[report.nodeid] = self._durations.get(report.nodeid, 0) + round(report.duration, 3)

    def pytest_sessionfinish(self) -> None:
        known = self._config.cache.get(DURATIONS, {})
        self._config.cache.set(DURATIONS, known | self._durations)
