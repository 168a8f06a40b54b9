"""The store on PostgreSQL: for several processes and machines (docs/postgresql.md)."""

from forms_api.store.postgres.store import PostgresStore, is_made

__all__ = ["PostgresStore", "is_made"]
