import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("knowhow", "0008_solutions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReopeningRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='続けたいこと')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='お願いした日時')),
            ],
            options={
                'verbose_name': '再開のお願い',
                'verbose_name_plural': '再開のお願い',
                'ordering': ('created_at', 'pk'),
            },
        ),
        migrations.RemoveIndex(
            model_name='topic',
            name='topic_unanswered',
        ),
        migrations.AddField(
            model_name='topic',
            name='archived_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='保管した日時'),
        ),
        migrations.AddField(
            model_name='topic',
            name='reopened_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='もう一度開いた日時'),
        ),
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('hidden_at', None), ('kind', 'question'), ('reply_count', 0)), fields=['-last_posted_at', '-id'], name='topic_unanswered'),
        ),
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('hidden_at', None), ('kind', 'question'), ('reply_count', 0)), fields=['board', '-last_posted_at', '-id'], name='topic_unanswered_on_board'),
        ),
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(condition=models.Q(('archived_at', None)), fields=['last_posted_at'], name='topic_active'),
        ),
        migrations.AddField(
            model_name='reopeningrequest',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='お願いした人'),
        ),
        migrations.AddField(
            model_name='reopeningrequest',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reopening_requests', to='knowhow.topic', verbose_name='話題'),
        ),
        migrations.AddConstraint(
            model_name='reopeningrequest',
            constraint=models.UniqueConstraint(fields=('topic', 'author'), name='one_reopening_request_per_person'),
        ),
    ]
