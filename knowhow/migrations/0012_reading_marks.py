import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """How far people have read."""

    dependencies = [
        ("knowhow", "0011_follows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AllRead',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                ('until', models.DateTimeField(verbose_name='ここまで読んだ')),
            ],
            options={
                'verbose_name': 'すべて既読にした日時',
                'verbose_name_plural': 'すべて既読にした日時',
            },
        ),
        migrations.CreateModel(
            name='ReadingMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_until', models.DateTimeField(verbose_name='ここまで読んだ')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reading_marks', to='knowhow.topic', verbose_name='話題')),
            ],
            options={
                'verbose_name': '読んだところ',
                'verbose_name_plural': '読んだところ',
                'constraints': [models.UniqueConstraint(fields=('person', 'topic'), name='one_mark_per_person_and_topic')],
            },
        ),
    ]
