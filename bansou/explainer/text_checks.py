"""What is worth another look in a text of staff's: found, placed, and with a way to mend it. Advice: nothing is refused for it.

Wagtail's own checks look at the finished page in the browser (order of its headings, empty links); these read what was typed, in Japanese.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.db.models import Model
from wagtail.fields import StreamField

from bansou.explainer.models import PolicyPage
from bansou.explainer.pieces import Piece, edited_fields, pieces_of
from cases.models import Case

#: A paragraph that is longer fills a phone's window: the reader loses the line.
LONGEST_PARAGRAPH = 250
#: Fewer characters tell nobody whether to open a page.
SHORTEST_SUMMARY = 20
#: A bold paragraph of at most so many characters is a heading in disguise.
LONGEST_HEADING = 40
#: What a link is called by somebody who relies on the sentence around it; screen readers read out links alone.
VAGUE_LINKS = frozenset(
    {
        "こちら",
        "ここ",
        "これ",
        "こちらから",
        "こちらへ",
        "こちらを参照",
        "こちらをご覧ください",
        "詳細",
        "詳しく",
        "詳しくはこちら",
        "くわしくはこちら",
        "続き",
        "続きを読む",
        "もっと見る",
        "クリック",
        "リンク",
    }
)
#: Descriptions that say only that there is a picture.
VAGUE_ALTS = frozenset({"写真", "画像", "図", "図表", "イラスト", "絵", "グラフ", "表", "ロゴ"})

#: What the fields are called that name a source, of pages and of snippets.
_SOURCES = frozenset({"source", "sources", "source_title"})
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
#: Signs of single makers (㈱, ㎡, Ⅳ, №, 〝, private ones). ① to ⑳ are left out: every device of today shows and reads them, and the walls bear them.
_OF_ONE_MAKER = re.compile("[\u2116\u2121\u2160-\u217f\u2474-\u249b\u301d-\u301f\u3220-\u32ff\u3300-\u33ff\ue000-\uf8ff]+")
_FILE_NAME = re.compile(r"\.(avif|gif|jpe?g|png|svg|webp)$|^(IMG|DSC|スクリーンショット)[\s_0-9-]", re.IGNORECASE)
_ADDRESS = re.compile(r"^(https?://|www\.)\S+$")
_AROUND = " 　「」『』（）()。、…＞>→»"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `anchor` is the id of its place in the editor, "" where it has none."""

    what: str
    place: str
    remedy: str
    anchor: str = ""


def is_checked(thing: Model) -> bool:
    """Whether staff wrote it. Supporters write cases, with checks of their own, and staff only read those."""
    return not isinstance(thing, Case)


def findings_in(thing: Model) -> list[Finding]:
    """What is worth another look in this page or snippet, as it stands in memory; nothing in what is not checked."""
    if not is_checked(thing):
        return []
    pieces = list(pieces_of(thing))
    of_pieces = [finding for piece in pieces if piece.text for rule in _RULES for finding in rule(piece)]
    return [*_missing(thing, pieces), *_without_order(thing), *of_pieces]


# -- what is not there ------------------------------------------------------------------------------------------------
def _missing(thing: Model, pieces: list[Piece]) -> Iterator[Finding]:
    for piece in pieces:
        if piece.name == "summary" and len(piece.text.strip()) < SHORTEST_SUMMARY:
            what = "要約が短すぎます" if piece.text.strip() else "要約がありません"
            remedy = "だれに何が分かるページかを、1〜2文で書きます。検索の結果とカードに出ます。"
            yield Finding(what, piece.place, remedy, piece.anchor)
        if piece.name == "alt_text" and not piece.text.strip():
            remedy = "画像が見えない方に何を伝えたいのかを、文で書きます。"
            yield Finding("代替テキストがありません", piece.place, remedy, piece.anchor)
    if not isinstance(thing, PolicyPage):  # a policy states no facts about the method
        for field in edited_fields(type(thing)):
            if field.name in _SOURCES and not getattr(thing, field.name):
                remedy = "事実を述べた資料の題名、発行者、アドレス、確認した日を書きます。"
                yield Finding("出典がありません", str(field.verbose_name), remedy)


# -- what stands in the wrong order -----------------------------------------------------------------------------------
def _without_order(thing: Model) -> Iterator[Finding]:
    for field in edited_fields(type(thing)):
        if isinstance(field, StreamField):
            yield from _headings_of(list(getattr(thing, field.name)), str(field.verbose_name))


