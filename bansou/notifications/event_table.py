"""The table of events, drawn from the code."""

from collections.abc import Iterator

from bansou.notifications.events import Event, Mail, Section, events, letters

_HEAD = """# お知らせの一覧

Drawn by `manage.py show_events`; a test holds it to the code. ◎ is the way for whoever chose nothing, ○ what can be chosen instead.
Everything but the letters is in the inbox too, whatever the mail.

"""
_COLUMNS = """| できごと | code | 知らせる人 | すぐにメール | まとめのメール | メールなし | 待つ時間 |
|---|---|---|:-:|:-:|:-:|--:|
"""


def table() -> str:
    """The whole table as Markdown, a part for each section."""
    return _HEAD + "\n".join(f"## {section.label}\n\n{_COLUMNS}{''.join(_rows(section))}" for section in Section)


def _rows(section: Section) -> Iterator[str]:
    for event in events():
        if event.section == section:
            ways = " | ".join(_mark(event, way) for way in Mail)
            yield f"| {event.words} | `{event.name}` | {event.told} | {ways} | {_minutes(event)} |\n"
    for letter in letters():
        if letter.section == section:
            yield f"| {letter.words} | 手紙 `{letter.name}` | {letter.told} | いつも | | | |\n"


def _mark(event: Event, way: Mail) -> str:
    if event.is_always:
        return "いつも" if way == event.mail else ""
    return "◎" if way == event.mail else "○" if way in event.choices else ""


def _minutes(event: Event) -> str:
    return f"{event.wait.total_seconds() / 60:g}分" if event.wait else ""
