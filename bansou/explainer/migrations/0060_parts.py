from django.db import migrations, models


class Migration(migrations.Migration):
    """A chapter stands in one of the four parts."""

    dependencies = [("explainer", "0050_noted_for_search")]

    operations = [
        migrations.AddField(
            model_name="explainerpage",
            name="part",
            field=models.CharField(
                choices=[("know", "知る"), ("proceed", "進める"), ("ask", "聴く・問いかける"), ("keep", "続ける・広げる")],
                default="know",
                help_text="「学ぶ」のページとトップページで、この部のもとに並びます。部の中の順は、ページの並び順のままです。",
                max_length=8,
                verbose_name="部",
            ),
        ),
    ]