def _headings_of(parts: list[Any], label: str) -> Iterator[Finding]:
    has_heading = False
    for number, part in enumerate(parts, start=1):
        place, anchor = f"{label}の{number}番目", f"block-{part.id}-section"
        if part.block_type == "heading":
            has_heading = True
            if number == len(parts) or parts[number].block_type == "heading":
                yield Finding("見出しの下に何もありません", place, "文章を書くか、この見出しを消します。", anchor)
        elif part.block_type == "text" and not has_heading and "<h3" in part.value.source:
            remedy = "小見出しの前に、部品の「見出し」を置きます。見出しは、大きいものから順に使います。"
            yield Finding("見出しの順がとんでいます", place, remedy, anchor)


# -- what stands in a text --------------------------------------------------------------------------------------------
def _odd_characters(piece: Piece) -> Iterator[Finding]:
    words = _words(piece)
    for pattern, what in ((_HALF_WIDTH_KANA, "半角のカタカナ"), (_OF_ONE_MAKER, "機種に依存する文字")):
        for found in dict.fromkeys(pattern.findall(words)):
            plain = unicodedata.normalize("NFKC", found)
            remedy = f"「{plain}」のように書きます。" if plain != found else "ほかの言葉で書きます。"
            yield Finding(f"{what}「{found}」", piece.place, f"読み上げや印刷で化けることがあります。{remedy}", piece.anchor)


def _links(piece: Piece) -> Iterator[Finding]:
    for words in _Reader.read(piece).links:
        if words.strip(_AROUND) in VAGUE_LINKS:
            remedy = "リンクだけを読んでも行き先が分かる言葉にします。例：「五つの壁」のページ"
            yield Finding(f"リンクの言葉が「{words.strip(_AROUND)}」だけです", piece.place, remedy, piece.anchor)
        elif _ADDRESS.match(words.strip()):
            remedy = "アドレスの代わりに、行き先のページの題名を書きます。"
            yield Finding("リンクの言葉がアドレスのままです", piece.place, remedy, piece.anchor)


def _paragraphs(piece: Piece) -> Iterator[Finding]:
    for words, is_bold in _Reader.read(piece).paragraphs:
        if len(words) > LONGEST_PARAGRAPH:
            what = f"段落が長すぎます（{len(words)}字）"
            yield Finding(what, _beginning(piece, words), "話の変わり目で、段落を二つに分けます。", piece.anchor)
        if is_bold and len(words) <= LONGEST_HEADING:
            remedy = "太字で見出しの代わりをせず、「見出し」か小見出しを使います。読み上げでも見出しと分かります。"
            yield Finding("太字だけの段落があります", _beginning(piece, words), remedy, piece.anchor)


def _alt(piece: Piece) -> Iterator[Finding]:
    words = piece.text.strip()
    if piece.name == "alt_text" and words and (_FILE_NAME.search(words) or words.strip(_AROUND) in VAGUE_ALTS):
        remedy = "何が写っていて、何を伝えたいのかを、文で書きます。"
        yield Finding(f"代替テキスト「{words}」では、何の画像か分かりません", piece.place, remedy, piece.anchor)


_RULES: tuple[Callable[[Piece], Iterator[Finding]], ...] = (_odd_characters, _links, _paragraphs, _alt)


def _beginning(piece: Piece, words: str) -> str:
    return f"{piece.place}（{words[:12]}…）" if len(words) > 12 else f"{piece.place}（{words}）"


def _words(piece: Piece) -> str:
    return " ".join(words for words, _ in _Reader.read(piece).paragraphs) if piece.is_html else piece.text


class _Reader(HTMLParser):
    """Paragraphs (and whether all of one is bold) and the words of links."""

    _BLOCKS = frozenset(("p", "li", "h2", "h3", "h4", "blockquote"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[tuple[str, bool]] = []
        self.links: list[str] = []
        self._words: list[tuple[str, bool]] = []
        self._bold, self._is_paragraph, self._in_link = 0, True, False

    @classmethod
    def read(cls, piece: Piece) -> "_Reader":
        """Plain text has paragraphs, parted by empty lines, and no links."""
        reader = cls()
        if piece.is_html:
            reader.feed(piece.text)
            reader.close()
            reader._end_block()
        else:
            reader.paragraphs = [(part.strip(), False) for part in re.split(r"\n\s*\n", piece.text) if part.strip()]
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._BLOCKS:
            self._end_block()
            self._is_paragraph = tag == "p"
        self._bold += tag in {"b", "strong"}
        if tag == "a":
            self._in_link = True
            self.links.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self._end_block()
        self._bold -= tag in {"b", "strong"}
        if tag == "a":
            self._in_link = False

    def handle_data(self, data: str) -> None:
        self._words.append((data, self._bold > 0))
        if self._in_link:
            self.links[-1] += data

    def _end_block(self) -> None:
        written = [(words, is_bold) for words, is_bold in self._words if words.strip()]
        if written:
            text = "".join(words for words, _ in self._words).strip()
            self.paragraphs.append((text, self._is_paragraph and all(is_bold for _, is_bold in written)))
        self._words = []
        self._is_paragraph = True
