"""The record's tables are made, or brought to what this version needs."""

from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


def upgrade() -> list[str]:
    """Apply the migrations that were not applied yet; returns their names. Each is one transaction, or none of it."""
    names = pending()
    call_command("migrate", interactive=False, verbosity=0, stdout=StringIO())
    return names


def pending() -> list[str]:
    """The migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    return [migration.name for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def applied() -> list[str]:
    """The migrations that the database has, in order."""
    return sorted(name for app, name in MigrationRecorder(connection).applied_migrations() if app == "record")
