"""Buttons for people: what they do in their apps."""

from typing import Any

from playground.actions.body import Body, Misstep, content, number, person_of, text
from playground.demo_state import DemoState
from playground.telegram import CannotPay, FakeMessage, FakePerson
from playground.views.chat import inline

_FIRST_GUEST = 7_000_001


def says(demo: DemoState, body: Body) -> None:
    """Send a text."""
    if not text(body, "text").strip():
        raise Misstep("there is nothing to send")
    person = person_of(demo, body)
    person.says(text(body, "text"), reply_to=_answered(person, body))


def taps(demo: DemoState, body: Body) -> None:
    """Tap an inline button of one message, here or in the chat with the friend."""
    person = person_of(demo, body)
    group = person.elsewhere if body.get("elsewhere") else None
    person.taps(text(body, "data"), number(body, "message"), group=group)


def shares(demo: DemoState, body: Body) -> None:
    """Choose a chat in the picker of a key that asks for one."""
    person_of(demo, body).shares(text(body, "label"), text(body, "title"))


def sends_photo(demo: DemoState, body: Body) -> None:
    """Send a picture from the visitor's disk."""
    person = person_of(demo, body)
    person.sends_photo(text(body, "caption"), content=content(body), reply_to=_answered(person, body))


def sends_document(demo: DemoState, body: Body) -> None:
    """Send a file from the visitor's disk."""
    mime = text(body, "mime") or "application/octet-stream"
    name = text(body, "name") or "file"
    person = person_of(demo, body)
    caption, to = text(body, "caption"), _answered(person, body)
    person.sends_document(name, caption, content=content(body), mime=mime, reply_to=to)


def _answered(person: FakePerson, body: Body) -> FakeMessage | None:
    """Return the message of the person's chat that theirs answers, if any."""
    if body.get("reply_to") is None:
        return None
    found = person.home.messages.get(number(body, "reply_to"))
    if found is None or found.deleted:
        raise Misstep("the message that you answer is gone")
    return found


async def queries(demo: DemoState, body: Body) -> dict[str, Any]:
    """Type `@bot ...` in some chat."""
    person = person_of(demo, body)
    try:
        answer = await person.queries(text(body, "text"))
    except TimeoutError:
        raise Misstep("the bot did not answer the inline query within 5 seconds") from None
    demo.answers[person.id] = (text(body, "text"), answer)
    return inline(answer)


def chooses(demo: DemoState, body: Body) -> None:
    """Send one of the latest inline results to a friend."""
    person = person_of(demo, body)
    query, answer = demo.answers.get(person.id, ("", None))
    results = [result for result in answer.results if result.id == text(body, "result")] if answer else []
    if not results:
        raise Misstep("that result is gone; ask again")
    person.chooses(results[0], query)


def pays(demo: DemoState, body: Body) -> dict[str, Any]:
    """Pay an invoice, in the chat or by its link; the outcome is in the person's checkouts."""
    person = person_of(demo, body)
    bill = text(body, "link") if body.get("link") else person.home.messages.get(number(body, "message"))
    if bill is None:
        raise Misstep("that invoice is gone")
    try:
        return {"checkout": person.pays(bill, card_declined=bool(body.get("declined"))).id}
    except CannotPay as refusal:
        raise Misstep(str(refusal).partition(":\n")[0]) from None


def blocks(demo: DemoState, body: Body) -> None:
    """Block the bot, or let it write again."""
    person = person_of(demo, body)
    if body.get("blocked"):
        person.blocks()
    else:
        person.unblocks()


def speaks(demo: DemoState, body: Body) -> None:
    """Change the language of the person's app."""
    person_of(demo, body).language = text(body, "language") or None
    demo.telegram.world.bump()


def add_person(demo: DemoState, body: Body) -> dict[str, Any]:
    """Add a person who is a stranger to the bot."""
    name = text(body, "name").strip()[:64]
    if not name:
        raise Misstep("a person needs a name")
    new_id = max([_FIRST_GUEST - 1, *demo.telegram.people]) + 1
    demo.add_person(new_id, name)
    return {"id": new_id}
