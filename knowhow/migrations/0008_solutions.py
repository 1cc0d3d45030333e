import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("knowhow", "0007_helpful_and_tried"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='reply',
            name='solved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='解決にした日時'),
        ),
        migrations.AddField(
            model_name='reply',
            name='solved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='解決にした人'),
        ),
        migrations.AddField(
            model_name='reply',
            name='thanks',
            field=models.CharField(blank=True, editable=False, max_length=140, verbose_name='お礼のひとこと'),
        ),
        migrations.AddField(
            model_name='topic',
            name='solved_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='解決した日時'),
        ),
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('hidden_at', None), ('solved_at__isnull', False)), fields=['-solved_at', '-id'], name='topic_solved'),
        ),
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('hidden_at', None), ('solved_at__isnull', False)), fields=['board', '-solved_at', '-id'], name='topic_solved_on_board'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('solved_at', None), ('solved_by', None), ('thanks', '')), models.Q(('solved_at__isnull', False), ('solved_by__isnull', False)), _connector='OR'), name='reply_solved_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('solved_at', None), ('kind', 'question'), _connector='OR'), name='only_questions_are_solved'),
        ),
    ]
