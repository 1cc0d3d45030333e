import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Posts that people want to find again."""

    dependencies = [
        ("knowhow", "0012_reading_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True, max_length=500, verbose_name='自分だけのメモ')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='付けた日時')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowhow.reply', verbose_name='返信')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='knowhow.topic', verbose_name='話題')),
            ],
            options={
                'verbose_name': 'しおり',
                'verbose_name_plural': 'しおり',
                'ordering': ('-pk',),
                'indexes': [models.Index(fields=['person', '-id'], name='bookmark_of_person')],
                'constraints': [models.UniqueConstraint(fields=('person', 'topic', 'reply'), name='one_bookmark_per_person_and_post', nulls_distinct=False)],
            },
        ),
    ]
