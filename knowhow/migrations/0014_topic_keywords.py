import django.db.models.deletion
import taggit.managers
from django.db import migrations, models

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """Keywords of topics; pages show them."""

    dependencies = [
        ("knowhow", "0013_bookmarks"),
        ('cases', '0019_questions_watched'),
        ('freshness', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='TopicKeyword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_keywords', to='knowhow.topic')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_keywords', to='cases.keyword')),
            ],
            options={
                'verbose_name': '話題のキーワード',
                'verbose_name_plural': '話題のキーワード',
            },
        ),
        migrations.AddField(
            model_name='topic',
            name='keywords',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='knowhow.TopicKeyword', to='cases.Keyword', verbose_name='キーワード'),
        ),
        migrations.AddConstraint(
            model_name='topickeyword',
            constraint=models.UniqueConstraint(fields=('content_object', 'tag'), name='topic_has_keyword_once'),
        ),
        watch("knowhow_topickeyword"),
    ]
