import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The links of the president and of the superior."""

    dependencies = [
        ("cases", "0012_coverage"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PresidentLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(editable=False, max_length=64, unique=True, verbose_name='リンクの要約値')),
                ('sealed', models.BinaryField(verbose_name='封をした符号')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='作った日時')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='無効にした日時')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使われた日時')),
            ],
            options={
                'verbose_name': '経営者の取り消しリンク',
                'verbose_name_plural': '経営者の取り消しリンク',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SuperiorLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(editable=False, max_length=64, unique=True, verbose_name='リンクの要約値')),
                ('sealed', models.BinaryField(verbose_name='封をした符号')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='作った日時')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='無効にした日時')),
                ('email', models.EmailField(max_length=254, verbose_name='メールアドレス')),
                ('answer', models.CharField(choices=[('waiting', '返事を待っています'), ('yes', '確認されました'), ('changes', '直してほしいところがあります')], default='waiting', max_length=10, verbose_name='返事')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='直してほしいこと')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='返事の日時')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='催促した日時')),
                ('submission_key', models.UUIDField(editable=False, unique=True)),
            ],
            options={
                'verbose_name': '所属長の確認リンク',
                'verbose_name_plural': '所属長の確認リンク',
                'ordering': ('-pk',),
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='presidentlink',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='president_links', to='cases.case', verbose_name='事例'),
        ),
        migrations.AddField(
            model_name='presidentlink',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人'),
        ),
        migrations.AddField(
            model_name='superiorlink',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='superior_links', to='cases.case', verbose_name='事例'),
        ),
        migrations.AddField(
            model_name='superiorlink',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人'),
        ),
        migrations.AddField(
            model_name='superiorlink',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision', verbose_name='見せる版'),
        ),
        migrations.AddConstraint(
            model_name='presidentlink',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None), ('used_at', None)), fields=('case',), name='one_open_president_link_per_case'),
        ),
        migrations.AddConstraint(
            model_name='superiorlink',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', 'waiting'), ('revoked_at', None)), fields=('case',), name='one_open_superior_link_per_case'),
        ),
        migrations.AddConstraint(
            model_name='superiorlink',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['waiting', 'yes', 'changes'])), name='known_superior_answer'),
        ),
        migrations.AddConstraint(
            model_name='superiorlink',
            constraint=models.CheckConstraint(condition=models.Q(('answer', 'changes'), ('words', ''), _negated=True), name='wish_for_changes_has_words'),
        ),
    ]
