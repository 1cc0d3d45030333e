"""People ask staff to confirm where they belong."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_belonging_terms'),
    ]

    operations = [
        migrations.CreateModel(
            name='BelongingPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_type', models.CharField(max_length=20, verbose_name='種類')),
                ('sealed', models.BinaryField(verbose_name='封をした内容')),
            ],
            options={
                'verbose_name': '所属の書類',
                'verbose_name_plural': '所属の書類',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='BelongingRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='支援機関の名称')),
                ('organisation_type', models.CharField(blank=True, choices=[('society', '商工会'), ('chamber', '商工会議所'), ('society-federation', '都道府県商工会連合会'), ('association-federation', '中小企業団体中央会'), ('yorozu', 'よろず支援拠点'), ('support-centre', '都道府県等中小企業支援センター'), ('revitalisation', '中小企業活性化協議会'), ('succession-centre', '事業承継・引継ぎ支援センター'), ('guarantee', '信用保証協会'), ('bank', '銀行'), ('shinkin', '信用金庫・信用組合'), ('policy-bank', '政府系金融機関'), ('tax', '税理士・公認会計士'), ('law', '弁護士・その他士業'), ('consultant-licensed', '中小企業診断士（独立）'), ('it-coordinator', 'ITコーディネータ'), ('consultant', '民間コンサルタント'), ('local-government', '地方公共団体'), ('bureau', '経済産業局・中小企業庁'), ('smrj', '中小機構'), ('university', '大学・研究機関'), ('other', 'その他')], max_length=24, verbose_name='種別')),
                ('prefecture', models.CharField(blank=True, choices=[('01', '北海道'), ('02', '青森県'), ('03', '岩手県'), ('04', '宮城県'), ('05', '秋田県'), ('06', '山形県'), ('07', '福島県'), ('08', '茨城県'), ('09', '栃木県'), ('10', '群馬県'), ('11', '埼玉県'), ('12', '千葉県'), ('13', '東京都'), ('14', '神奈川県'), ('15', '新潟県'), ('16', '富山県'), ('17', '石川県'), ('18', '福井県'), ('19', '山梨県'), ('20', '長野県'), ('21', '岐阜県'), ('22', '静岡県'), ('23', '愛知県'), ('24', '三重県'), ('25', '滋賀県'), ('26', '京都府'), ('27', '大阪府'), ('28', '兵庫県'), ('29', '奈良県'), ('30', '和歌山県'), ('31', '鳥取県'), ('32', '島根県'), ('33', '岡山県'), ('34', '広島県'), ('35', '山口県'), ('36', '徳島県'), ('37', '香川県'), ('38', '愛媛県'), ('39', '高知県'), ('40', '福岡県'), ('41', '佐賀県'), ('42', '長崎県'), ('43', '熊本県'), ('44', '大分県'), ('45', '宮崎県'), ('46', '鹿児島県'), ('47', '沖縄県')], max_length=2, verbose_name='都道府県')),
                ('note', models.TextField(max_length=500, verbose_name='事務局への説明')),
                ('state', models.CharField(choices=[('waiting', '確認待ち'), ('granted', '確認済み'), ('refused', '確認できなかった'), ('withdrawn', '取り下げ')], default='waiting', max_length=10, verbose_name='状態')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='申し込んだ日時')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='決めた日時')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('submission_key', models.UUIDField(editable=False, unique=True)),
            ],
            options={
                'verbose_name': '所属の申し込み',
                'verbose_name_plural': '所属の申し込み',
                'ordering': ('-pk',),
            },
        ),
        migrations.AddField(
            model_name='belongingrequest',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決めた人'),
        ),
        migrations.AddField(
            model_name='belongingrequest',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='支援機関'),
        ),
        migrations.AddField(
            model_name='belongingrequest',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='belonging_requests', to=settings.AUTH_USER_MODEL, verbose_name='利用者'),
        ),
        migrations.AddField(
            model_name='belongingpaper',
            name='request',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='paper', to='accounts.belongingrequest', verbose_name='申し込み'),
        ),
        migrations.AddConstraint(
            model_name='belongingrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('user',), name='one_waiting_belonging_request'),
        ),
        migrations.AddConstraint(
            model_name='belongingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'granted', 'refused', 'withdrawn'])), name='known_belonging_request_state'),
        ),
        migrations.AddConstraint(
            model_name='belongingrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='belonging_request_decided_or_waiting'),
        ),
        migrations.AddConstraint(
            model_name='belongingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(models.Q(('name', ''), _negated=True), models.Q(('organisation_type', ''), _negated=True), models.Q(('prefecture', ''), _negated=True)), _connector='OR'), name='belonging_request_says_where'),
        ),
    ]
