"""What the editor of a page or snippet holds, piece by piece: each text, where it stands, and where the editor shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, EmailField, Field, Model, SlugField, TextField, URLField
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as staff typed it. `name` is the field's or block's; `anchor` the id of its place in the editor, "" where it has none."""

    name: str
    place: str
    anchor: str
    text: str
    is_html: bool = False


def pieces_of(thing: Model) -> Iterator[Piece]:
    """The texts of everything that can be typed into the editor of this page or snippet, in its order."""
    for field in edited_fields(type(thing)):
        name, label, value = field.name, str(field.verbose_name), getattr(thing, field.name)
        if isinstance(field, StreamField):
            yield from _of_block(field.stream_block, value, name=name, place=label, anchor="")
        elif (
            isinstance(field, (CharField, TextField))
            and not field.choices
            and not isinstance(field, (SlugField, URLField, EmailField))
        ):
            yield Piece(name, label, f"id_{name}", value or "", is_html=isinstance(field, RichTextField))


def edited_fields(model: Any) -> list[Field[Any, Any]]:
    """The fields that the model's editor offers; what its form has besides is no column."""
    offered = model.get_edit_handler().get_form_options().get("fields", [])
    columns = {field.name: field for field in model._meta.concrete_fields}
    return [columns[name] for name in offered if name in columns]


def _of_block(block: Any, value: Any, *, name: str, place: str, anchor: str) -> Iterator[Piece]:
    match block:
        case blocks.StreamBlock():
            for number, child in enumerate(value, start=1):
                below = f"{place}の{number}番目「{child.block.label}」"
                yield from _of_block(
                    child.block, child.value, name=child.block_type, place=below, anchor=f"block-{child.id}-section"
                )
        case blocks.ListBlock():
            for number, child in enumerate(value, start=1):
                yield from _of_block(block.child_block, child, name=name, place=f"{place}の{number}行目", anchor=anchor)
        case blocks.StructBlock():
            for part, child in block.child_blocks.items():
                yield from _of_block(child, value.get(part), name=part, place=f"{place}の{child.label}", anchor=anchor)
        case blocks.RichTextBlock():
            yield Piece(name, place, anchor, value.source if value else "", is_html=True)
        case blocks.CharBlock() | blocks.TextBlock():
            yield Piece(name, place, anchor, value or "")
