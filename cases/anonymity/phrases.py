"""Ways of saying by which a company can be looked up (日本唯一、創業八十年、受賞), and names of goods in their quotation marks."""

import re
from collections.abc import Iterator

from cases.anonymity.numbers import value_of
from cases.anonymity.spans import Span
from cases.vocabularies import IdentifyingKind

_AREA = "(?:日本|国内|全国|世界|アジア|東洋|業界|[都道府県市区町村島管]内|地域|地元|地区|北海道|東北|関東|北陸|東海|関西|近畿|四国|九州|西日本|東日本|県|市|町|村|島|郡)"
_ONE = "(?:[一1]|ひと)"
_COUNTER = "(?:つ|社|軒|店|人|か所|箇所|校|件|台|基|名)"
_UNIQUE = (
    # 日本で唯一, 県内でも唯一の, 島でただ一つ, 町に一軒だけ
    re.compile(
        rf"{_AREA}(?:で|に|中で)?(?:も|は)?\s?(?:唯一|(?:ただ|たった)(?:の)?{_ONE}{_COUNTER}|{_ONE}{_COUNTER}(?:だけ|しか|のみ|きり))"
    ),
    # 世界初, 全国で初めて, 業界では初の
    re.compile(
        rf"{_AREA}(?:で|では|でも)?\s?(?:初(?![め夏春秋冬年期代心回診級対])|初めて|はじめて|最初|最大|最古|最小|最高齢|最年少|先駆け)"
    ),
    # 日本一, 県内一, 全国一位
    re.compile(
        rf"{_AREA}(?:で)?(?:[一1](?![一-鿿\d]|つ)|[一1](?:小さ|大き|古|高|短|長|早|速|安|若)|[一1]番(?:の|に|小さ|大き|古|若)|[一1]位|トップ|ナンバー\s?(?:ワン|1)|No\.?\s?1|屈指)"
    ),
    re.compile(
        rf"{_AREA}?(?:の|で|での)?(?:市場)?シェア(?:は|が|で|の)?(?:約|およそ)?\s?(?:[一1]位|トップ|首位|ナンバー\s?ワン|No\.?\s?1|[\d一二三四五六七八九]+(?:割|%|パーセント))"
    ),
    re.compile("[入受]賞(?!者の声)|授賞式|[金銀銅]賞|(?:知事|大臣|長官|市長|町長|村長|会頭|国|県|市)(?:から)?(?:の)?表彰"),
    re.compile(
        "(?<![一-鿿ァ-ヴー])[一-鿿ァ-ヴー]{2,}(?<![鑑観懸激])賞(?![与味賛金罰状品美]|する|さ)|グランプリ|[黄緑紫藍紅]綬褒章|(?:瑞宝|旭日)[一-鿿]{0,8}章|文化勲章|叙勲"
    ),
    re.compile("人間国宝|現代の名工|重要無?形?文化財|無形文化財|登録有形文化財|世界遺産|伝統工芸士|ギネス"),
    re.compile(
        r"(?:特許|実用新案|意匠|商標)(?:登録)?(?:番号)?第?\s?\d{6,8}号?|(?:認定|登録|許可|認証|指定)第?[一1]号|第[一1]号(?:認定|店)"
    ),
    re.compile(
        r"(?:テレビ|新聞|雑誌|ラジオ|全国紙|地元紙|番組|NHK|ニュース|情報誌|メディア)(?:番組|局|紙)?(?:の(?:取材|番組|記事|特集))?(?:で|に|が|を|にも|でも)(?:何度も|大きく|度々|たびたび)?"
        r"(?:紹介|取り上げ|とりあげ|取材|放送|放映|掲載|載っ|載り|出演|出た|受け)"
    ),
)
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百〇]+)"
_SINCE_FOUNDING = re.compile(
    rf"(?:創業|創立|設立|開業|創設|開店)(?:から|して|より|は)?(?:およそ|約)?(?P<years>{_NUMBER})(?:有?余)?(?:周)?年(?![代度月])"
)
#: Longer ago than this is no age but a year of the calendar (創業1985年).
_OLDEST = 1400

