from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('households', '0011_refused_rows'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='historicalimportbatch',
            name='errors',
        ),
        migrations.RemoveField(
            model_name='importbatch',
            name='errors',
        ),
    ]
