"""The closed vocabularies of a case (domain B). Codes are stored, words are shown; staff's themes are a table (models.Theme)."""

from django.db import models

from accounts.prefectures import PREFECTURES_OF, Block, Prefecture


class Disclosure(models.TextChoices):
    """Who may read the case once it is published (field 3)."""

    ANONYMOUS = "anonymous", "匿名公開（会社が分からない形で、どなたでも読めます）"
    MEMBERS = "members", "会員限定（会社が分からない形で、確認済みの支援者だけが読めます）"
    NAMED = "named", "実名公開（会社の同意を得て、どなたでも読めます）"
    DRAFT = "draft", "公開しない（自分とチームだけの記録にします）"


class Industry(models.TextChoices):
    """日本標準産業分類 大分類, revision of July 2023. S stays in the data; the form hides it (supporters have no such clients)."""

    A = "A", "農業、林業"
    B = "B", "漁業"
    C = "C", "鉱業、採石業、砂利採取業"
    D = "D", "建設業"
    E = "E", "製造業"
    F = "F", "電気・ガス・熱供給・水道業"
    G = "G", "情報通信業"
    H = "H", "運輸業、郵便業"
    I = "I", "卸売業、小売業"  # noqa: E741 - the letter of the classification
    J = "J", "金融業、保険業"
    K = "K", "不動産業、物品賃貸業"
    L = "L", "学術研究、専門・技術サービス業"
    M = "M", "宿泊業、飲食サービス業"
    N = "N", "生活関連サービス業、娯楽業"
    O = "O", "教育、学習支援業"  # noqa: E741 - the letter of the classification
    P = "P", "医療、福祉"
    Q = "Q", "複合サービス事業"
    R = "R", "サービス業（他に分類されないもの）"
    S = "S", "公務（他に分類されるものを除く）"
    T = "T", "分類不能の産業"


#: Not said where, or all over Japan.
AREA_NONE = "none"

#: Where the company is (field 7): as fine as the author dares. Grouped for the form.
AREA_CHOICES: list[tuple[str, list[tuple[str, str]]]] = [
    ("地方ブロックまで", [(block.value, str(block.label)) for block in Block]),
    ("都道府県まで", [(prefecture.value, str(prefecture.label)) for prefecture in Prefecture]),
    ("示さない", [(AREA_NONE, "示さない")]),
]
AREAS: dict[str, str] = {code: label for _, group in AREA_CHOICES for code, label in group}


def areas_within(area: str) -> list[str]:
    """All codes that lie in the area: a block holds its prefectures, a prefecture only itself. [] for an unknown code."""
    if area in Block.values:
        return [area, *(prefecture.value for prefecture in PREFECTURES_OF[Block(area)])]
    return [area] if area in AREAS else []


class EmployeeBand(models.TextChoices):
    """How many work there (field 8, domain B3): bands, never the number."""

    TO_5 = "1-5", "1〜5人"
    TO_20 = "6-20", "6〜20人"
    TO_50 = "21-50", "21〜50人"
    TO_100 = "51-100", "51〜100人"
    TO_300 = "101-300", "101〜300人"
    FROM_301 = "301-", "301人以上"
    NONE = "none", "示さない"


#: Decades of founding (field 8); never the year.
DECADES = [(decade, f"{decade}年代") for decade in range(1900, 2030, 10)]


class SupportFormat(models.TextChoices):
    """How the support was delivered (domain A2, from the study of FY2021)."""

    PROJECT = "project", "1社とプロジェクトチームで進める（プロジェクト型）"
    PROGRAM = "program", "複数の会社が学び合う講座で進める（プログラム型）"
    ADVANCED = "advanced", "ふだんの経営相談や融資の中で進める（経営支援サービスの高度化）"
    OTHER = "other", "その他"


class Trigger(models.TextChoices):
    """How the two met (domain B8)."""

    COUNTER = "counter", "窓口相談"
    VISIT = "visit", "巡回"
    BANK = "bank", "金融機関の紹介"
    PROFESSIONAL = "professional", "士業の紹介"
    SUBSIDY = "subsidy", "補助金・融資の相談から"
    SEMINAR = "seminar", "セミナー"
    GOVERNMENT = "government", "行政・公募"
    REFERRAL = "referral", "事業者の紹介"
    OTHER = "other", "その他"


class Wall(models.TextChoices):
    """自己変革を妨げる5つの障壁 (guideline of June 2023, domain A1). The code is also the slug of the wall's page."""

    SEE = "see", "①見えない"
    FACE = "face", "②向き合わない"
    ACT = "act", "③実行できない"
    FOLLOW = "follow", "④付いてこない"
    LACK = "lack", "⑤足りない"


