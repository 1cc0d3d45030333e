import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people follow, and how much of it."""

    dependencies = [
        ("knowhow", "0010_trials_watched"),
        ('cases', '0019_questions_watched'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('all', 'すべて'), ('digest', 'まとめて'), ('none', '見ない')], default='all', max_length=10, verbose_name='受け取り方')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='フォローした日時')),
                ('board', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='knowhow.board', verbose_name='掲示板')),
                ('keyword', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.keyword', verbose_name='キーワード')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='knowhow.topic', verbose_name='話題')),
                ('writer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書く人')),
            ],
            options={
                'verbose_name': 'フォロー',
                'verbose_name_plural': 'フォロー',
                'ordering': ('-pk',),
                'indexes': [models.Index(fields=['person', '-id'], name='follow_of_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('topic__isnull', False)), fields=('person', 'topic'), name='one_follow_of_topic'), models.UniqueConstraint(condition=models.Q(('board__isnull', False)), fields=('person', 'board'), name='one_follow_of_board'), models.UniqueConstraint(condition=models.Q(('keyword__isnull', False)), fields=('person', 'keyword'), name='one_follow_of_keyword'), models.UniqueConstraint(condition=models.Q(('writer__isnull', False)), fields=('person', 'writer'), name='one_follow_of_writer'), models.CheckConstraint(condition=models.Q(models.Q(('board__isnull', True), ('keyword__isnull', True), ('topic__isnull', False), ('writer__isnull', True)), models.Q(('board__isnull', False), ('keyword__isnull', True), ('topic__isnull', True), ('writer__isnull', True)), models.Q(('board__isnull', True), ('keyword__isnull', False), ('topic__isnull', True), ('writer__isnull', True)), models.Q(('board__isnull', True), ('keyword__isnull', True), ('topic__isnull', True), ('writer__isnull', False)), _connector='OR'), name='follows_one_thing'), models.CheckConstraint(condition=models.Q(('level__in', ['all', 'digest', 'none'])), name='known_follow_level')],
            },
        ),
    ]
