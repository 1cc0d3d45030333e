import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A withdrawn case waits for thirty days; then only its number is left."""

    dependencies = [
        ("cases", "0013_links_without_account"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasedCase',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='番号')),
                ('disclosure', models.CharField(choices=[('anonymous', '匿名公開（会社が分からない形で、どなたでも読めます）'), ('members', '会員限定（会社が分からない形で、確認済みの支援者だけが読めます）'), ('named', '実名公開（会社の同意を得て、どなたでも読めます）'), ('draft', '公開しない（自分とチームだけの記録にします）')], max_length=10, verbose_name='公開のしかた')),
                ('erased_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='消した日時')),
            ],
            options={
                'verbose_name': '消した事例',
                'verbose_name_plural': '消した事例',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='case',
            name='withdrawn_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='取り下げた日時'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('live', False), ('withdrawn_at', None), _connector='OR'), name='withdrawn_case_is_not_live'),
        ),
    ]
