"""Sentences and names for bulk data: fictional Japanese whose words are as unevenly common as those of real texts.

The sentences are the samples' own, most with another beginning, so that words stand in company that makes sense. A few of them stand
everywhere and most nearly nowhere; names that nobody bears give the many words that a text has once.
"""

import random
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from django.db import connection

from cases.models import Case
from cases.vocabularies import AREAS
from knowhow.models import Reply, Topic

SENTENCES, NAMES = 20_000, 100_000
#: The higher, the more often the first sentences are taken: a number between 0 and 1 is raised to it.
SKEW = 2.5
#: Limits of short fields: a sentence fits into all of them.
_SENTENCE = re.compile(r"[一-鿿ぁ-ゖァ-ヶー々、（）0-9a-zA-Z]{10,60}。")
_CASE_TEXTS = ("first_request", "situation_before", "real_issue", "issue_path", "noticing", "conviction", "behaviour_change")
_TRADES = (
    "水産加工", "和菓子店", "鉄工所", "旅館", "酒蔵", "建具店", "縫製工場", "運送会社", "印刷所", "工務店", "農園", "喫茶店", "家具工房",
    "金型工場", "めっき工場", "豆腐店", "茶園", "美容室", "保育園", "薬局", "書店", "自動車整備工場", "造園業", "製麺所", "漆器工房",
    "精密部品工場", "温泉宿", "学習塾", "製材所", "牧場", "写真館", "クリーニング店", "介護事業所", "電気工事店", "味噌蔵", "染物店",
)  # fmt: skip
_THEMES = (
    "経営者との対話", "伴走支援の進め方", "事業承継", "資金繰り", "人材の定着", "価格の見直し", "販路の開拓", "補助金の申請", "後継者の不安",
    "幹部会議", "現場の改善", "原価の計算", "経営計画", "社内の役割", "新しい商品", "設備の更新", "朝礼のやり方", "顧客の声", "借入の返済",
    "家族の話し合い", "廃業の相談", "品質の管理", "勤怠の記録", "災害への備え", "海外との取引", "在庫の整理",
)  # fmt: skip
_OPENINGS = (
    "", "", "", "", "", "", "経営者との面談で、", "支援を始めて三か月目に、", "{area}の{trade}では、", "{trade}の社長によると、",
    "伴走支援のなかで、", "{name}の話になると、", "{area}から{name}に移ったころ、", "{trade}を継いだ{name}さんは言った。",
)  # fmt: skip
_KANA = (
    "ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク", "コ", "サ", "シ", "ス", "セ", "タ", "チ", "ツ", "テ", "ト", "ナ", "ニ", "ネ", "ノ",
    "ハ", "ヒ", "フ", "マ", "ミ", "ム", "メ", "モ", "ヤ", "ユ", "ヨ", "ラ", "リ", "ル", "レ", "ロ", "ワ", "ガ", "ギ", "ジ", "ダ", "ド",
)  # fmt: skip


class BulkWords:
    """Sentences and names; the same for the same samples."""

    def __init__(self) -> None:
        self.chance = random.Random(20_261_123)  # noqa: S311 - texts, no secrets
        self.names = [self._name() for _ in range(NAMES)]
        self._common_first = list(accumulate(1 / place for place in range(1, 1 + len(_TRADES))))
        own = sorted(set(_sentences(_sample_texts()))) or ["経営者の話を、終わりまで聞きました。"]
        self.chance.shuffle(own)
        self.sentences = [self._opening() + own[number % len(own)] for number in range(SENTENCES)]

    def text(self, sentences: int) -> str:
        """So many sentences in a row, common ones mostly."""
        return "".join(self.sentences[int(SENTENCES * self.chance.random() ** SKEW)] for _ in range(sentences))

    def title(self) -> str:
        """A title with a name that few others have."""
        trade, theme, name = self._trade(), self.chance.choice(_THEMES), self.chance.choice(self.names)
        return f"{trade}「{name}」の{theme}"

    def put_into_tables(self) -> None:
        """For statements of this connection: `bulk_sentence` and `bulk_title` (place, text), from place 0."""
        titles = [self.title() for _ in range(NAMES)]
        with connection.cursor() as cursor:
            for table, texts in (("bulk_sentence", self.sentences), ("bulk_title", titles)):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")
                cursor.execute(f"CREATE TEMPORARY TABLE {table} (place integer PRIMARY KEY, text text NOT NULL)")
                with cursor.copy(f"COPY {table} (place, text) FROM STDIN") as rows:
                    for row in enumerate(texts):
                        rows.write_row(row)
                cursor.execute(f"ANALYZE {table}")

    def _opening(self) -> str:
        area, name = self.chance.choice(list(AREAS.values())), self.chance.choice(self.names)
        return self.chance.choice(_OPENINGS).format(area=area, trade=self._trade(), name=name)

    def _trade(self) -> str:
        return self.chance.choices(_TRADES, cum_weights=self._common_first)[0]

    def _name(self) -> str:
        return "".join(self.chance.choices(_KANA, k=self.chance.randint(3, 5)))


def sentence_of(number: str) -> str:
    """SQL: a sentence for the number, common ones mostly, the same for the same number."""
    place = f"({SENTENCES} * power((hashint8({number}) & 1048575) / 1048576.0, {SKEW}))::int %% {SENTENCES}"
    return f"(SELECT text FROM bulk_sentence WHERE place = {place})"  # noqa: S608 (columns of ours, no values)


def title_of(number: str) -> str:
    """SQL: a title for the number."""
    return f"(SELECT text FROM bulk_title WHERE place = ({number}) %% {NAMES})"  # noqa: S608 (columns of ours, no values)


def _sample_texts() -> Iterable[str]:
    for texts in Case.objects.filter(is_sample=True).order_by("pk").values_list(*_CASE_TEXTS)[:24]:
        yield from texts
    for posts in (Topic.objects.filter(is_sample=True), Reply.objects.filter(topic__is_sample=True)):
        yield from posts.order_by("pk").values_list("body", flat=True)[:200]


def _sentences(texts: Iterable[str]) -> Sequence[str]:
    return [sentence for text in texts for sentence in _SENTENCE.findall(text)]
