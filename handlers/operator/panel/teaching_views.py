"""Words of the panel that the kiosk does not know, and teaching them."""

from collections.abc import Sequence

from handlers.operator.navigation import back_to_desk
from handlers.view import View, as_many_as_fit, shortened
from locales import Translator, marked
from shop.heard import Heard, HeardText


def strange_words(texts: Sequence[HeardText], t: Translator) -> list[str]:
    """The panel's unknown words, each with the number to teach it by."""
    if not texts:
        return []
    kinds = {Heard.REFUSAL: marked("answer to an order"), Heard.STATE: marked("status")}
    lines = [
        t(
            "{number}. “{text}” ({kind}, {times}×)",
            number=str(one.id),
            text=shortened(one.text, 80),
            kind=t.label(kinds[one.heard]),
            times=one.times,
        )
        for one in texts
    ]
    return ["", t("Words I do not know; /panel teach says how to explain them:"), *lines]


def teaching(
    texts: Sequence[HeardText], refusals: Sequence[str], states: Sequence[str], t: Translator
) -> View:
    """How to teach the panel's words, and what has been taught so far."""
    lines = [
        t("<b>Teach me the panel's words</b>"),
        t(
            "<code>/panel teach 3 funds</code> says what number 3 means, <code>/panel teach 3 off</code> "
            "undoes that."
        ),
        t("An answer to an order can mean: {words}", words=", ".join(refusals)),
        t("vague means: it proves nothing; investigate, and do not alert me again."),
        t("A status can mean: {words}", words=", ".join(states)),
    ]
    lines += [
        t(
            "{number}. “{text}” = {meaning}",
            number=str(one.id),
            text=shortened(one.text, 80),
            meaning=str(one.meaning),
        )
        for one in texts
    ]
    fitting = as_many_as_fit(lines)
    rest = len(lines) - len(fitting)
    more = [t("… and {count} more", count=rest)] if rest else []
    return View("\n".join([*fitting, *more]), (back_to_desk(t),))


def taught(text: HeardText, meaning: str | None, t: Translator) -> View:
    """The answer to /panel teach."""
    word = shortened(text.text, 200)
    if meaning is None:
        return View(t("I have forgotten what “{word}” means.", word=word), (back_to_desk(t),))
    return View(t("From now on “{word}” means {meaning}.", word=word, meaning=meaning), (back_to_desk(t),))
