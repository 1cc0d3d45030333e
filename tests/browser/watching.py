"""What no page may do in any test: report an error, break the content security policy, ask another host."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

_REPORT = (
    "addEventListener('securitypolicyviolation', e => console.error(`CSP ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));"
)
_LOCAL_SCHEMES = ("data", "blob", "about")


class Watch:
    """Listens to every page of a browser context, and remembers what it should not have heard."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._heard: list[tuple[str, str]] = []
        self._refused: set[str] = set()

    def listen(self, context: BrowserContext) -> None:
        """From now on, to all pages of the context."""
        context.add_init_script(_REPORT)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    @property
    def findings(self) -> list[str]:
        """What was heard; the browser's remark that a page itself answered 403, 404 or 422 is no finding."""
        return [text for text, url in self._heard if not (text.startswith("Failed to load resource") and url in self._refused)]

    def forget(self) -> None:
        """What was heard so far."""
        self._heard.clear()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._heard.append((message.text, (message.location or {}).get("url", "")))

    def _error(self, error: WebError) -> None:
        self._heard.append((f"page error: {error.error}", ""))

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in _LOCAL_SCHEMES and f"{address.scheme}://{address.netloc}" != self.origin:
            self._heard.append((f"request to another host: {request.url}", ""))

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request() and 400 <= response.status < 500:
            self._refused.add(response.url)


def scroll_width(page: Page) -> dict[str, Any]:
    """How wide the page is against its window, and what stands out furthest."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            const out = [...document.querySelectorAll('body *')]
                .map((e) => [e.getBoundingClientRect().right, e.tagName + '.' + e.className])
                .filter(([right]) => right > width + 1).slice(0, 5);
            return {content: document.documentElement.scrollWidth, window: width, out};
        }"""
    )
