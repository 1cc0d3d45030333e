import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def put_first_boards_in_their_group(apps, schema_editor):
    """The boards for newcomers that the samples brought before there were groups."""
    apps.get_model("knowhow", "Board").objects.filter(slug__in=("introductions", "practice")).update(group="start")


class Migration(migrations.Migration):

    dependencies = [
        ('knowhow', '0005_clinic_kind_and_alias'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='board',
            name='group',
            field=models.CharField(choices=[('start', 'はじめての方へ'), ('theme', 'テーマで話す'), ('wall', '五つの壁'), ('region', '地域')], default='theme', max_length=10, verbose_name='まとまり'),
        ),
        migrations.AddField(
            model_name='board',
            name='host',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='案内役'),
        ),
        migrations.AddConstraint(
            model_name='board',
            constraint=models.CheckConstraint(condition=models.Q(('group__in', ['start', 'theme', 'wall', 'region'])), name='known_board_group'),
        ),
        migrations.RunPython(put_first_boards_in_their_group, migrations.RunPython.noop, elidable=True),
    ]
