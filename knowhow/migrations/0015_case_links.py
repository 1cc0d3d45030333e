import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """Which topics talk of which cases; the pages of both show it."""

    dependencies = [
        ("knowhow", "0014_topic_keywords"),
        ('cases', '0019_questions_watched'),
        ('freshness', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseOfTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_subject', models.BooleanField(default=False, verbose_name='この事例について尋ねる話題')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='できた日時')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case', verbose_name='事例')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowhow.reply', verbose_name='返信')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_links', to='knowhow.topic', verbose_name='話題')),
            ],
            options={
                'verbose_name': '話題に出てくる事例',
                'verbose_name_plural': '話題に出てくる事例',
                'constraints': [models.UniqueConstraint(fields=('topic', 'reply', 'case'), name='one_link_per_post_and_case', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('is_subject', False), ('reply', None), _connector='OR'), name='only_topics_are_about_a_case')],
            },
        ),
        watch("knowhow_caseoftopic"),
    ]
