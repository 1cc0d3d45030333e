"""Organisations say what they can do and how to reach them; mail domains speak for them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_moderators'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganisationDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(error_messages={'unique': 'このドメインは、ほかの支援機関に登録済みです。'}, max_length=253, unique=True, verbose_name='ドメイン')),
            ],
            options={
                'verbose_name': 'メールのドメイン',
                'verbose_name_plural': 'メールのドメイン',
                'ordering': ('domain',),
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='abilities',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('dialogue', '経営者との対話、課題の設定'), ('plan', '経営計画づくり'), ('sales', '販路開拓'), ('productivity', '現場改善、生産性'), ('digital', 'IT、デジタル化'), ('finance', '資金調達、資金繰り'), ('turnaround', '経営改善、事業再生'), ('succession', '事業承継、M&A'), ('people', '採用、人材育成、労務'), ('startup', '創業'), ('overseas', '海外展開'), ('law', '法務、知的財産'), ('tax', '会計、税務'), ('research', '技術、共同研究'), ('training', '支援者の研修、勉強会'), ('recovery', '災害への備え、復旧')], max_length=16), blank=True, default=list, verbose_name='できること'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='about',
            field=models.TextField(blank=True, help_text='どんな機関か、どんな支援が得意かを、400文字までで。', max_length=400, verbose_name='紹介'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='contact_desk',
            field=models.CharField(blank=True, help_text='課や係の名前。担当者個人の名前は書きません。', max_length=60, verbose_name='窓口'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='contact_email',
            field=models.EmailField(blank=True, help_text='窓口のアドレス。個人のアドレスは書きません。', max_length=254, verbose_name='メールアドレス'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='contact_phone',
            field=models.CharField(blank=True, help_text='代表番号または窓口の番号。', max_length=20, verbose_name='電話番号'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='in_directory',
            field=models.BooleanField(default=False, help_text='機関から申し出があったときだけ、のせます。連絡先がどれか一つ必要です。', verbose_name='連携さがしにのせる'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='website',
            field=models.URLField(blank=True, verbose_name='ウェブサイト'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['abilities'], name='organisation_abilities'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('in_directory', True), ('is_verified', True)), fields=['id'], name='organisations_in_directory'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('abilities__contained_by', ['dialogue', 'plan', 'sales', 'productivity', 'digital', 'finance', 'turnaround', 'succession', 'people', 'startup', 'overseas', 'law', 'tax', 'research', 'training', 'recovery'])), name='known_organisation_abilities'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('in_directory', False), models.Q(('contact_phone', ''), _negated=True), models.Q(('contact_email', ''), _negated=True), models.Q(('website', ''), _negated=True), _connector='OR'), name='directory_entry_has_contact', violation_error_message='連携さがしにのせるには、電話番号、メールアドレス、ウェブサイトのどれかを入力してください。'),
        ),
        migrations.AddField(
            model_name='organisationdomain',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='accounts.organisation', verbose_name='支援機関'),
        ),
        migrations.AddConstraint(
            model_name='organisationdomain',
            constraint=models.CheckConstraint(condition=models.Q(('domain', django.db.models.functions.text.Lower('domain')), ('domain__contains', '.')), name='domain_in_lower_case'),
        ),
    ]
