"""The words of the form: its questions, its choices, and what the answers are called on the card."""

from locales import Translator, marked
from shop.ordering.fields import WORLD, Field
from shop.ordering.link_kinds import Kind

QUESTIONS: dict[str, str] = {
    "link": marked("<b>Send the link.</b>"),
    "quantity": marked("<b>How many?</b>"),
    "comments": marked("<b>Send the comments</b>, one on each line. A text file (.txt) is fine too."),
    "usernames": marked("<b>Who should be mentioned?</b> Send the usernames, one on each line."),
    "hashtags": marked("<b>Send the hashtags</b>, one on each line."),
    "hashtag": marked("<b>Send the hashtag.</b>"),
    "keywords": marked("<b>Send the keywords</b>, one on each line."),
    "groups": marked("<b>Send the groups</b>, one on each line."),
    "username": marked("<b>Send the username.</b>"),
    "commenter": marked("<b>Whose comment is it?</b> Send the @name of the person who wrote it."),
    "followed": marked("<b>Whose followers should be mentioned?</b> Send the @name of that profile."),
    "poster": marked("<b>Whose new posts are meant?</b> Send the @name of that profile."),
    "media": marked("<b>Send the link of the post whose likers should be mentioned.</b>"),
    "answer_number": marked("<b>Which answer in the poll?</b> Send its number, counted from 1."),
    "min": marked("<b>Minimum per new post?</b>"),
    "max": marked("<b>Maximum per new post?</b>"),
    "posts": marked("<b>For how many new posts?</b> Skip for no limit."),
    "paid": marked(
        "<b>For how many new posts?</b> The most they can cost is taken when you order. When it ends, "
        "the money for posts that did not come is back in your wallet."
    ),
    "old_posts": marked("<b>For how many of the existing posts?</b> Skip for none."),
    "delay": marked("<b>When should it start after a post?</b>"),
    "expiry": marked("<b>Until which day?</b> Send it like 31/12/2030, or Skip for no end."),
    "country": marked("<b>From which country?</b> Tap one, or send the name of another."),
    "device": marked("<b>On which device?</b>"),
    "type_of_traffic": marked("<b>Where should the visitors come from?</b>"),
    "google_keyword": marked("<b>Which keyword should they search for?</b>"),
    "referring_url": marked("<b>Which page should they come from?</b> Send its link."),
    "runs": marked(
        "<b>Spread it over time?</b>\n"
        "Each run delivers the whole quantity again, and the price is for all runs together. "
        "Tap one, or send the number of runs."
    ),
    "interval": marked("<b>How many minutes between two runs?</b> Tap one, or send the number."),
}

CHOICES: dict[tuple[str, str], str] = {
    ("device", "1"): marked("Computer"),
    ("device", "2"): marked("Android"),
    ("device", "3"): marked("iPhone"),
    ("device", "4"): marked("Phones"),
    ("device", "5"): marked("All devices"),
    ("type_of_traffic", "1"): marked("A search engine"),
    ("type_of_traffic", "2"): marked("Another page"),
    ("type_of_traffic", "3"): marked("Nowhere: direct"),
}

LABELS: dict[str, str] = {
    "comments": marked("Comments"),
    "usernames": marked("Usernames"),
    "hashtags": marked("Hashtags"),
    "hashtag": marked("Hashtag"),
    "keywords": marked("Keywords"),
    "groups": marked("Groups"),
    "username": marked("Username"),
    "media": marked("Post"),
    "answer_number": marked("Answer"),
    "min": marked("Minimum"),
    "max": marked("Maximum"),
    "posts": marked("New posts"),
    "old_posts": marked("Earlier posts"),
    "delay": marked("Start after a post"),
    "expiry": marked("Until"),
    "country": marked("Country"),
    "device": marked("Device"),
    "type_of_traffic": marked("Visitors from"),
    "google_keyword": marked("Keyword"),
    "referring_url": marked("Page"),
}

LINK_OF: dict[str, str] = {
    "post": marked("<b>Send the link of the post.</b>"),
    "video": marked("<b>Send the link of the video.</b>"),
    "profile": marked("<b>Send the link of the profile.</b>"),
    "channel": marked("<b>Send the link of the channel.</b>"),
    "group": marked("<b>Send the link of the channel or group.</b>"),
}

_TARGETS: dict[tuple[str, Kind], tuple[str, str]] = {
    ("instagram", Kind.POST): ("post", "instagram.com/p/…"),
    ("instagram", Kind.PROFILE): ("profile", "instagram.com/name"),
    ("tiktok", Kind.POST): ("video", "tiktok.com/@name/video/…"),
    ("tiktok", Kind.PROFILE): ("profile", "tiktok.com/@name"),
    ("youtube", Kind.POST): ("video", "youtube.com/watch?v=…"),
    ("youtube", Kind.PROFILE): ("channel", "youtube.com/@name"),
    ("x", Kind.POST): ("post", "x.com/name/status/…"),
    ("x", Kind.PROFILE): ("profile", "x.com/name"),
    ("telegram", Kind.POST): ("post", "t.me/name/55"),
    ("telegram", Kind.PROFILE): ("group", "t.me/name"),
    ("threads", Kind.POST): ("post", "threads.net/@name/post/…"),
    ("threads", Kind.PROFILE): ("profile", "threads.net/@name"),
}
"""By platform and kind: what is meant, and what its link looks like."""


def link_words(platform: str, kind: Kind | None) -> tuple[str, str]:
    """Return the question for a link and an example of one; the example is empty where there is none."""
    if kind is None:
        return QUESTIONS["link"], ""
    meant, example = _TARGETS.get((platform, kind), ("post" if kind is Kind.POST else "profile", ""))
    return LINK_OF[meant], example


def words_for(field: Field) -> str:
    """Return the question of a field other than the link."""
    return QUESTIONS[field.about or field.name]


def choice_label(name: str, choice: str, t: Translator) -> str:
    """A choice in words, if it has any."""
    if name == "country":
        return t.label("The whole world") if choice == WORLD else t.country(choice)
    if name in {"delay", "interval"} and choice.isdecimal():
        return time_label(int(choice), t)
    words = CHOICES.get((name, choice))
    return t.label(words) if words else choice


def time_label(minutes: int, t: Translator) -> str:
    """A length of time, short enough for a button."""
    if minutes == 0:
        return t.label("At once")
    hours, rest = divmod(minutes, 60)
    return t.label("{n} min", n=minutes) if rest else t.label("{n} h", n=hours)
