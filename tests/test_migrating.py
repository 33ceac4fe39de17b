"""A migration that renders what it touches runs the statements that Django's own runs."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from otoppath.migrating import Migration, models_asked_about

LABEL = "shops"


def created(model, **fields):
    columns = [("id", models.BigAutoField(primary_key=True)), *fields.items()]
    return migrations.CreateModel(name=model, fields=columns)


def pointer(to, **options):
    return models.ForeignKey(to, models.CASCADE, **options)


def word(**options):
    return models.CharField(max_length=9, **options)


def project():
    """A street of shops with owners, and a town that nothing of it points to."""
    state = ProjectState()
    for operation in (
        created("Owner", name=word()),
        created("Shop", owner=pointer("shops.Owner"), code=word()),
        created("Ware", shop=pointer("shops.Shop"), name=word()),
        created("Town", name=word()),
    ):
        operation.state_forwards(LABEL, state)
    return state


CHANGES = {
    "two new columns": migrations.AddField("Ware", "price", models.IntegerField(default=1)),
    "the second": migrations.AddField("Ware", "unit", word(default="")),
    "a new relation": migrations.AddField("Ware", "town", pointer("shops.Town", null=True)),
    "a new model": created(
        "Sale", ware=pointer("shops.Ware"), towns=models.ManyToManyField("Town")
    ),
    "a relation kept in a model": migrations.AddField(
        "Town", "shops", models.ManyToManyField("Shop", through="shops.Ware", related_name="+")
    ),
    "another type": migrations.AlterField("Ware", "name", models.TextField(unique=True)),
    "a key others hold": migrations.AlterField("Shop", "id", word(primary_key=True)),
    "an index": migrations.AddIndex("Ware", models.Index(fields=["unit"], name="by_unit")),
    "a rule": migrations.AddConstraint(
        "Ware", models.CheckConstraint(condition=models.Q(price__gt=0), name="price_is_positive")
    ),
    "a column less": migrations.RemoveField("Shop", "code"),
    "a new name": migrations.RenameModel("Shop", "Store"),
    "of the new name": migrations.AddField("Store", "open", models.BooleanField(default=True)),
}


def applied(kind):
    """The statements of all the changes, and the models that there are afterwards."""
    migration = kind("0002_changes", LABEL)
    migration.operations = list(CHANGES.values())
    state = project()
    state.apps  # noqa: B018  as whoever runs migrations has it rendered
    with connection.schema_editor(collect_sql=True) as editor:
        state = migration.apply(state, editor, collect_sql=True)
    return editor.collected_sql, state


@pytest.mark.django_db(transaction=True)
def test_statements_and_models_are_those_of_djangos_own_migration():
    statements, state = applied(Migration)
    of_django, known_to_django = applied(migrations.Migration)

    assert statements == of_django
    assert state == known_to_django
    assert len(statements) > len(CHANGES) * 4


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ("a new model", {"sale", "ware", "shop", "owner", "town"}),
        ("two new columns", {"ware", "shop", "owner"}),
        ("a relation kept in a model", {"town", "shop", "owner", "ware"}),
        ("a new relation", {"ware", "shop", "owner", "town"}),
        ("a column less", {"shop", "owner"}),
        ("a key others hold", {"owner", "shop", "ware", "town"}),
        ("a new name", {"owner", "shop", "ware", "town"}),
    ],
)
def test_an_operation_sees_its_model_and_what_it_points_to_or_where_others_change_all(
    change, names
):
    asked = models_asked_about(CHANGES[change], LABEL, project())

    assert {name for _label, name in asked} == names


def test_what_a_migration_runs_by_hand_sees_the_whole_project():
    asked = models_asked_about(migrations.RunPython(lambda *_: None), LABEL, project())

    assert {name for _label, name in asked} == {"owner", "shop", "ware", "town"}
