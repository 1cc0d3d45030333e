import django.core.validators
import django.db.models.deletion
import modelsearch.index
import wagtail.fields
import wagtail.models.preview
from django.db import migrations, models

import bansou.glossary.models


class Migration(migrations.Migration):
    """The glossary's terms."""

    initial = True

    dependencies = [("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('name', models.CharField(help_text='見出しになる書き方です。', max_length=40, unique=True, validators=[django.core.validators.MinLengthValidator(2)], verbose_name='用語')),
                ('reading', models.CharField(help_text='ひらがなで書きます。五十音の並びに使います。', max_length=80, validators=[django.core.validators.RegexValidator('\\A[ぁ-ゖー]+\\Z', 'よみは、ひらがなだけで書きます。')], verbose_name='よみ')),
                ('spellings', models.TextField(blank=True, help_text='1行に1つ。解説ページの本文にこの書き方があるときも、この用語の印を付けます。意味の近い別の言葉は入れません。', max_length=400, verbose_name='ほかの書き方')),
                ('short', models.CharField(help_text='60字まで。本文の用語に触れたときに出ます。これだけで分かるように書きます。', max_length=60, verbose_name='短い意味')),
                ('long', models.TextField(help_text='用語のページの本文です。1行あけると、段落が分かれます。', max_length=1200, verbose_name='くわしい意味')),
                ('is_marked', models.BooleanField(default=True, help_text='解説ページで、この言葉が最初に出てきたところに点線を引きます。', verbose_name='本文に印を付ける')),
                ('see_also', wagtail.fields.StreamField([('term', 0)], blank=True, block_lookup={0: ('wagtail.snippets.blocks.SnippetChooserBlock', ('glossary.Term',), {'label': '用語'})}, max_num=6, verbose_name='あわせて読む用語')),
                ('source_title', models.CharField(help_text='意味を確かめた資料の題名です。', max_length=200, verbose_name='出典の題名')),
                ('source_publisher', models.CharField(blank=True, max_length=100, verbose_name='出典の発行者')),
                ('source_url', models.URLField(blank=True, max_length=300, verbose_name='出典のアドレス')),
                ('source_seen', models.DateField(default=bansou.glossary.models._today, verbose_name='出典を確認した日')),
                ('updated', models.DateField(default=bansou.glossary.models._today, help_text='読む方に見せる更新日です。内容を変えたら直してください。', verbose_name='更新日')),
                ('slug', models.SlugField(help_text='用語のページのアドレスになる英数字です。ほかの方のリンクが切れるので、公開後は変えません。', max_length=60, unique=True, verbose_name='アドレス')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('page', models.ForeignKey(blank=True, help_text='この言葉を説明しているページです。そのページの本文では、この言葉に印を付けません。', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='くわしく読むページ')),
            ],
            options={
                'verbose_name': '用語',
                'verbose_name_plural': '用語',
                'ordering': ('reading', 'pk'),
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
    ]
