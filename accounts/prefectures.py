"""The 47 prefectures (JIS X 0401) and the nine blocks of the regional bureaus of economy, trade and industry.

Only the prefecture is stored; the block follows from it. Source of codes and blocks: research of 2026-11 (domain B2), the
blocks after the areas of 経済産業局.
"""

from django.db import models


class Prefecture(models.TextChoices):
    """A prefecture by its two-digit JIS code."""

    HOKKAIDO = "01", "北海道"
    AOMORI = "02", "青森県"
    IWATE = "03", "岩手県"
    MIYAGI = "04", "宮城県"
    AKITA = "05", "秋田県"
    YAMAGATA = "06", "山形県"
    FUKUSHIMA = "07", "福島県"
    IBARAKI = "08", "茨城県"
    TOCHIGI = "09", "栃木県"
    GUNMA = "10", "群馬県"
    SAITAMA = "11", "埼玉県"
    CHIBA = "12", "千葉県"
    TOKYO = "13", "東京都"
    KANAGAWA = "14", "神奈川県"
    NIIGATA = "15", "新潟県"
    TOYAMA = "16", "富山県"
    ISHIKAWA = "17", "石川県"
    FUKUI = "18", "福井県"
    YAMANASHI = "19", "山梨県"
    NAGANO = "20", "長野県"
    GIFU = "21", "岐阜県"
    SHIZUOKA = "22", "静岡県"
    AICHI = "23", "愛知県"
    MIE = "24", "三重県"
    SHIGA = "25", "滋賀県"
    KYOTO = "26", "京都府"
    OSAKA = "27", "大阪府"
    HYOGO = "28", "兵庫県"
    NARA = "29", "奈良県"
    WAKAYAMA = "30", "和歌山県"
    TOTTORI = "31", "鳥取県"
    SHIMANE = "32", "島根県"
    OKAYAMA = "33", "岡山県"
    HIROSHIMA = "34", "広島県"
    YAMAGUCHI = "35", "山口県"
    TOKUSHIMA = "36", "徳島県"
    KAGAWA = "37", "香川県"
    EHIME = "38", "愛媛県"
    KOCHI = "39", "高知県"
    FUKUOKA = "40", "福岡県"
    SAGA = "41", "佐賀県"
    NAGASAKI = "42", "長崎県"
    KUMAMOTO = "43", "熊本県"
    OITA = "44", "大分県"
    MIYAZAKI = "45", "宮崎県"
    KAGOSHIMA = "46", "鹿児島県"
    OKINAWA = "47", "沖縄県"


class Block(models.TextChoices):
    """A block of prefectures that supporters live in."""

    HOKKAIDO = "block-hokkaido", "北海道地方"
    TOHOKU = "block-tohoku", "東北地方"
    KANTO = "block-kanto", "関東地方（甲信越・静岡を含む）"
    CHUBU = "block-chubu", "中部地方"
    KINKI = "block-kinki", "近畿地方"
    CHUGOKU = "block-chugoku", "中国地方"
    SHIKOKU = "block-shikoku", "四国地方"
    KYUSHU = "block-kyushu", "九州地方"
    OKINAWA = "block-okinawa", "沖縄地方"


_MEMBERS: dict[Block, str] = {
    Block.HOKKAIDO: "01",
    Block.TOHOKU: "02 03 04 05 06 07",
    Block.KANTO: "08 09 10 11 12 13 14 15 19 20 22",
    Block.CHUBU: "16 17 21 23 24",
    Block.KINKI: "18 25 26 27 28 29 30",
    Block.CHUGOKU: "31 32 33 34 35",
    Block.SHIKOKU: "36 37 38 39",
    Block.KYUSHU: "40 41 42 43 44 45 46",
    Block.OKINAWA: "47",
}

#: The prefectures of each block.
PREFECTURES_OF: dict[Block, tuple[Prefecture, ...]] = {
    block: tuple(Prefecture(code) for code in codes.split()) for block, codes in _MEMBERS.items()
}
#: The block of each prefecture.
BLOCK_OF: dict[Prefecture, Block] = {
    prefecture: block for block, prefectures in PREFECTURES_OF.items() for prefecture in prefectures
}
