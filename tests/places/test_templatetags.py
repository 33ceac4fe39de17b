from django.template import Context, Template

from tests import factories


def rendered(filter_name, code):
    source = "{% load places %}{{ code|" + filter_name + " }}"
    return Template(source).render(Context({"code": code}))


def test_a_code_is_shown_in_the_words_of_its_place(db):
    factories.place(factories.VILLAGE)

    assert rendered("place_label", factories.VILLAGE) == "บ้านสมมุติเหนือ หมู่ที่ 1 ต.ผักปัง"
    assert rendered("place_name", factories.DISTRICT) == "ภูเขียว"
    assert rendered("place_title", factories.DISTRICT) == "อำเภอภูเขียว"


def test_no_code_is_shown_as_nothing(db):
    assert rendered("place_label", None) == ""