class Stage(models.TextChoices):
    """Where in the process an episode stands (domain A2, six steps)."""

    UNDERSTAND = "understand", "1 事業者・支援者双方の理解"
    START = "start", "2 伴走支援の開始"
    NOTICE = "notice", "3 気づき・腹落ちの促進"
    MOTIVATE = "motivate", "4 内発的動機づけ"
    SOLVE = "solve", "5 課題解決"
    FOLLOW_UP = "follow_up", "6 フォローアップ"


class Partner(models.TextChoices):
    """With whom the supporter spoke (domain B8)."""

    PRESIDENT = "president", "経営者"
    SUCCESSOR = "successor", "後継者"
    FORMER_PRESIDENT = "former_president", "前経営者・会長"
    FAMILY = "family", "親族"
    OFFICER = "officer", "役員・幹部"
    MANAGER = "manager", "管理職・リーダー"
    STAFF = "staff", "現場従業員"
    OUTSIDER = "outsider", "外部関係者"


class Setting(models.TextChoices):
    """Where they spoke (domain B8)."""

    VISIT = "visit", "訪問"
    OFFICE = "office", "来所"
    ONLINE = "online", "オンライン"
    SITE = "site", "現場見学"
    CAMP = "camp", "合宿"


class Inquiry(models.TextChoices):
    """Schein's four kinds of inquiry, in order of rising interference (domain A1)."""

    PURE = "pure", "純粋な問いかけ"
    DIAGNOSTIC = "diagnostic", "診断的な問いかけ"
    CONFRONTIVE = "confrontive", "対決的な問いかけ"
    PROCESS = "process", "プロセス指向的な問いかけ"


class CardSource(models.TextChoices):
    """Where a card of the question bank comes from."""

    STAFF = "staff", "事務局"
    SUPPORTER = "supporter", "支援者の提案"
    EPISODE = "episode", "事例の対話から"
    REPLY = "reply", "広場の返信から"


class CardState(models.TextChoices):
    """What staff decided about a card of the question bank."""

    PROPOSED = "proposed", "提案（確認待ち）"
    SHOWN = "shown", "載せている"
    HIDDEN = "hidden", "載せない"


class Mark(models.TextChoices):
    """What an episode was for the story (domain D1, row of 14)."""

    TURNING = "turning", "転機"
    SETBACK = "setback", "後戻り"
    NOTICING = "noticing", "気づき"
    CONVICTION = "conviction", "腹落ち"


class PresidentRole(models.TextChoices):
    """How the president came to his chair (field 9)."""

    FOUNDER = "founder", "創業者"
    LATER_GENERATION = "later", "二代目以降"
    OUTSIDE_FAMILY = "outside", "親族外"
    SUCCESSOR = "successor", "後継予定者"
    NONE = "none", "示さない"


class IssueNamer(models.TextChoices):
    """Who put the real issue into words (field 16)."""

    PRESIDENT = "president", "経営者"
    STAFF = "staff", "社員"
    SUPPORTER = "supporter", "支援者"


class WallHeight(models.TextChoices):
    """How high a wall was (field 17)."""

    HIGH = "high", "高い"
    MIDDLE = "middle", "中くらい"
    LOW = "low", "低い"


class WallOutcome(models.TextChoices):
    """What became of a wall (field 17)."""

    PASSED = "passed", "越えた"
    PASSING = "passing", "途中"
    NOT_PASSED = "not_passed", "越えず"


class Tool(models.TextChoices):
    """Tools that were used (field 20, domain B8)."""

    LOCABEN = "locaben", "ロカベン"
    DESIGN_SHEET = "design_sheet", "経営デザインシート"
    SWOT = "swot", "SWOT"
    FIVE_WHYS = "five_whys", "なぜなぜ分析"
    HEARING = "hearing", "従業員ヒアリング"
    WORKSHOP = "workshop", "ワークショップ"
    PLAN = "plan", "経営計画"
    FINANCE = "finance", "財務分析"
    OTHER = "other", "その他"


class SelfRunning(models.TextChoices):
    """How far the company goes by itself (field 24, domain B8). 中断 is welcome: broken-off support teaches too."""

    SUPPORTED = "supported", "支援中"
    ISSUE_SET = "issue_set", "課題設定まで"
    ACTING = "acting", "実行中（支援あり）"
    SIGNS = "signs", "自走の兆し"
    RUNNING = "running", "自走"
    SUPPORTED_AGAIN = "again", "再支援"
    BROKEN_OFF = "broken_off", "中断"


