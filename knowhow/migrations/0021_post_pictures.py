import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Pictures in posts."""

    dependencies = [
        ('images', '0001_initial'),
        ("knowhow", "0020_mentions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PostPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alt', models.CharField(max_length=200, verbose_name='写真の説明')),
                ('unused_since', models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True, verbose_name='使われていない日時')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='images.sitepicture', verbose_name='画像')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='knowhow.reply', verbose_name='返信')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='knowhow.topic', verbose_name='話題')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='アップロードした人')),
            ],
            options={
                'verbose_name': '投稿の写真',
                'verbose_name_plural': '投稿の写真',
                'ordering': ('pk',),
                'indexes': [models.Index(condition=models.Q(('unused_since__isnull', False)), fields=['unused_since'], name='picture_unused')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reply', None), ('topic', None), ('unused_since__isnull', False)), models.Q(('reply', None), ('topic__isnull', False), ('unused_since', None)), models.Q(('reply__isnull', False), ('topic', None), ('unused_since', None)), _connector='OR'), name='picture_in_one_post_or_unused'), models.CheckConstraint(condition=models.Q(('alt', ''), _negated=True), name='picture_has_description')],
            },
        ),
    ]
