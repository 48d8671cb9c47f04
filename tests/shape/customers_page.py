"""Customers' questions as a page: `python -m tests.shape.customers_page` prints it."""

import re
import sys
from html import unescape
from textwrap import fill

from handlers.welcome.help_topics import TOPICS, answer_of
from locales import Catalogues, Translator

WIDTH = 120

HEAD = """# Questions of customers

What customers ask, and what `/help` answers: each heading is a button there. Page and `/help` are made of
the same sentences, in `handlers/welcome/help_topics.py`; `make customers` writes the page anew.
"""

_MARKS = {"b": "**", "i": "*", "code": "`"}


def page(t: Translator) -> str:
    """Return the page in the language of `t`, as Markdown."""
    parts = [HEAD]
    for topic in TOPICS:
        parts.append(f"## {t.label(topic.question)}\n")
        parts += [fill(_markdown(one), WIDTH, break_on_hyphens=False) + "\n" for one in answer_of(topic, t)]
    return "\n".join(parts)


def _markdown(html: str) -> str:
    return unescape(re.sub(r"</?(b|i|code)>", lambda tag: _MARKS[tag[1]], html))


if __name__ == "__main__":
    sys.stdout.write(page(Catalogues().of("en")))
