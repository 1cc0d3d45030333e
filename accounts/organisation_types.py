"""The kinds of bodies whose people support small companies (domain B5)."""

from django.db import models


class OrganisationType(models.TextChoices):
    """One kind of supporting body; the public sees the kind, supporters the name (accounts.shown_organisation)."""

    SOCIETY = "society", "商工会"
    CHAMBER = "chamber", "商工会議所"
    SOCIETY_FEDERATION = "society-federation", "都道府県商工会連合会"
    ASSOCIATION_FEDERATION = "association-federation", "中小企業団体中央会"
    YOROZU = "yorozu", "よろず支援拠点"
    SUPPORT_CENTRE = "support-centre", "都道府県等中小企業支援センター"
    REVITALISATION = "revitalisation", "中小企業活性化協議会"
    SUCCESSION_CENTRE = "succession-centre", "事業承継・引継ぎ支援センター"
    GUARANTEE = "guarantee", "信用保証協会"
    BANK = "bank", "銀行"
    SHINKIN = "shinkin", "信用金庫・信用組合"
    POLICY_BANK = "policy-bank", "政府系金融機関"
    TAX = "tax", "税理士・公認会計士"
    LAW = "law", "弁護士・その他士業"
    CONSULTANT_LICENSED = "consultant-licensed", "中小企業診断士（独立）"
    IT_COORDINATOR = "it-coordinator", "ITコーディネータ"
    CONSULTANT = "consultant", "民間コンサルタント"
    LOCAL_GOVERNMENT = "local-government", "地方公共団体"
    BUREAU = "bureau", "経済産業局・中小企業庁"
    SMRJ = "smrj", "中小機構"
    UNIVERSITY = "university", "大学・研究機関"
    OTHER = "other", "その他"
