"""What must always be true of what people have set."""

from collections.abc import Iterator

from sqlalchemy import func, select

from storage.counting import Invariant, Scope
from storage.people.tables import person, told_service


def of_people(scope: Scope) -> Iterator[Invariant]:
    """Nothing is kept of services for whoever wants no news of them."""
    if scope.is_whole:
        kept = select(func.count()).select_from(told_service).join(person)
        yield Invariant(
            "news-wanted",
            "what somebody was told of services is kept for whoever wants news only",
            kept.where(person.c.news_at.is_(None)),
            stops=False,
        )
