import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who agreed to a case, and until when that covers it."""

    dependencies = [
        ("cases", "0010_private_side"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('president', '経営者'), ('superior', '所属長'), ('person', '登場する方'), ('partner', '同席した機関')], max_length=10, verbose_name='どなたの')),
                ('role_words', models.CharField(blank=True, max_length=20, verbose_name='役割')),
                ('is_needed', models.BooleanField(default=True, verbose_name='同意が要る')),
                ('method', models.CharField(blank=True, choices=[('paper', '書面'), ('mail', 'メール'), ('oral', '口頭（記録を残した）'), ('link', '確認リンク')], max_length=6, verbose_name='方法')),
                ('scope', models.CharField(blank=True, choices=[('members', '会員限定まで'), ('anonymous', '匿名公開まで'), ('named', '実名公開まで')], max_length=10, verbose_name='範囲')),
                ('consented_on', models.DateField(blank=True, null=True, verbose_name='同意の日')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='期限')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='メモ')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='記録した日時')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='取り消しの日時')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='期限を知らせた日時')),
                ('submission_key', models.UUIDField(editable=False, unique=True)),
            ],
            options={
                'verbose_name': '同意の記録',
                'verbose_name_plural': '同意の記録',
                'ordering': ('pk',),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ConsentSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_type', models.CharField(max_length=20, verbose_name='種類')),
                ('sealed', models.BinaryField(verbose_name='封をした内容')),
            ],
            options={
                'verbose_name': '同意書',
                'verbose_name_plural': '同意書',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='case',
            name='covered_until',
            field=models.DateField(editable=False, null=True, verbose_name='同意の期限'),
        ),
        migrations.AddField(
            model_name='consent',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='cases.case', verbose_name='事例'),
        ),
        migrations.AddField(
            model_name='consent',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='記録した人'),
        ),
        migrations.AddField(
            model_name='consent',
            name='version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='見せた版'),
        ),
        migrations.AddField(
            model_name='consentsheet',
            name='consent',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sheet', to='cases.consent', verbose_name='同意の記録'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['president', 'superior', 'person', 'partner'])), name='known_consent_party'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('consented_on__isnull', False), ('is_needed', True), ('method__in', ['paper', 'mail', 'oral', 'link']), ('scope__in', ['members', 'anonymous', 'named'])), models.Q(('consented_on', None), ('expires_on', None), ('is_needed', False), ('method', ''), ('scope', '')), _connector='OR'), name='consent_says_how_and_how_far'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('is_needed', True), models.Q(('party', 'president'), _negated=True), _connector='OR'), name='president_always_agrees'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('is_needed', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='consent_not_needed_says_why'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('party__in', ('president', 'superior')), ('role_words', '')), models.Q(models.Q(('party__in', ('president', 'superior')), _negated=True), models.Q(('is_needed', False), models.Q(('role_words', ''), _negated=True), _connector='OR')), _connector='OR'), name='consent_names_a_role_where_several_may_be'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gte', models.F('consented_on')), _connector='OR'), name='consent_ends_after_it_began'),
        ),
    ]
