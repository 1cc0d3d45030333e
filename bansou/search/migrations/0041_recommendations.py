import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from bansou.freshness.watching import watch


class Migration(migrations.Migration):
    """What staff put above the results of some words; pages of results show it."""

    dependencies = [("search", "0040_saved_searches"), ("freshness", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(help_text='一行に一つ書きます。「補助金 使い方」のように、空白で区切ってもかまいません。', max_length=1000, verbose_name='検索のことば')),
                ('addresses', models.TextField(help_text='サイトのアドレスを一行に一つ、三つまで書きます（例：/cases/12/、/walls/see/）。読める人にだけ表示されます。', max_length=1000, verbose_name='すすめるもの')),
                ('is_active', models.BooleanField(default=True, verbose_name='表示する')),
                ('asked', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, editable=False, size=None, verbose_name='比べることば')),
                ('things', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, editable=False, size=None, verbose_name='もの')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='最後に変えた日時')),
            ],
            options={
                'verbose_name': '検索のおすすめ',
                'verbose_name_plural': '検索のおすすめ',
                'ordering': ('-pk',),
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['asked'], name='recommendation_asked')],
            },
        ),
        watch("search_recommendation"),
    ]
