"""The 47 prefectures as tiles, with the number of cases of each; and what is known of the block alone."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.prefectures import PREFECTURES_OF, Block, Prefecture
from cases.conditions import Conditions
from cases.models.querysets import CaseQuerySet
from cases.vocabularies import AREA_NONE

#: Tiles are shaded in so many steps, from one case to the most of any prefecture.
SHADES = 4


@dataclass(frozen=True)
class Tile:
    """A prefecture: its code, its name, its cases, their address in the list, and how dark it is (0 for none)."""

    code: str
    name: str
    count: int
    query: str
    shade: int

    @property
    def short_name(self) -> str:
        """The name as maps write it: without 都, 府 or 県."""
        return self.name if self.name == Prefecture.HOKKAIDO.label else self.name[:-1]


@dataclass(frozen=True)
class MapBlock:
    """A block: all its cases, and those among them whose author named the block alone."""

    slug: str
    name: str
    count: int
    query: str
    block_only: int
    tiles: list[Tile]

    @property
    def rows(self) -> int:
        """Rows of the table that belong to the block."""
        return len(self.tiles) + bool(self.block_only)


@dataclass(frozen=True)
class TileMap:
    """All blocks, the cases that name no area, and all together."""

    blocks: list[MapBlock]
    nowhere: int
    nowhere_query: str
    total: int


def tile_map(cases: CaseQuerySet, conditions: Conditions) -> TileMap:
    """The map of the cases under the conditions (but those on the area, which the map itself answers), in one query."""
    found = conditions.apply(cases, without=["area"])
    counts: dict[str, int] = dict(found.order_by().values_list("area").annotate(Count("pk")))
    most = max((counts.get(prefecture, 0) for prefecture in Prefecture.values), default=0)

    def query(area: str) -> str:
        return conditions.query(without=["area"], plus=[("area", area)], for_list=False)

    def tile(prefecture: Prefecture) -> Tile:
        count = counts.get(prefecture.value, 0)
        return Tile(
            prefecture.value, str(prefecture.label), count, query(prefecture.value), -(-SHADES * count // most) if count else 0
        )

    def block(block: Block) -> MapBlock:
        tiles = [tile(prefecture) for prefecture in PREFECTURES_OF[block]]
        block_only = counts.get(block.value, 0)
        return MapBlock(
            slug=block.value.removeprefix("block-"),
            name=str(block.label),
            count=block_only + sum(tile.count for tile in tiles),
            query=query(block.value),
            block_only=block_only,
            tiles=tiles,
        )

    return TileMap([block(each) for each in Block], counts.get(AREA_NONE, 0), query(AREA_NONE), sum(counts.values()))
