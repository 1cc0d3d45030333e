import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom a post calls by name."""

    dependencies = [
        ("knowhow", "0019_post_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='日時')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to=settings.AUTH_USER_MODEL, verbose_name='呼ばれた人')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='knowhow.reply', verbose_name='返信')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='knowhow.topic', verbose_name='話題')),
            ],
            options={
                'verbose_name': '呼びかけ',
                'verbose_name_plural': '呼びかけ',
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reply__isnull', False), ('topic', None)), models.Q(('reply', None), ('topic__isnull', False)), _connector='OR'), name='mention_in_one_post'), models.UniqueConstraint(fields=('topic', 'person'), name='one_mention_per_topic_and_person'), models.UniqueConstraint(fields=('reply', 'person'), name='one_mention_per_reply_and_person')],
            },
        ),
    ]
