"""The timeline of a case: its dialogues in order, all of them or those at one wall, and the moments that they led to."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from cases.models import Case
from cases.page.reader import Reader
from cases.record import EPISODE_POINTERS, ROW_KINDS
from cases.vocabularies import Wall


@dataclass(frozen=True)
class WallFilter:
    """A wall that has dialogues of its own in this case."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Dialogue:
    """The dialogues that are shown, and how they were chosen."""

    scenes: list[dict[str, Any]]
    #: How many there are, shown or not.
    count: int
    filters: list[WallFilter]
    #: The label of the wall whose dialogues alone are shown, or "".
    chosen: str = ""
    #: The label of a wall that was asked for and stands in no dialogue, or "": all are shown then.
    absent: str = ""


def dialogue_of(case: Case, reader: Reader, *, wall: str) -> Dialogue:
    """The timeline for one reader. `wall` is what the address asks for: a code, or anything that people type into addresses."""
    scenes = [_scene(case, episode, number, reader) for number, episode in enumerate(case.episodes.all(), start=1)]
    counts = Counter(code for scene in scenes for code in scene.get("walls", []))
    filters = [WallFilter(code, label, counts[code], code == wall) for code, label in Wall.choices if counts[code]]
    asked = dict(Wall.choices).get(wall, "")
    if not counts[wall]:
        return Dialogue(scenes, len(scenes), filters, absent=asked if scenes else "")
    return Dialogue([scene for scene in scenes if wall in scene["walls"]], len(scenes), filters, chosen=asked)


def moments_of(case: Case, reader: Reader, dialogue: Dialogue) -> list[dict[str, Any]]:
    """気づき and 腹落ち: `label`, `text` or `not_yet`, the number of the dialogue (`scene`) and whether the timeline shows it."""
    numbers = {episode.key: number for number, episode in enumerate(case.episodes.all(), start=1)}
    shown = {scene["number"] for scene in dialogue.scenes}
    moments = []
    for pointer, label in EPISODE_POINTERS.items():
        name = pointer.removesuffix("_episode")
        seen = reader.seen(case, (name, pointer, f"{name}_not_yet"))
        scene = numbers.get(seen.get(pointer))
        moment = {"name": name, "label": label, "text": seen.get(name, ""), "not_yet": seen.get(f"{name}_not_yet", False)}
        if moment["text"] or moment["not_yet"]:
            moments.append(moment | {"scene": scene, "is_shown": scene in shown})
    return moments


def _scene(case: Case, episode: Any, number: int, reader: Reader) -> dict[str, Any]:
    """A dialogue with its number, its walls in words, and the moments that happened in it as (name, label)."""
    scene = reader.seen(episode, ROW_KINDS["episodes"].columns)
    pointers = reader.seen(case, EPISODE_POINTERS)
    moments = [
        (pointer.removesuffix("_episode"), label)
        for pointer, label in EPISODE_POINTERS.items()
        if pointers.get(pointer) == episode.key and getattr(case, pointer.removesuffix("_episode"))
    ]
    labels = [(code, label) for code, label in Wall.choices if code in scene.get("walls", [])]
    return scene | {"number": number, "wall_labels": labels, "moments": moments}
