"""Names of the occupations on English pages, filled in for those of the starting list."""

from django.db import migrations, models

NAMES = {
    "vegetables": "Safe vegetables",
    "rice": "Quality rice",
    "fruit": "Fruit growing",
    "mushroom": "Mushrooms",
    "herbs": "Herb growing",
    "poultry": "Chickens and ducks",
    "cattle": "Cattle and buffaloes",
    "fish": "Fish and frogs",
    "silkworm": "Mulberry and silkworms",
    "bees": "Honey bees and stingless bees",
    "compost": "Compost and potting soil",
    "cotton_weaving": "Cotton weaving",
    "silk_weaving": "Silk weaving",
    "natural_dye": "Natural dyeing",
    "sewing": "Sewing and textile products",
    "wickerwork": "Basketry",
    "meat_products": "Meat products",
    "fermented_fish": "Fermented and dried fish",
    "thai_sweets": "Thai sweets",
    "fruit_products": "Vegetable and fruit products",
    "chilli_paste": "Chilli and curry pastes",
    "herbal_products": "Herbal products",
    "soap": "Soap and household cleaners",
    "woodwork": "Woodwork and furniture",
    "homestay": "Homestays and community tourism",
    "handyman": "Repairs and maintenance",
    "food_stall": "Selling food and drinks",
}


def fill(apps, schema_editor):
    """Name what the starting list brought; what an administrator named stays."""
    occupations = apps.get_model("households", "Occupation").objects
    for code, name in NAMES.items():
        occupations.filter(code=code, name_en="").update(name_en=name)


class Migration(migrations.Migration):
    dependencies = [("households", "0007_income_not_asked")]

    operations = [
        migrations.AddField(
            model_name="occupation",
            name="name_en",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="ชื่อภาษาอังกฤษ"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
