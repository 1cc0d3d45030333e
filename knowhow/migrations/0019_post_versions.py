import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Earlier texts of posts."""

    dependencies = [
        ("knowhow", "0018_clinics_watched"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PostVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版')),
                ('title', models.CharField(blank=True, max_length=80, verbose_name='題名')),
                ('body', models.TextField(max_length=20000, verbose_name='本文')),
                ('written_at', models.DateTimeField(verbose_name='書いた日時')),
                ('replaced_at', models.DateTimeField(verbose_name='修正した日時')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='修正の理由')),
                ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='非表示にした日時')),
                ('hidden_reason', models.CharField(blank=True, max_length=200, verbose_name='非表示にした理由')),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='非表示にした人')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowhow.reply', verbose_name='返信')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowhow.topic', verbose_name='話題')),
            ],
            options={
                'verbose_name': '修正前の投稿',
                'verbose_name_plural': '修正前の投稿',
                'ordering': ('-number', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reply__isnull', False), ('topic', None)), models.Q(('reply', None), ('topic__isnull', False)), _connector='OR'), name='version_of_one_post'), models.UniqueConstraint(fields=('topic', 'number'), name='one_version_of_topic_per_number'), models.UniqueConstraint(fields=('reply', 'number'), name='one_version_of_reply_per_number'), models.CheckConstraint(condition=models.Q(('replaced_at__gte', models.F('written_at'))), name='version_replaced_after_writing'), models.CheckConstraint(condition=models.Q(models.Q(('hidden_at', None), ('hidden_by', None), ('hidden_reason', '')), models.Q(('hidden_at__isnull', False), ('hidden_by__isnull', False), models.Q(('hidden_reason', ''), _negated=True)), _connector='OR'), name='version_hidden_with_reason')],
            },
        ),
    ]
