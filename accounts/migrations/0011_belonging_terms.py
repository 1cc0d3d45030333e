"""A belonging was proved somehow, holds for a year, and ends for a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_organisation_directory'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='address',
            field=models.EmailField(blank=True, max_length=254, verbose_name='確認に使ったアドレス'),
        ),
        migrations.AddField(
            model_name='membership',
            name='confirmed_until',
            field=models.DateField(blank=True, null=True, verbose_name='確認の期限'),
        ),
        migrations.AddField(
            model_name='membership',
            name='ended_because',
            field=models.CharField(blank=True, choices=[('left', 'ご本人が離れました'), ('moved', '別の支援機関に移りました'), ('expired', '確認の期限が過ぎました'), ('staff', '事務局が終えました')], max_length=10, verbose_name='終わった理由'),
        ),
        migrations.AddField(
            model_name='membership',
            name='ended_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='理由の説明'),
        ),
        migrations.AddField(
            model_name='membership',
            name='proof',
            field=models.CharField(choices=[('staff', '事務局の確認'), ('domain', '職場のメールアドレス'), ('colleague', '同じ所属の方からの招待'), ('list', '機関から届いた名簿')], default='staff', max_length=10, verbose_name='確認の方法'),
        ),
        migrations.AddField(
            model_name='membership',
            name='told_on',
            field=models.DateField(blank=True, null=True, verbose_name='期限を知らせた日'),
        ),
        migrations.AddField(
            model_name='user',
            name='listed_at_organisation',
            field=models.BooleanField(default=False, verbose_name='所属機関のページにのる'),
        ),
        # Whoever was confirmed before terms existed has a year from then, and two months at least.
        migrations.RunSQL(
            """
            UPDATE accounts_membership
            SET confirmed_until = greatest((confirmed_at AT TIME ZONE 'Asia/Tokyo')::date + 365, current_date + 60)
            WHERE confirmed_at IS NOT NULL
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('confirmed_at__isnull', False), ('ended_at', None)), fields=['confirmed_until'], name='confirmations_by_their_end'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('proof__in', ['staff', 'domain', 'colleague', 'list'])), name='known_membership_proof'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('confirmed_until__isnull', False), _connector='OR'), name='confirmation_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', False), ('ended_because', ''), _connector='OR'), name='living_membership_has_no_ending'),
        ),
    ]
