"""What people answer to each question, for the program that fills the database and for the story."""

POST = "https://www.instagram.com/p/abc123/"

ANSWERS: dict[str, str] = {
    "keywords": "cats\ndogs",
    "hashtags": "#cats\n#dogs",
    "hashtag": "#cats",
    "username": "natgeo",
    "media": POST,
    "answer_number": "2",
    "groups": "https://t.me/first_group\nhttps://t.me/second_group",
    "country": "US",
    "google_keyword": "best cats",
    "referring_url": "https://example.com/cats",
    "runs": "3",
    "interval": "30",
}
"""By the question's name; links, quantities and lists depend on the service, and choices are tapped."""

LINKS = {
    "YouTube": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "Telegram": "https://t.me/some_channel/12",
    "Website": "https://example.com/cats",
}


def link_for(service: str) -> str:
    """A link that a service of this name takes."""
    return next((link for platform, link in LINKS.items() if platform in service), POST)
