"""A ballot in SQLite through SQLAlchemy, as its tutorial does it; loaded by the one peer that keeps them there."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import String, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "ballots"
    voter: Mapped[str] = mapped_column(String(64), primary_key=True)
    choice: Mapped[str] = mapped_column(String(16))
    nonce: Mapped[str] = mapped_column(String(64))


def keeper(folder: str) -> Callable[[str, str], None]:
    """Return what keeps a ballot (voter, choice) in *folder*, forced to the disk as SQLite's manual asks."""
    engine = create_engine(f"sqlite:///{folder}/ballots.sqlite", connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def durable(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=FULL")

    Base.metadata.create_all(engine)

    def keep(voter: str, choice: str) -> None:
        new = insert(Row).values(voter=voter, choice=choice, nonce=secrets.token_hex(32))
        replaced = new.on_conflict_do_update(index_elements=["voter"], set_={"choice": choice})
        with Session(engine) as session, session.begin():
            session.execute(replaced)

    return keep
