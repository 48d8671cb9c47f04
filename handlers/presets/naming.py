"""The question for a preset's name, whoever shows it."""

from handlers.context import Context
from handlers.mass.showing import show_card
from handlers.mass.views import under
from handlers.presets.views import name_question
from shop.ordering.draft import PRESET_NAME, Draft
from shop.ordering.presets import Preset


async def show_name_question(context: Context, draft: Draft, *, note: str = "") -> str:
    """Ask for the name below `note`. Raises ShopError if the preset is gone."""
    preset = await named_in(context, draft)
    await show_card(context, draft, under(note, name_question(preset, draft.id, context.turn.t)))
    return PRESET_NAME


async def named_in(context: Context, draft: Draft) -> Preset:
    """Return the preset that this draft names. Raises ShopError if it is gone."""
    number = draft.answers.get("preset")
    return await context.services.stores.presets.find(
        number if isinstance(number, int) else 0, draft.person_id
    )