class LocabenItem(models.TextChoices):
    """ローカルベンチマーク: six financial figures, four non-financial views (field 23, domain B7). Never the figures themselves."""

    SALES_GROWTH = "sales_growth", "売上増加率（売上持続性）"
    OPERATING_MARGIN = "operating_margin", "営業利益率（収益性）"
    LABOUR_PRODUCTIVITY = "labour_productivity", "労働生産性（生産性）"
    DEBT_RATIO = "debt_ratio", "EBITDA有利子負債倍率（健全性）"
    WORKING_CAPITAL = "working_capital", "営業運転資本回転期間（効率性）"
    EQUITY_RATIO = "equity_ratio", "自己資本比率（安全性）"
    PRESIDENT = "president", "経営者"
    BUSINESS = "business", "事業"
    SURROUNDINGS = "surroundings", "企業を取り巻く環境・関係者"
    CONTROLS = "controls", "内部管理体制"


class Trend(models.TextChoices):
    """Which way a ロカベン item went (field 23)."""

    BETTER = "better", "改善"
    SAME = "same", "横ばい"
    WORSE = "worse", "悪化"


class RowAudience(models.TextChoices):
    """Whom one row of results or figures reaches (fields 21 and 30); the values are those of accounts.audiences."""

    PUBLIC = "public", "事例を読める方すべて"
    SUPPORTER = "supporter", "確認済みの支援者だけ"


class TeamRole(models.TextChoices):
    """What somebody did in the team (field 10, domain B5)."""

    LEAD = "lead", "主担当"
    SECOND = "second", "副担当"
    OBSERVER = "observer", "同席・OJT"
    INTRODUCER = "introducer", "紹介者"
    EXPERT = "expert", "専門家"


class FollowUpTime(models.IntegerChoices):
    """How many months after the end of the support the team is asked (field 25)."""

    MONTHS_3 = 3, "3か月後"
    MONTHS_6 = 6, "6か月後"
    MONTHS_12 = 12, "1年後"
    MONTHS_24 = 24, "2年後"


class ConsentParty(models.TextChoices):
    """Whose consent a case may need (field 31). Of each of them the team says that there is consent, or that none is needed."""

    PRESIDENT = "president", "経営者"
    SUPERIOR = "superior", "所属長"
    PERSON = "person", "登場する方"
    PARTNER = "partner", "同席した機関"


class ConsentMethod(models.TextChoices):
    """How somebody agreed (field 31)."""

    PAPER = "paper", "書面"
    MAIL = "mail", "メール"
    ORAL = "oral", "口頭（記録を残した）"
    LINK = "link", "確認リンク"


class ConsentScope(models.TextChoices):
    """How far a consent goes (field 31), from the narrowest to the widest."""

    MEMBERS = "members", "会員限定まで"
    ANONYMOUS = "anonymous", "匿名公開まで"
    NAMED = "named", "実名公開まで"


#: The scopes that are enough for each disclosure. The database knows the same (migration 0012).
COVERING: dict[str, frozenset[str]] = {
    Disclosure.MEMBERS: frozenset(ConsentScope.values),
    Disclosure.ANONYMOUS: frozenset({ConsentScope.ANONYMOUS, ConsentScope.NAMED}),
    Disclosure.NAMED: frozenset({ConsentScope.NAMED}),
}


class IdentifyingKind(models.TextChoices):
    """What in a text may tell which company it is about (anonymity/): in the order in which one wins over another at the same place."""

    PRIVATE = "private", "公開しない情報の言葉"
    MAIL = "mail", "メールアドレス"
    URL = "url", "URL・SNSの名前"
    CORPORATE_NUMBER = "corporate", "法人番号"
    PHONE = "phone", "電話番号"
    YEAR = "year", "正確な年"
    MONEY = "money", "正確な金額"
    HEADCOUNT = "headcount", "正確な人数"
    UNIQUE = "unique", "一社に決まる言い方"
    PRODUCT = "product", "商品・ブランドの名前"
    COMPANY = "company", "会社・店の名前"
    PERSON = "person", "人の名前"
    PLACE = "place", "市町村などの地名"


class CheckPoint(models.TextChoices):
    """What a person looks for before a case is submitted (domain D2-3): ten things that no rule finds for certain."""

    NAMES = "names", "会社、店、商品の名前が残っていない"
    PEOPLE = "people", "人の名前が残っていない。続柄は、話に必要なものだけにした"
    PLACES = "places", "市町村や、それより細かい地名が残っていない"
    NUMBERS = "numbers", "創業の年、人数、金額は、年代や幅にした"
    AWARDS = "awards", "受賞、補助金の名前、採択の年度から分からない"
    TECHNIQUES = "techniques", "独自の技術や、取引先の名前から分からない"
    PICTURES = "pictures", "写真や図に、看板、人の顔、書類の文字が写っていない"
    QUOTES = "quotes", "引用した言葉は、話した方の許しを得ている"
    OTHERS = "others", "社員や家族など、ほかの方の不利益にならない"
    COMBINATION = "combination", "地元の同業者の目で読んでも、組み合わせから会社や人が分からない"
