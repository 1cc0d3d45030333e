"""Exact years, head-counts and sums of money, in figures and in kanji. What is said roughly (約、ほど、数十、年代、〜) identifies nobody."""

import re
from collections.abc import Iterator

from cases.anonymity.spans import Span
from cases.vocabularies import IdentifyingKind

_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_KANJI = "[〇零一二三四五六七八九十百千]+"
_ONE = f"(?:{_FIGURES}|{_KANJI})"
#: 三千万、2億3千、1,280,000
_AMOUNT = f"{_ONE}(?:[億万千百十]{_ONE}|[億万千百十])*"
#: What makes a number rough, before it and after it.
_ROUGH_BEFORE = re.compile(
    r"(?:約|およそ|おおよそ|おおむね|ざっと|だいたい|ほぼ|(?<![員者客])数|何|幾|[〜~～]|[\d一二三四五六七八九十百千万](?:人|名|億|万|円|万円)?(?:から|[-–−,、]))\s?$"
)
_ROUGH_AFTER = re.compile(
    r"\s?(?:ほど|程度|くらい|ぐらい|前後|台(?!数)|弱|強|余|あまり|近く|近い|以上|以下|以内|未満|超|内外|単位|規模|ごろ|頃|ばかり|そこそこ|足らず|あたり"
    r"|[〜~～]|か[一二三四五六七八九十\d])"
)
_DIGIT_OF = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}

_ERAS = "明治|大正|昭和|平成|令和"
_YEARS = (
    re.compile(rf"(?:{_ERAS})(?:元|\d{{1,2}}|[一二三四五六七八九十]{{1,3}})年度?"),
    re.compile(r"(?<![A-Za-z0-9])[MTSHRmtshr]\.?\s?\d{1,2}年度?"),
    re.compile(r"(?<![\d,.])(?:1[6-9]|20)\d\d年度?"),
    re.compile(r"(?<![〇零一二三四五六七八九十百千])[一二][〇零一二三四五六七八九]{3}年度?|千[六七八九]百[一二三四五六七八九十]*年度?|二千[一二三四五六七八九十]+年度?"),
    re.compile(r"(?<![\d.-])(?:19|20)\d\d[-/](?:0?[1-9]|1[0-2])(?:[-/](?:0?[1-9]|[12]\d|3[01]))?(?![\d/-])"),
    re.compile(r"(?<![\d.-])(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])(?![\d.])"),
)  # fmt: skip
#: 2010年代, 2024年問題, 2023年版 and 二千年間 are no dates of a company.
_NO_YEAR_AFTER = re.compile(r"代|問題|版|間|物|ぶり|以上|前後|ごろ|頃")

_PEOPLE = re.compile(f"({_ONE})(?:人|名)")
_NO_PEOPLE_AFTER = re.compile(
    r"(?<=人)(?:前(?!後)|目|月|日|力|称|並|気|生|間|口|材|員|手|形|柄|影|事|件|格|権|類|工|物|脈|望|情|道|選|色|十色)"
    r"|(?<=名)(?:称|前(?!後)|所|物|目|刺|義|品|人|字|門|店|湯|産|作|曲|案|言)"
)
#: Below this, a number of people is one of the scene (三人の班長), unless the text says that it is the whole staff.
_PEOPLE_AT_LEAST = 10
_STAFF_BEFORE = re.compile(
    r"(?:従業員|社員|正社員|スタッフ|職員|パート|アルバイト|従業者|総勢|全社)数?(?:は|:)?\s?(?:わずか|たった|全部で)?$"
)
_WHOLE_AFTER = re.compile(r"の|です|だ|である|体制|、|。|\)")

_YEN = re.compile(rf"(?<![\d.,])(?:[¥\\]\s?{_AMOUNT}円?|{_AMOUNT}円)")
_NO_MONEY = re.compile(r"[1一]円(?:も|でも|たりとも|単位)|円(?:ショップ|均一|玉|札|硬貨|高|安|卓|滑|形|周|相場)")
_AMOUNT_WITHOUT_YEN = re.compile(
    rf"(?<![\d.,])(?:{_FIGURES}|{_KANJI})[億万](?:{_ONE}万?)?(?=[のをでにがはもとやへ、。)」\s]|から|まで|$)"
)
_MONEY_NEAR = re.compile(
    r"(?:年商|月商|日商|売上|売り上げ|借入|借金|融資|返済|資本金|報酬|給料|月給|年収|手取り|利益|赤字|黒字|残高|借入残|予算|費用|代金|家賃|見積|価格|投資|出資|負債|預金|補助)[^。\n]{0,10}$"
)


def find_numbers(plain: str) -> Iterator[Span]:
    """Exact years, head-counts and sums."""
    yield from _years(plain)
    yield from _people(plain)
    yield from _money(plain)


def value_of(number: str) -> float:
    """The value of a number in figures (1,280) or in kanji up to 千 (二十六, 二〇一九)."""
    plain = number.replace(",", "")
    if plain[0].isdecimal():
        return float(plain)
    if not any(sign in _UNITS for sign in plain):
        return float("".join(str(_DIGIT_OF[sign]) for sign in plain))
    total, digit = 0, 0
    for sign in plain:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGIT_OF[sign]
    return float(total + digit)


def _is_rough(plain: str, start: int, end: int) -> bool:
    return bool(_ROUGH_BEFORE.search(plain[max(0, start - 6) : start]) or _ROUGH_AFTER.match(plain, end))


def _years(plain: str) -> Iterator[Span]:
    for pattern in _YEARS:
        for match in pattern.finditer(plain):
            if not _NO_YEAR_AFTER.match(plain, match.end()):
                yield Span(IdentifyingKind.YEAR, *match.span())


def _people(plain: str) -> Iterator[Span]:
    for match in _PEOPLE.finditer(plain):
        if _NO_PEOPLE_AFTER.match(plain, match.end()) or _is_rough(plain, *match.span()):
            continue
        is_staff = _STAFF_BEFORE.search(plain[max(0, match.start() - 16) : match.start()]) and _WHOLE_AFTER.match(
            plain, match.end()
        )
        if is_staff or value_of(match.group(1)) >= _PEOPLE_AT_LEAST:
            yield Span(IdentifyingKind.HEADCOUNT, *match.span())


def _money(plain: str) -> Iterator[Span]:
    for match in _YEN.finditer(plain):
        idiom = _NO_MONEY.search(plain, match.start(), match.end() + 4)
        if not idiom and not _is_rough(plain, *match.span()):
            yield Span(IdentifyingKind.MONEY, *match.span())
    for match in _AMOUNT_WITHOUT_YEN.finditer(plain):
        is_money = _MONEY_NEAR.search(plain[max(0, match.start() - 20) : match.start()])
        if is_money and not _is_rough(plain, *match.span()):
            yield Span(IdentifyingKind.MONEY, *match.span())
