"""The screens of presets: the list, one of them, its name, and what was saved."""

from collections.abc import Sequence

from handlers.buttons import DRAFT, PRESET, Button
from handlers.navigation import PRESETS, back_and_home, home, many_at_once, new_order
from handlers.view import PAGE, Row, Target, View
from locales import Translator
from shop.ordering.presets import LONGEST_NAME, Preset


def preset_list(presets: Sequence[Preset], page: int, t: Translator) -> View:
    """A person's presets, each a button; a tap asks for the link."""
    if not presets:
        text = t(
            "You have no presets yet. Save as preset stands under a list of orders and under an order that "
            "has ended."
        )
        return View(text, ((new_order(t), many_at_once(t)), (home(t),)))
    text = t("⭐ <b>Presets</b>\nTap one, send the link, and all of it is ordered for that link.")
    last = (len(presets) - 1) // PAGE
    page = min(max(page, 0), last)
    if last:
        text += f"\n{t.number(page + 1)} / {t.number(last + 1)}"
    shown = presets[page * PAGE : (page + 1) * PAGE]
    tiles = [
        (("⭐ " + label, Button(PRESET, str(one.id), "open")),)
        for label, one in zip(_labels(presets)[page * PAGE :], shown, strict=False)
    ]
    return View(text, (*tiles, *_steps(page, last, t), back_and_home(t)))


def _labels(presets: Sequence[Preset]) -> list[str]:
    """Return the presets' names; what has the name of an earlier one has a number behind it."""
    labels: list[str] = []
    for one in presets:
        label, number = one.name, 2
        while label in labels:
            end = f" {number}"
            label, number = one.name[: LONGEST_NAME - len(end)] + end, number + 1
        labels.append(label)
    return labels


def _steps(page: int, last: int, t: Translator) -> tuple[Row, ...]:
    if not last:
        return ()

    def to(number: int) -> Button:
        return Button(PRESET, "", "list", str(number))

    row: list[tuple[str, Target]] = []
    if page > 0:
        row.append(("◀️ " + t.label("Previous"), to(page - 1)))
    if page < last:
        row.append(("▶️ " + t.label("Next"), to(page + 1)))
    return (tuple(row),)


def preset_rows(preset: Preset, t: Translator) -> tuple[Row, ...]:
    """What can be done with a preset besides ordering it."""
    number = str(preset.id)
    return (
        (
            ("✏️ " + t.label("Rename"), Button(PRESET, number, "name")),
            ("🗑 " + t.label("Delete"), Button(PRESET, number, "wish")),
        ),
        (("⬅️ " + t.label("Back"), PRESETS), home(t)),
    )


def preset_saved(preset: Preset, t: Translator) -> View:
    """What a new preset is called, and where to find it."""
    text = t(
        "⭐ <b>Saved as “{name}”.</b>\nYou find it on the home, under Presets: send it a link, and all of it "
        "is ordered for that link.",
        name=preset.name,
    )
    renaming = ("✏️ " + t.label("Rename"), Button(PRESET, str(preset.id), "name"))
    return View(text, ((renaming, presets_door(t)), (home(t),)))


def name_question(preset: Preset, draft_id: str, t: Translator) -> View:
    """Asks for a name."""
    text = t(
        "✏️ <b>Send the new name</b> for “{name}”, at most {limit} characters.",
        name=preset.name,
        limit=LONGEST_NAME,
    )
    return View(text, ((("✖️ " + t.label("Cancel"), Button(DRAFT, draft_id, "cancel")), home(t)),))


def sure_to_delete(preset: Preset, t: Translator) -> View:
    """Asks once more before a preset is deleted."""
    number = str(preset.id)
    text = t("🗑 <b>Delete “{name}”?</b>\nOrders made with it stay.", name=preset.name)
    return View(
        text,
        (
            (
                ("🗑 " + t.label("Delete it"), Button(PRESET, number, "drop")),
                ("⬅️ " + t.label("Keep it"), Button(PRESET, number, "open")),
            ),
            (home(t),),
        ),
    )


def presets_door(t: Translator) -> tuple[str, Button]:
    """The door to the list."""
    return "⭐ " + t.label("Presets"), PRESETS