_GOODS = (
    "商品|製品|品|銘柄|ブランド|商標|シリーズ|メニュー|名物|土産|みやげ|新作|菓子|スイーツ|ケーキ|まんじゅう|せんべい|クッキー|プリン|アイス|パン|酒|ビール|焼酎|ワイン|ウイスキー|リキュール"
    "|飲料|サイダー|ジュース|茶|珈琲|コーヒー|米|味噌|みそ|醤油|しょうゆ|酢|油|たれ|だれ|だし|ドレッシング|ジャム|漬|めん|麺|うどん|そば|ラーメン|カレー|弁当|定食|惣菜|缶詰|干物|干し|かまぼこ"
    "|豆腐|納豆|ハム|ソーセージ|チーズ|牛|豚|鶏|卵|いちご|りんご|みかん|野菜|石けん|石鹸|化粧水|化粧品|シャンプー|家具|椅子|テーブル|ベッド|包丁|刃物|鍋|器|皿|タオル|布|織|染|着物|シャツ|靴|鞄"
    "|かばん|バッグ|財布|傘|玩具|おもちゃ|人形|楽器|工具|機|装置|アプリ|ソフト|システム|サービス|プラン|コース|宿泊プラン|ツアー"
)
_NAME = r"(?P<name>[^「」『』。？！?!\n]{1,24})"
_QUOTED = rf"[「『]{_NAME}[」』]"
_GOODS_IN_QUOTES = (
    # 看板商品「…」, 商標は『…』, 新商品の「…」
    re.compile(rf"(?:{_GOODS})(?:名)?(?:は|の|が|:|に)?\s?{_QUOTED}"),
    # 「…」という銘柄, 「…」ブランド, 「…」シリーズ
    re.compile(
        rf"{_QUOTED}(?:と(?:いう|名づけた|名付けた|名乗る)|の名の|名義の)?(?:名前の|名の)?(?:この|その|小さな|新しい)?(?:[ァ-ヴー一-鿿]{{0,4}})(?:{_GOODS})"
    ),
    # 「…」を売り出した
    re.compile(
        rf"{_QUOTED}(?:を|が|も|の)(?:[^。、「]{{0,6}})?(?:発売|販売|売り出|売り始|商品化|製品化|新発売|出荷|量産|大ヒット|ヒットし)"
    ),
)
_GOODS_WITHOUT_QUOTES = re.compile(
    r"(?:商品名|製品名|ブランド名|銘柄名|品名)(?:は|を|:|が)\s?(?P<name>[^「『、。\n]{2,20}?)(?=と(?:し|名|決|つけ|い)|に(?:し|決|変)|で(?:あ|す|、)|、|。|\)|\n|$)"
)
_SHOP_NAME = re.compile(rf"(?:屋号|店名|社名|店の名前|会社の名前|会社名|宿の名|館名)(?:は|を|の|が|:|に)?\s?{_QUOTED}")
_QUOTE_IS_SPEECH = re.compile(r"(?:です|ます|ない|だ|たい|よ|ね|わ|や|か|のか|ろう|いい|い|た|る)$|、")


def find_phrases(plain: str) -> Iterator[Span]:
    """What makes a company the only one, names of goods, and names that are said to be a shop's."""
    for pattern in _UNIQUE:
        for match in pattern.finditer(plain):
            yield Span(IdentifyingKind.UNIQUE, *match.span())
    for match in _SINCE_FOUNDING.finditer(plain):
        if 1 < value_of(match["years"]) < _OLDEST:
            yield Span(IdentifyingKind.UNIQUE, *match.span())
    for pattern in _GOODS_IN_QUOTES:
        for match in pattern.finditer(plain):
            if not _QUOTE_IS_SPEECH.search(match["name"]):
                yield Span(IdentifyingKind.PRODUCT, *match.span("name"))
    for match in _GOODS_WITHOUT_QUOTES.finditer(plain):
        yield Span(IdentifyingKind.PRODUCT, *match.span("name"))
    for match in _SHOP_NAME.finditer(plain):
        yield Span(IdentifyingKind.COMPANY, *match.span("name"))
