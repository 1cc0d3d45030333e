"""Fields of experience that a supporter may name on his profile: what managers ask about, in the words in which they ask."""

from django.db import models


class ExperienceField(models.TextChoices):
    """One field."""

    DIALOGUE = "dialogue", "経営者との対話・課題設定"
    STRATEGY = "strategy", "経営戦略・事業計画"
    FINANCE = "finance", "財務・資金繰り"
    SALES = "sales", "販路開拓・マーケティング"
    PRODUCTS = "products", "商品・サービスの開発"
    OPERATIONS = "operations", "生産・品質・業務の改善"
    PEOPLE = "people", "人材の採用と育成・組織づくり"
    DIGITAL = "digital", "IT・デジタル化"
    SUCCESSION = "succession", "事業承継・M&A"
    STARTING = "starting", "創業"
    TURNAROUND = "turnaround", "事業再生"
    ABROAD = "abroad", "海外展開"
    LAW = "law", "法務・知的財産"
    TAX = "tax", "税務・会計"
    CONTINUITY = "continuity", "防災・事業継続"
