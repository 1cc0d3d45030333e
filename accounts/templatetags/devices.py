"""{% load devices %}: what a browser calls itself, in words that its owner knows it by."""

from django import template

register = template.Library()

#: The first that stands in the browser's own words. Order matters: nearly all call themselves Chrome and Safari besides.
_BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android端末"),
    ("Windows", "Windowsパソコン"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linuxパソコン"),
)


@register.filter
def device_words(user_agent: str) -> str:
    """A User-Agent header as 「WindowsパソコンのChrome」; 「不明な端末」 where it says nothing that we know."""
    machine = next((words for mark, words in _MACHINES if mark in user_agent), "")
    browser = next((words for mark, words in _BROWSERS if mark in user_agent), "")
    return "の".join(part for part in (machine, browser) if part) or "不明な端末"
