"""What was half filled in when another order took its place, and the way back to it."""

from dataclasses import replace

from shop.catalogue.storefront import Storefront
from shop.ordering.draft import LEFT, MASS, PRESET_NAME, Draft, Left
from shop.ordering.filling import proceed


def in_place_of(before: Draft | None, draft: Draft) -> Draft:
    """Return the draft, knowing what was half filled in of the one whose place it takes."""
    if before is None or before.id == draft.id:
        return draft
    is_filled = before.answers and before.service_id and before.question not in {MASS, PRESET_NAME}
    left = (
        Left(before.service_id, before.answers, before.odd_link, before.starts) if is_filled else before.left
    )
    return replace(draft, left=left)


def staying(ended: Draft) -> Draft | None:
    """Return what stays when this draft ends: the way back to what it took the place of; None without one."""
    if ended.left is None or ended.question == LEFT:
        return None
    return replace(Draft.new(ended.person_id), question=LEFT, left=ended.left)


def still_there(draft: Draft | None, storefront: Storefront) -> Draft | None:
    """Return the draft; None if it only leads back to a service that is not on sale any more."""
    if draft is None or draft.question != LEFT:
        return draft
    return draft if draft.left is not None and storefront.service(draft.left.service_id) is not None else None


def taken_up(person_id: int, left: Left, storefront: Storefront) -> Draft:
    """Return a half-filled order at its next question. Raises ShopError if its service is not on sale."""
    draft = replace(
        Draft.new(person_id),
        service_id=left.service_id,
        answers=left.answers,
        odd_link=left.odd_link,
        starts=left.starts,
    )
    return proceed(draft, storefront.sold(left.service_id))
