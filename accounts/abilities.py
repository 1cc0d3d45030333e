"""What an organisation can do for a company or for another supporter (連携さがし, domain D2-14)."""

from django.db import models


class Ability(models.TextChoices):
    """One thing that others may ask an organisation for."""

    DIALOGUE = "dialogue", "経営者との対話、課題の設定"
    PLAN = "plan", "経営計画づくり"
    SALES = "sales", "販路開拓"
    PRODUCTIVITY = "productivity", "現場改善、生産性"
    DIGITAL = "digital", "IT、デジタル化"
    FINANCE = "finance", "資金調達、資金繰り"
    TURNAROUND = "turnaround", "経営改善、事業再生"
    SUCCESSION = "succession", "事業承継、M&A"
    PEOPLE = "people", "採用、人材育成、労務"
    STARTUP = "startup", "創業"
    OVERSEAS = "overseas", "海外展開"
    LAW = "law", "法務、知的財産"
    TAX = "tax", "会計、税務"
    RESEARCH = "research", "技術、共同研究"
    TRAINING = "training", "支援者の研修、勉強会"
    RECOVERY = "recovery", "災害への備え、復旧"
