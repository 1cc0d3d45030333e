"""The first view of the site is light."""

import gzip

MOST_BYTES = 100_000
MOST_REQUESTS = 12


def test_home_weighs_at_most_100_kilobytes(site, browse):
    page = browse()
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks the function it is given

    page.goto("/", wait_until="networkidle")

    kinds = {"document", "stylesheet", "script"}
    weights = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers if answer.request.resource_type in kinds}
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert len(answers) <= MOST_REQUESTS
