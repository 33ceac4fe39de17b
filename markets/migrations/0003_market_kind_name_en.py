"""Names of the kinds of markets and their agencies on English pages."""

from django.db import migrations, models

# Code: name, agency.
NAMES = {
    "green_market": ("Pracharat Green Market", "Market Organization"),
    "khon_thai_yim_dai": (
        "Pracharat Khon Thai Yim Dai Market",
        "Community Development Department",
    ),
    "local_happy": (
        "Pracharat Local Happiness Market",
        "Department of Local Administration",
    ),
    "bkk_return_happiness": (
        "Pracharat Bangkok Return Happiness Market",
        "Bangkok Metropolitan Administration",
    ),
    "province_best": ("Pracharat Best of the Province Market", "Province"),
    "modern_trade": ("Pracharat Modern Trade Market", "Province with retail chains"),
    "baac_community": (
        "Pracharat BAAC Community Goods Market",
        "Bank for Agriculture and Agricultural Cooperatives",
    ),
    "tong_chom": ("Pracharat Tong Chom Market", "Department of Internal Trade"),
    "culture_street": (
        "Pracharat Culture Market and Culture Street",
        "Ministry of Culture",
    ),
}


def fill(apps, schema_editor):
    """Name the nine kinds; what an administrator named stays."""
    kinds = apps.get_model("markets", "MarketKind").objects
    for code, (name, agency) in NAMES.items():
        kinds.filter(code=code, name_en="").update(name_en=name)
        kinds.filter(code=code, agency_en="").exclude(agency="").update(agency_en=agency)


class Migration(migrations.Migration):
    dependencies = [("markets", "0002_seed_market_kinds")]

    operations = [
        migrations.AddField(
            model_name="marketkind",
            name="name_en",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="ชื่อภาษาอังกฤษ"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="marketkind",
            name="agency_en",
            field=models.CharField(
                blank=True,
                default="",
                max_length=120,
                verbose_name="หน่วยงานที่ดูแล (ภาษาอังกฤษ)",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
