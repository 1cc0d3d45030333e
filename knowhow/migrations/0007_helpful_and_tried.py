import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ("knowhow", "0006_board_groups_and_hosts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Helpful',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='付けた日時')),
            ],
            options={
                'verbose_name': '参考になった',
                'verbose_name_plural': '参考になった',
            },
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='付けた日時')),
                ('text', models.CharField(max_length=200, verbose_name='やってみて、どうでしたか')),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='直した日時')),
                ('hidden_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='非表示にした日時')),
                ('hidden_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='非表示にした理由')),
            ],
            options={
                'verbose_name': 'やってみた',
                'verbose_name_plural': 'やってみた',
            },
        ),
        migrations.AddField(
            model_name='reply',
            name='helpful_count',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='参考になった人'),
        ),
        migrations.AddField(
            model_name='reply',
            name='tried_count',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='やってみた人'),
        ),
        migrations.AddField(
            model_name='topic',
            name='helpful_count',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='参考になった人'),
        ),
        migrations.AddField(
            model_name='topic',
            name='tried_count',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='やってみた人'),
        ),
        migrations.AddField(
            model_name='helpful',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='付けた人'),
        ),
        migrations.AddField(
            model_name='helpful',
            name='reply',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_marks', to='knowhow.reply', verbose_name='返信'),
        ),
        migrations.AddField(
            model_name='helpful',
            name='topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_marks', to='knowhow.topic', verbose_name='話題'),
        ),
        migrations.AddField(
            model_name='trial',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='付けた人'),
        ),
        migrations.AddField(
            model_name='trial',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='書いたときの所属'),
        ),
        migrations.AddField(
            model_name='trial',
            name='reply',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_marks', to='knowhow.reply', verbose_name='返信'),
        ),
        migrations.AddField(
            model_name='trial',
            name='topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_marks', to='knowhow.topic', verbose_name='話題'),
        ),
        migrations.AddConstraint(
            model_name='helpful',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reply__isnull', False), ('topic', None)), models.Q(('reply', None), ('topic__isnull', False)), _connector='OR'), name='helpful_at_one_post'),
        ),
        migrations.AddConstraint(
            model_name='helpful',
            constraint=models.UniqueConstraint(fields=('topic', 'author'), name='one_helpful_per_topic'),
        ),
        migrations.AddConstraint(
            model_name='helpful',
            constraint=models.UniqueConstraint(fields=('reply', 'author'), name='one_helpful_per_reply'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reply__isnull', False), ('topic', None)), models.Q(('reply', None), ('topic__isnull', False)), _connector='OR'), name='trial_at_one_post'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.UniqueConstraint(fields=('topic', 'author'), name='one_trial_per_topic'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.UniqueConstraint(fields=('reply', 'author'), name='one_trial_per_reply'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='trial_says_something'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hidden_at', None), ('hidden_reason', '')), models.Q(('hidden_at__isnull', False), models.Q(('hidden_reason', ''), _negated=True)), _connector='OR'), name='trial_hidden_with_reason'),
        ),
    ]
