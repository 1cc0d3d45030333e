"""Names of people, companies and places, by SudachiPy's parts of speech and by what stands around them.

The dictionary knows most surnames and municipalities. Rules add what it cannot know: that 林 before さん is a person, that 高松製作所 is one
name, that 見本町 is a town. A run is a row of nouns without anything between them; names are looked for within runs.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bansou.search.words import morphemes_of, readings_of
from cases.anonymity.lexicon import (
    AFTER_A_TRADE,
    BEFORE_A_NAME,
    DIRECTIONS,
    FAVOURITES,
    MANNERS,
    NO_NAME_AFTER_SIGN,
    NO_SURNAMES,
    NO_TOWNS,
    SHORT_TRADES,
    SIGNS,
    TITLES,
    TRADES,
)
from cases.anonymity.spans import Span
from cases.vocabularies import IdentifyingKind

_FORMS = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|医療法人(?:社団|財団)?|社会福祉法人|学校法人|宗教法人|農事組合法人|特定非営利活動法人|NPO法人|弁護士法人|税理士法人"
    "|協業組合|事業協同組合|生活協同組合"
)
_FORM = re.compile(rf"(?:{_FORMS}|\([株有同名資]\))")
_ENGLISH_COMPANY = re.compile(
    r"(?:[A-Z][\w&.'-]{0,30}\s){0,4}[A-Z][\w&.'-]{0,30},?\s(?:Inc|Ltd|LLC|Corp|Corporation|GmbH|Co\.,?\s?Ltd|K\.K)\b\.?"
)
#: No name is as long, in words. Without an end, a hostile text (one noun ten thousand times) would be looked at for minutes.
_LONGEST_NAME = 40
#: After a form these speak of the form, not of a company.
_ABOUT_THE_FORM = ("化", "組織", "形態", "制度", "設立", "法", "以外", "同士", "全体", "一般")

#: 三代, 五十代, 数本: some are towns or surnames too, nearly never in a case.
_COUNTED = re.compile("[数幾一二三四五六七八九十百千万〇]+[代本人名個台回社軒枚年月日間時分円階番目枝つ口度割色]?")
_ROLE = re.compile(
    "(?:社長|会長|専務|常務|取締役|代表|部長|課長|係長|主任|所長|店長|工場長|支店長|班長|職長|担当|担当者|前任|後任|相棒|同僚|後輩|部下|経理|番頭|職人|友人|親友)の$"
)
_KIN = re.compile(r"(?:うち|長男|次男|三男|長女|次女|三女|息子|娘|孫|甥|姪|弟|妹|兄|姉|婿|娘婿|妻|夫|嫁|奥さま|奥様|奥さん)の$")

_PLACE_ENDINGS = re.compile(
    r"(?:市|町|村|区|郡|駅|川|山|島|湖|港|岬|峠|温泉|海岸|半島|盆地|平野|通り|街道|神社|寺|城|橋|台|団地|公園|空港|丁目|地区|地域|商店街|沿い)"
)
_MUNICIPALITY = frozenset("町村市郡区駅島")
_BLOCK = re.compile(
    r"[一-鿿ヶケのノ]{1,5}[0-9〇一二三四五六七八九十]{1,2}丁目(?:[0-9]+(?:番地?|-|の)?[0-9]*号?)*|[一-鿿]{2,4}[0-9]+番地(?:の[0-9]+)?|(?:国道|県道|都道|府道|道道)\s?[0-9一二三四五六七八九十百]+号線?"
)
_PSEUDONYM = re.compile(r"[A-Za-z○〇◯△▲□■◇☆★●×ＸＹＺ*＊]{1,3}")


class _Token(NamedTuple):
    """A morpheme with its place."""

    surface: str
    start: int
    pos: tuple[str, ...]
    is_unknown: bool

    @property
    def end(self) -> int:
        return self.start + len(self.surface)

    @property
    def is_person(self) -> bool:
        return self.pos[:3] == ("名詞", "固有名詞", "人名")

    @property
    def is_place(self) -> bool:
        return self.pos[:3] == ("名詞", "固有名詞", "地名") and self.pos[3] != "国"

    @property
    def is_other_name(self) -> bool:
        return self.pos[:3] == ("名詞", "固有名詞", "一般")

    @property
    def is_number(self) -> bool:
        return self.pos[1] == "数詞" or self.surface.isdecimal()

    @property
    def is_noun(self) -> bool:
        """Whether it may be part of a name."""
        if self.pos[0] in {"名詞", "接頭辞", "接尾辞", "形状詞", "記号"}:
            return True
        return self.surface in {"・", "&", "-", "々"} or (self.is_unknown and self.pos[0] not in {"空白", "補助記号"})

    @property
    def is_pseudonym(self) -> bool:
        return bool(_PSEUDONYM.fullmatch(self.surface))


@lru_cache(maxsize=5_000)
def _readings(surface: str) -> frozenset[str]:
    return readings_of(surface)


def _may_be_surname(surface: str) -> bool:
    return surface not in NO_SURNAMES and any(reading.startswith("名詞-固有名詞-人名-姓") for reading in _readings(surface))


def _may_be_given_name(surface: str) -> bool:
    return surface not in NO_SURNAMES and any(reading.startswith("名詞-固有名詞-人名-名") for reading in _readings(surface))


def find_names(plain: str) -> Iterator[Span]:
    """People, companies and places in the folded text."""
    tokens = [
        _Token(plain[start : start + len(morpheme)], start, morpheme.part_of_speech(), morpheme.is_oov())
        for start, morpheme in morphemes_of(plain)
    ]
    tokens = [token for token in tokens if token.surface]
    yield from _people(tokens, plain)
    yield from _places(tokens, plain)
    yield from _companies_by_form(tokens, plain)
    for run in _runs(tokens):
        yield from _companies_by_trade(run)
        yield from _companies_by_sign(run)
        yield from _katakana_companies(run)
    for token in tokens:
        # ABC-1200 is the number of a machine.
        if token.is_other_name and not token.is_number and not re.match(r"[-\d]", plain[token.end : token.end + 1]):
            kind = IdentifyingKind.PLACE if _PLACE_ENDINGS.search(token.surface[-3:]) else IdentifyingKind.COMPANY
            yield Span(kind, token.start, token.end)
    for match in _ENGLISH_COMPANY.finditer(plain):
        yield Span(IdentifyingKind.COMPANY, *match.span())


def _katakana_companies(run: list[_Token]) -> Iterator[Span]:
    """アイリスオーヤマ: a name in katakana that is written in one with another word."""
    for token, following in pairwise(run):
        if (
            following.is_person
            and token.end == following.start
            and not token.is_person
            and _in_katakana(token)
            and _in_katakana(following)
        ):
            yield Span(IdentifyingKind.COMPANY, token.start, following.end)


def _in_katakana(token: _Token) -> bool:
    return bool(re.fullmatch("[ァ-ヴー]{2,}", token.surface))


def _runs(tokens: list[_Token]) -> Iterator[list[_Token]]:
    run: list[_Token] = []
    for token in tokens:
        is_part = token.is_noun and not token.is_number and token.surface not in MANNERS
        if run and (not is_part or len(run) == _LONGEST_NAME):
            yield run
            run = []
        if is_part:
            run.append(token)
    if run:
        yield run


# -- people -----------------------------------------------------------------------------------------------------------
def _people(tokens: list[_Token], plain: str) -> Iterator[Span]:
    place = 0
    while place < len(tokens):
        end = _end_of_name(tokens, place)
        if end > place:
            if _is_sure(tokens, place, end, plain):
                is_shop = end - place == 1 and not _has_title(tokens, end) and re.fullmatch(".{2,}[屋堂]", tokens[place].surface)
                kind = IdentifyingKind.COMPANY if is_shop else IdentifyingKind.PERSON
                yield Span(kind, tokens[place].start, tokens[end - 1].end)
            place = end
        else:
            if _is_called_like_a_person(tokens, place, plain):
                yield Span(IdentifyingKind.PERSON, tokens[place].start, tokens[place].end)
            place += 1


def _end_of_name(tokens: list[_Token], place: int) -> int:
    """Where a row of surname and given name ends; `place` itself where none begins."""
    end = place
    while end < len(tokens):
        token = tokens[end]
        is_gap = token.surface in {" ", "\u3000", "・", "="} and end > place
        if token.is_person and not token.is_pseudonym:
            end += 1
        elif is_gap and end + 1 < len(tokens) and tokens[end + 1].is_person:
            end += 2
        else:
            break
    return end


def _is_sure(tokens: list[_Token], place: int, end: int, plain: str) -> bool:
    """Whether what the dictionary takes for a name is one. Several names in a row, or a title, are; a word that it knows otherwise too is not."""
    token, surface = tokens[place], plain[tokens[place].start : tokens[end - 1].end]
    if _COUNTED.fullmatch(surface) or surface in NO_SURNAMES:
        return False
    if end - place > 1 or _has_title(tokens, end):
        return True
    is_introduced = bool(_ROLE.search(plain[max(0, token.start - 5) : token.start]))
    if len(surface) == 1 or re.fullmatch("[ぁ-ん]+", surface):
        return is_introduced and len(surface) > 1
    # A surname of two characters (山田) is seldom anything else; a given name (希望、未来) often is.
    if token.pos[3] == "姓":
        return True
    return not any(reading.startswith("名詞-普通名詞") for reading in _readings(surface))


def _has_title(tokens: list[_Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].surface in TITLES


def _is_called_like_a_person(tokens: list[_Token], place: int, plain: str) -> bool:
    """Whether a word that was not taken for a name is one: 林さん, 千葉専務, うちの太郎."""
    token = tokens[place]
    if token.pos[0] != "名詞" or token.is_number or token.is_pseudonym:
        return False
    follows_noun = place > 0 and tokens[place - 1].pos[0] in {"名詞", "接頭辞"} and tokens[place - 1].end == token.start
    if _has_title(tokens, place + 1) and not follows_noun:
        title = tokens[place + 1].surface
        if token.surface in DIRECTIONS and title not in MANNERS:
            return False
        if _may_be_surname(token.surface) or (title in MANNERS and _may_be_given_name(token.surface) and len(token.surface) > 1):
            return True
        return token.is_unknown and title in MANNERS and len(token.surface) > 1
    if _KIN.search(plain[max(0, token.start - 5) : token.start]):
        return token.pos[:3] == ("名詞", "普通名詞", "一般") and len(token.surface) > 1 and _may_be_given_name(token.surface)
    return False


# -- places -----------------------------------------------------------------------------------------------------------
def _places(tokens: list[_Token], plain: str) -> Iterator[Span]:
    for match in _BLOCK.finditer(plain):
        yield Span(IdentifyingKind.PLACE, *match.span())
    for place, token in enumerate(tokens):
        follower = tokens[place + 1] if place + 1 < len(tokens) and tokens[place + 1].start == token.end else None
        if token.is_place and not _COUNTED.fullmatch(token.surface):
            ends = follower is not None and _PLACE_ENDINGS.match(follower.surface)
            yield Span(IdentifyingKind.PLACE, token.start, follower.end if ends and follower else token.end)
        elif token.surface in _MUNICIPALITY and place and tokens[place - 1].end == token.start:
            start = _start_of_town(tokens, place)
            if start < place:
                yield Span(IdentifyingKind.PLACE, tokens[start].start, token.end)


def _start_of_town(tokens: list[_Token], place: int) -> int:
    """Where the name of a municipality that ends here begins; `place` itself where it is just a town."""
    for start in range(max(0, place - 3), place):
        if tokens[start].end <= tokens[place].start and _are_joined(tokens[start : place + 1]):
            name = "".join(token.surface for token in tokens[start : place + 1])
            if any(reading.startswith("名詞-固有名詞-地名") for reading in _readings(name)):
                return start
    before = tokens[place - 1]
    is_name = before.pos[0] == "名詞" and not before.is_number and not before.is_pseudonym and len(before.surface) > 1
    return place - 1 if is_name and before.surface not in NO_TOWNS and tokens[place].surface in {"町", "村", "郡"} else place


def _are_joined(tokens: list[_Token]) -> bool:
    return all(left.end == right.start for left, right in pairwise(tokens))


# -- companies --------------------------------------------------------------------------------------------------------
def _companies_by_form(tokens: list[_Token], plain: str) -> Iterator[Span]:
    starts = {token.start: place for place, token in enumerate(tokens)}
    ends = {token.end: place for place, token in enumerate(tokens)}
    for match in _FORM.finditer(plain):
        after, before = starts.get(match.end()), ends.get(match.start())
        name_end = _end_after_form(tokens, after) if after is not None else match.end()
        name_start = _start_before_form(tokens, before) if before is not None else match.start()
        if name_end > match.end() or name_start < match.start():
            yield Span(IdentifyingKind.COMPANY, min(name_start, match.start()), max(name_end, match.end()))


def _end_after_form(tokens: list[_Token], place: int) -> int:
    """Where the name after 株式会社 ends; the place itself where none follows (株式会社にする)."""
    start = end = tokens[place].start
    for token in tokens[place : place + _LONGEST_NAME]:
        is_first = token.start == start
        # A name in hiragana is often cut wrongly: its first word may be taken for an ending of a verb, never for a particle.
        fits = token.is_noun or (
            is_first
            and token.pos[0] not in {"助詞", "補助記号", "空白"}
            and token.surface not in {"です", "だ", "で", "な", "なら", "だっ"}
        )
        if not fits or token.surface in MANNERS or (is_first and token.surface.startswith(_ABOUT_THE_FORM)) or token.is_pseudonym:
            break
        end = token.end
    return end


def _start_before_form(tokens: list[_Token], place: int) -> int:
    """Where the name before 株式会社 begins; the place itself where none stands there."""
    start = end = tokens[place].end
    for token in reversed(tokens[max(0, place - _LONGEST_NAME) : place + 1]):
        if (
            not token.is_noun
            or token.end != start
            or token.is_pseudonym
            or token.surface in BEFORE_A_NAME
            or token.pos[2] == "副詞可能"
        ):
            break
        start = token.start
    return min(start, end)


def _companies_by_trade(run: list[_Token]) -> Iterator[Span]:
    """高松製作所: a name and a trade in one run."""
    run = _without_head(run)
    text = "".join(token.surface for token in run)
    base = run[0].start if run else 0
    for last, token in enumerate(run):
        trade = _trade_at_end(text[: token.end - base], [part.start - base for part in run])
        if trade is None or (last + 1 < len(run) and run[last + 1].surface not in AFTER_A_TRADE):
            continue
        name = [part for part in run[: last + 1] if part.start - base < token.end - base - len(trade)]
        if name and _is_name_of_business(name, short=trade in SHORT_TRADES):
            yield Span(IdentifyingKind.COMPANY, base, token.end)


def _without_head(run: list[_Token]) -> list[_Token]:
    start = 0
    while start < len(run) - 1 and run[start].surface in BEFORE_A_NAME:
        start += 1
    return run[start:]


def _trade_at_end(text: str, starts: list[int]) -> str | None:
    """The longest trade that the text ends with and that begins where a word begins."""
    return next((text[start:] for start in starts if start and text[start:] in TRADES), None)


def _is_name_of_business(name: list[_Token], *, short: bool) -> bool:
    if any(token.is_pseudonym for token in name):
        return False
    if any(token.is_person or token.is_place or token.is_other_name for token in name):
        return True
    if short:
        return False
    if len(name) == 1 and name[0].surface in FAVOURITES:
        return True
    return any(token.is_unknown or _may_be_surname(token.surface) or _is_given_in_kana(token) for token in name)


def _is_given_in_kana(token: _Token) -> bool:
    return bool(re.fullmatch("[ぁ-ん]{3,}", token.surface)) and token.pos[0] == "名詞"


def _companies_by_sign(run: list[_Token]) -> Iterator[Span]:
    """喫茶あおい: a sign and a name behind it."""
    for place, token in enumerate(run[:-1]):
        is_parted = run[place + 1].surface == "・" and place + 2 < len(run)
        first = place + 1 + is_parted
        following = run[first]
        if (
            not (token.surface in SIGNS or token.surface.endswith("処"))
            or following.surface in NO_NAME_AFTER_SIGN
            or following.is_pseudonym
        ):
            continue
        is_name = (
            following.is_person
            or following.is_place
            or following.is_other_name
            or following.is_unknown
            or bool(re.fullmatch("[ぁ-ん]{2,}", following.surface))
        )
        if is_name:
            start = run[0].start if token.surface == "処" else token.start
            yield Span(IdentifyingKind.COMPANY, start, _end_of_sign(run, first))


def _end_of_sign(run: list[_Token], place: int) -> int:
    """The name behind a sign with what belongs to it: スーパーみつわ is cut into みつ and わ."""
    end = run[place].end
    for token in run[place + 1 :]:
        if not re.fullmatch("[ぁ-んァ-ヴー]+", token.surface):
            break
        end = token.end
    return end
