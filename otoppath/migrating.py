"""Migrations that render for each operation the models it asks about, not the whole project.

Django renders anew, for every operation, all models that hang together with the one it changes.
Here nearly all point to the user, so an operation costs a fifth of a second and a first start
two thirds of a minute (docs/decisions/0035-a-migration-renders-what-it-touches.md).
"""

from collections.abc import Iterator

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced, resolve_relation
from django.db.models import Field

ModelKey = tuple[str, str]
# What only asks about one model and those it points to. Anything else sees the whole project.
OF_ONE_MODEL = (
    migrations.CreateModel,
    migrations.AddField,
    migrations.AlterField,
    migrations.RemoveField,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.AddConstraint,
    migrations.RemoveConstraint,
)


class Migration(migrations.Migration):
    """A migration of many operations. Django applies each of them, to a project of few models."""

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Apply the operations in order; the state that is returned has yet to be rendered."""
        whole = ProjectState(project_state.models, project_state.real_apps)
        known: set[ModelKey] = set()
        for operation in self.operations:
            asked_about = models_asked_about(operation, self.app_label, whole)
            if asked_about != known:
                part, known = part_of(whole, asked_about), asked_about
                if not isinstance(operation, migrations.CreateModel):
                    # Columns stand in the order of their rendering: the old ones come first.
                    part.apps  # noqa: B018
            step = migrations.Migration(self.name, self.app_label)
            step.atomic, step.operations = self.atomic, [operation]  # type: ignore[misc]
            part = step.apply(part, schema_editor, collect_sql)
            operation.state_forwards(self.app_label, whole)
        return whole


def part_of(whole: ProjectState, keys: set[ModelKey]) -> ProjectState:
    """A project of some of the models, free to be changed."""
    models = {key: model.clone() for key, model in whole.models.items() if key in keys}
    return ProjectState(models, whole.real_apps)


def models_asked_about(operation: Operation, app_label: str, whole: ProjectState) -> set[ModelKey]:
    """The model of an operation, and all that can be reached from it and from its new fields."""
    if not isinstance(operation, OF_ONE_MODEL):
        return set(whole.models)
    if isinstance(operation, migrations.CreateModel):
        model, fields = (app_label, operation.name_lower), dict(operation.fields)
    else:
        model = app_label, operation.model_name_lower
        fields = {}
        if isinstance(operation, migrations.AddField | migrations.AlterField):
            fields = {operation.name: operation.field}
        # Changing a column changes those that point to it.
        if any(field_is_referenced(whole, model, field) for field in fields.items()):
            return set(whole.models)
    found: set[ModelKey] = set()
    pending = {model, *pointed_to(model, fields)}
    while pending:
        found.add(key := pending.pop())
        if key in whole.models:
            pending.update(set(pointed_to(key, whole.models[key].fields)) - found)
    return found


def pointed_to(model: ModelKey, fields: dict[str, Field]) -> Iterator[ModelKey]:
    """The models that a model points to, and those that such a relation is kept in."""
    for field in fields.values():
        if field.remote_field:
            yield resolve_relation(field.remote_field.model, *model)
            if through := getattr(field.remote_field, "through", None):
                yield resolve_relation(through, *model)
