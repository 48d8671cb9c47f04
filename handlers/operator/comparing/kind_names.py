"""What kinds of services are called."""

from locales import Translator, marked
from shop.catalogue.platforms import PLATFORMS
from shop.quality.kinds import Kind, Part, Thing

THINGS: dict[Thing, str] = {
    Thing.FOLLOWERS: marked("Followers"),
    Thing.LIKES: marked("Likes"),
    Thing.DISLIKES: marked("Dislikes"),
    Thing.VIEWS: marked("Views"),
    Thing.VIEWERS: marked("Live viewers"),
    Thing.HOURS: marked("Watch hours"),
    Thing.COMMENTS: marked("Comments"),
    Thing.SHARES: marked("Shares"),
    Thing.SAVES: marked("Saves"),
    Thing.REACTIONS: marked("Reactions"),
    Thing.VOTES: marked("Votes"),
    Thing.PLAYS: marked("Plays"),
    Thing.LISTENERS: marked("Listeners"),
    Thing.IMPRESSIONS: marked("Impressions"),
    Thing.MENTIONS: marked("Mentions"),
    Thing.REVIEWS: marked("Reviews"),
    Thing.TRAFFIC: marked("Traffic"),
    Thing.BOOSTS: marked("Boosts"),
}

PARTS: dict[Part, str] = {
    Part.STORY: marked("stories"),
    Part.REELS: marked("reels"),
    Part.SHORTS: marked("shorts"),
    Part.LIVE: marked("live"),
    Part.COMMENT: marked("on comments"),
    Part.PREMIUM: marked("premium"),
    Part.AUTO: marked("automatic"),
    Part.FEMALE: marked("women"),
    Part.MALE: marked("men"),
    Part.GROUP: marked("groups"),
    Part.PAGE: marked("pages"),
    Part.PLAYLIST: marked("playlists"),
    Part.VERIFIED: marked("verified"),
    Part.ONLINE: marked("online"),
    Part.BOTS: marked("bots"),
    Part.CUSTOM: marked("custom"),
}

REGIONS = {
    "arab": marked("Arab countries"),
    "asia": marked("Asia"),
    "europe": marked("Europe"),
    "latin": marked("Latin America"),
    "africa": marked("Africa"),
}

_USUAL_TYPE = "default"


def kind_name(kind: Kind, t: Translator) -> str:
    """Return a kind's name without its platform, plain: for labels, and escaped by whoever fills it in."""
    things = [t.label(THINGS[one]) for one in (kind.thing, *sorted(kind.also))]
    facts = [t.label(PARTS[one]) for one in sorted(kind.parts)]
    if kind.country:
        region = REGIONS.get(kind.country)
        facts.append(t.country(kind.country) if region is None else t.label(region))
    if kind.type != _USUAL_TYPE:
        facts.append(kind.type)
    return " · ".join([" + ".join(things), *facts])


def platform_label(kind_platform: str) -> str:
    """Return a platform's sign and name."""
    platform = PLATFORMS[kind_platform]
    return f"{platform.emoji} {platform.label}"
