"""What to write instead of a marked word: the same, said so widely that it fits many companies."""

import re

from cases.anonymity.lexicon import TITLES
from cases.anonymity.numbers import value_of
from cases.anonymity.spans import FoldedText
from cases.vocabularies import IdentifyingKind

_FIRST_YEAR = {
    "明治": 1868,
    "大正": 1912,
    "昭和": 1926,
    "平成": 1989,
    "令和": 2019,
    "M": 1868,
    "T": 1912,
    "S": 1926,
    "H": 1989,
    "R": 2019,
}
_ERA_YEAR = re.compile(rf"({'|'.join(_FIRST_YEAR)})\.?\s?(元|\d+|[一二三四五六七八九十]+)年?")
_LEADING_NUMBER = re.compile(r"[\d,.]+|[〇零一二三四五六七八九十百千]+")
#: A sum is said by its largest unit.
_SUMS = (
    (10**8, "数億円"),
    (10**7, "数千万円"),
    (10**6, "数百万円"),
    (10**5, "数十万円"),
    (10**4, "数万円"),
    (10**3, "数千円"),
    (0, "数百円"),
)
_PLAIN = {
    IdentifyingKind.PRIVATE: "A社",
    IdentifyingKind.MAIL: "（連絡先）",
    IdentifyingKind.URL: "（ホームページ）",
    IdentifyingKind.CORPORATE_NUMBER: "（番号）",
    IdentifyingKind.PHONE: "（連絡先）",
    IdentifyingKind.UNIQUE: "よく知られた",
    IdentifyingKind.PRODUCT: "看板商品",
    IdentifyingKind.COMPANY: "A社",
    IdentifyingKind.PLACE: "県内の市",
}


def suggestion_for(kind: IdentifyingKind, mark: str, after: str) -> str:
    """Words that could stand for the mark. `after`: the text that follows it (a title stays: 山田さん becomes Bさん)."""
    plain = FoldedText(mark).plain
    match kind:
        case IdentifyingKind.PERSON:
            words = "B" if after.startswith(tuple(TITLES)) else "Bさん"
        case IdentifyingKind.YEAR:
            words = f"{_year(plain) // 10 * 10}年代"
        case IdentifyingKind.HEADCOUNT:
            words = _people(plain)
        case IdentifyingKind.MONEY:
            words = next(sum_words for least, sum_words in _SUMS if _yen(plain) >= least)
        case IdentifyingKind.PLACE if plain.endswith(("町", "村", "郡")):
            words = "県内の町"
        case IdentifyingKind.PLACE if plain.endswith(("駅", "川", "号", "号線")):
            words = "近く"
        case IdentifyingKind.UNIQUE if "業" in plain and "年" in plain:
            words = "長く続く"
        case _:
            words = _PLAIN[kind]
    return words


def _year(plain: str) -> int:
    """The year of the calendar, from 2019年, 二〇一九年 or 平成31年."""
    if era := _ERA_YEAR.match(plain.upper()):
        return _FIRST_YEAR[era[1]] + (1 if era[2] == "元" else int(value_of(era[2]))) - 1
    return int(_number(plain))


def _people(plain: str) -> str:
    count = int(_number(plain))
    if count < 10:
        return "数人"
    return "十数人" if count < 20 else f"{count // 10 * 10}人ほど"


def _yen(plain: str) -> float:
    """The sum in yen: 2億3千万円, 三千万円, 1,280,000円, 60万."""
    total, rest = 0.0, re.sub(r"[^\d.〇零一二三四五六七八九十百千万億]", "", plain)
    for unit, value in (("億", 10**8), ("万", 10**4)):
        head, found, tail = rest.partition(unit)
        if found:
            total, rest = total + _below_ten_thousand(head) * value, tail
    return total + _below_ten_thousand(rest)


def _below_ten_thousand(text: str) -> float:
    """8500, 3千 or 三千; 0 for nothing."""
    if figures := re.match(r"(\d+(?:\.\d+)?)([千百十]?)", text):
        return float(figures[1]) * {"千": 1000, "百": 100, "十": 10}.get(figures[2], 1)
    kanji = _LEADING_NUMBER.match(text)
    return value_of(kanji.group()) if kanji and not kanji.group().startswith((".", ",")) else 0


def _number(plain: str) -> float:
    found = _LEADING_NUMBER.search(plain)
    digits = found.group().strip(",.") if found else ""
    return value_of(digits) if digits else 0
