import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people look for again and again."""

    dependencies = [("search", "0030_indexed_words"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名前')),
                ('query', models.CharField(blank=True, max_length=200, verbose_name='ことば')),
                ('kind', models.CharField(blank=True, max_length=20, verbose_name='区分')),
                ('conditions', models.JSONField(blank=True, default=dict, verbose_name='条件')),
                ('tells', models.BooleanField(default=True, verbose_name='新しい結果を知らせる')),
                ('newest', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, editable=False, size=None, verbose_name='知っている結果')),
                ('looked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='最後に見た日時')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='保存した日時')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'verbose_name': '保存した検索',
                'verbose_name_plural': '保存した検索',
                'ordering': ('-pk',),
                'indexes': [models.Index(condition=models.Q(('tells', True)), fields=['looked_at', 'id'], name='saved_search_to_look')],
                'constraints': [
                    models.UniqueConstraint(fields=('person', 'query', 'kind', 'conditions'), name='each_search_saved_once'),
                    models.CheckConstraint(condition=models.Q(('conditions', {}), ('query', ''), _negated=True), name='saved_search_asks_something'),
                ],
            },
        ),
    ]
