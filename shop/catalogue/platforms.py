"""The platforms that services are for: their names, and the hosts of their links."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Two kinds of line. A platform: key | label | emoji | hosts | profile link for @name. Indented below it: its
# names. A host covers its subdomains; `google.*` covers the country domains; no host means any host.
# `~retweets` suggests the platform without being its name; `?x` is a name so short that it counts only
# where it cannot mean anything else (see `_named_timidly`).
_TABLE = """
instagram | Instagram | 📸 | instagram.com instagr.am ig.me | https://www.instagram.com/{}
  instagram, instagramm, instagran, instragram, intagram, insta, ig, инстаграм, инстаграмм, инста
  انستقرام, انستغرام, انستجرام, انستا, اینستاگرام, اینستا
  इंस्टाग्राम, इन्स्टाग्राम, इंस्टा
facebook | Facebook | 📘 | facebook.com fb.com fb.me fb.watch fb.gg messenger.com m.me | https://www.facebook.com/{}
  facebook, face book, facebok, fb, фейсбук, фэйсбук, фб, فيسبوك
  فیس بوک, फेसबुक
youtube | YouTube | 📺 | youtube.com youtu.be youtube-nocookie.com | https://www.youtube.com/@{}
  youtube, you tube, youtub, yotube, yt, ютуб, ютюб, ютьюб, يوتيوب
  यूट्यूब, यू ट्यूब
tiktok | TikTok | 🎵 | tiktok.com tiktokv.com | https://www.tiktok.com/@{}
  tiktok, tik tok, tictok, tiktock, tt, тикток, тик ток, تيك توك, تیک تاک
  टिकटॉक, टिक टॉक
telegram | Telegram | ✈️ | t.me telegram.me telegram.dog | https://t.me/{}
  telegram, telegramm, telegam, telgram, tg, телеграм, телеграмм, телега, тг
  تيليجرام, تليجرام, تيليغرام, تلگرام
  टेलीग्राम, टेलिग्राम
x | X (Twitter) | 🐦 | x.com twitter.com t.co | https://x.com/{}
  twitter, twiter, x.com, твиттер, твитер, تويتر, ?x, ~tweet, ~tweets, ~retweet, ~retweets, ~trend topic
  توییتر, ट्विटर
threads | Threads | 🧵 | threads.com threads.net | https://www.threads.com/@{}
  threads, ~instagram threads, тредс
snapchat | Snapchat | 👻 | snapchat.com | https://www.snapchat.com/add/{}
  snapchat, snap chat, snap, снапчат, سناب شات, سناب
  स्नैपचैट
linkedin | LinkedIn | 💼 | linkedin.com lnkd.in |
  linkedin, linked in, linkdin, линкедин
whatsapp | WhatsApp | 📞 | whatsapp.com wa.me wa.link |
  whatsapp, whats app, whatsap, ватсап, вотсап, واتساب
  واتساپ, واتس اپ, व्हाट्सएप, व्हाट्सऐप, वॉट्सऐप
discord | Discord | 👾 | discord.gg discord.com discordapp.com dsc.gg |
  discord, дискорд
twitch | Twitch | 🟣 | twitch.tv | https://www.twitch.tv/{}
  twitch, twich, твич
kick | Kick | 🟢 | kick.com | https://kick.com/{}
  kick
spotify | Spotify | 🎧 | spotify.com spotify.link spotify.app.link spoti.fi |
  spotify, spotfy, спотифай
soundcloud | SoundCloud | ☁️ | soundcloud.com soundcloud.app.goo.gl snd.sc | https://soundcloud.com/{}
  soundcloud, sound cloud, soundclound, саундклауд
applemusic | Apple Music | 🍎 | music.apple.com itunes.apple.com apple.co |
  apple music, applemusic, itunes
appstore | App Store | 📱 | apps.apple.com |
  app store, appstore, ~ios app
deezer | Deezer | 🎶 | deezer.com deezer.page.link |
  deezer
tidal | Tidal | 🌊 | tidal.com |
  tidal
audiomack | Audiomack | 🔊 | audiomack.com | https://audiomack.com/{}
  audiomack
boomplay | Boomplay | 🥁 | boomplay.com boomplaymusic.com |
  boomplay
mixcloud | Mixcloud | 🎚 | mixcloud.com | https://www.mixcloud.com/{}
  mixcloud
shazam | Shazam | 🎼 | shazam.com |
  shazam
vk | VK | 🔵 | vk.com vk.ru vk.me vk.cc vkvideo.ru vkontakte.ru | https://vk.com/{}
  vk, vkontakte, вк, вконтакте, в контакте
ok | OK | 🟠 | ok.ru odnoklassniki.ru ok.me |
  ok.ru, odnoklassniki, одноклассники, одноклассниках, ?ok, ?ок
rutube | Rutube | 🎞 | rutube.ru |
  rutube, ru tube, рутуб, рутьюб
dzen | Dzen | 📰 | dzen.ru zen.yandex.ru zen.yandex.com |
  dzen, дзен, яндекс дзен, yandex zen, yandex dzen
yandex | Yandex | 🔴 | yandex.* ya.ru ya.cc |
  yandex, яндекс
yappy | Yappy | 🤳 | yappy.media |
  yappy, яппи
likee | Likee | 💜 | likee.com likee.video like.video | https://likee.video/@{}
  likee
kwai | Kwai | 🎥 | kwai.com kwai-video.com kw.ai | https://www.kwai.com/@{}
  kwai
clubhouse | Clubhouse | 👋 | clubhouse.com joinclubhouse.com | https://www.clubhouse.com/@{}
  clubhouse, club house, клабхаус
pinterest | Pinterest | 📌 | pinterest.* pin.it | https://www.pinterest.com/{}
  pinterest, pintrest, пинтерест
reddit | Reddit | 👽 | reddit.com redd.it reddit.app.link |
  reddit, реддит
quora | Quora | ❓ | quora.com qr.ae |
  quora
tumblr | Tumblr | 📓 | tumblr.com | https://www.tumblr.com/{}
  tumblr
medium | Medium | ✍️ | medium.com | https://medium.com/@{}
  ~medium.com, ~medium claps, ~medium followers
bluesky | Bluesky | 🦋 | bsky.app | https://bsky.app/profile/{}
  bluesky, blue sky, bsky
truthsocial | Truth Social | 🗽 | truthsocial.com | https://truthsocial.com/@{}
  truth social, truthsocial
vimeo | Vimeo | 🎬 | vimeo.com |
  vimeo
dailymotion | Dailymotion | 🎦 | dailymotion.com dai.ly |
  dailymotion, daily motion
rumble | Rumble | 📹 | rumble.com |
  rumble
odysee | Odysee | 🚀 | odysee.com |
  odysee
trovo | Trovo | 🎯 | trovo.live |
  trovo
bigo | Bigo Live | 🦖 | bigo.tv bigo.live |
  bigo
bilibili | Bilibili | 📡 | bilibili.com bilibili.tv b23.tv |
  bilibili
douyin | Douyin | 🎤 | douyin.com iesdouyin.com |
  douyin
weibo | Weibo | 👁 | weibo.com weibo.cn |
  weibo, 微博
rednote | RedNote | 📕 | xiaohongshu.com xhslink.com |
  xiaohongshu, rednote, 小红书
zalo | Zalo | 💭 | zalo.me |
  zalo
steam | Steam | ♨️ | steamcommunity.com steampowered.com |
  steam
roblox | Roblox | 🧱 | roblox.com |
  roblox
github | GitHub | 🐙 | github.com | https://github.com/{}
  github
patreon | Patreon | 🎨 | patreon.com |
  patreon
onlyfans | OnlyFans | 🔒 | onlyfans.com | https://onlyfans.com/{}
  onlyfans, only fans
imdb | IMDb | 🎟 | imdb.com |
  imdb
shopee | Shopee | 🛍 | shopee.* shp.ee shope.ee |
  shopee
tokopedia | Tokopedia | 🛒 | tokopedia.com tokopedia.link |
  tokopedia
lazada | Lazada | 🧺 | lazada.* |
  lazada
google | Google | 🔎 | google.* goo.gl g.page g.co share.google |
  google, гугл, ~gmb, ~play store, ~playstore
trustpilot | Trustpilot | ⭐ | trustpilot.* |
  trustpilot, trust pilot
tripadvisor | Tripadvisor | 🦉 | tripadvisor.* |
  tripadvisor, trip advisor
yelp | Yelp | 🍽 | yelp.* yelp.to |
  yelp
coinmarketcap | CoinMarketCap | 🪙 | coinmarketcap.com |
  coinmarketcap, cmc
coingecko | CoinGecko | 🦎 | coingecko.com |
  coingecko
website | Website | 🌐 | |
  website, websites, web site, сайт, сайта, сайты, web sitesi
  ~social signals, ~social signal
  ~traffic, ~web traffic, ~site traffic, ~google traffic, ~трафик, ~trafik, ~trafego, ~seo, ~backlinks
"""


@dataclass(frozen=True, slots=True, eq=False)
class Platform:
    """A platform that services are for. There is one object of each: compare with `is`.

    `hosts` is empty if any host will do. `profile` is a link with `{}` for a name, or empty if a name
    alone does not give the link. `names` are folded by `words_of`; `timid_names` count only where they
    cannot mean anything else; `signs` suggest the platform without being its name.
    """

    key: str
    label: str
    emoji: str
    hosts: tuple[str, ...]
    profile: str
    names: tuple[str, ...]
    timid_names: tuple[str, ...]
    signs: tuple[str, ...]

    def owns(self, host: str) -> bool:
        """Return True if a service for this platform may have a link on this host (lower case)."""
        return not self.hosts or platform_at(host) is self


_DROPPED = re.compile(  # apostrophes, accents and invisible characters
    "['’ʼ`\u00ad\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u200b-\u200f\u2060\u20d0-\u20f0\ufe00-\ufe0f]"
)
_LOOKALIKES = str.maketrans("ıيىكᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "iییکabcdefghijklmnopqrstuvwyz") | {
    ord(zero) + value: str(value) for zero in "٠۰०০" for value in range(10)
}
"""Letters, and digits of Arabic, Persian, Hindi and Bengali, for those that a catalogue has instead."""

_ONE_LETTER_AND_HYPHEN = re.compile(r"\b([^\W\d_])-(?=[^\W\d_]{2})")
_VOWELS = "".join(
    chr(code) for code in range(0x0900, 0x1100) if unicodedata.category(chr(code)) in {"Mn", "Mc"}
)
"""Signs without which a word of Hindi, Tamil, Thai and their kin is cut into its consonants."""

_WORD = re.compile(rf"[^\W_]+(?:[{_VOWELS}]+[^\W_]*)*")


def words_of(text: str) -> list[str]:
    """Return the words of a text for comparison: no case, accents or ornament.

    "𝗧𝗶𝗸-Tok Beğeni" gives "tik", "tok", "begeni"; "e-mail" and "What's" stay one word each.
    """
    if text.isascii():
        text = text.lower()
        if "'" in text or "`" in text:
            text = _DROPPED.sub("", text)
    else:
        text = text.replace("№", " ")  # a sign, which would become the letters of "No"
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LOOKALIKES)
        text = _DROPPED.sub("", text)
    if "-" in text:
        text = _ONE_LETTER_AND_HYPHEN.sub(r"\1", text)
    return _WORD.findall(text)


def _rows(table: str) -> Iterator[Platform]:
    for row in re.split(r"\n(?=\S)", table.strip()):
        head, *lines = row.split("\n")
        key, label, emoji, hosts, profile = (cell.strip() for cell in head.split("|"))
        listed = [name.strip() for line in lines for name in line.split(",")]
        yield Platform(
            key=key,
            label=label,
            emoji=emoji,
            hosts=tuple(hosts.split()),
            profile=profile,
            names=tuple(" ".join(words_of(name)) for name in listed if name[0] not in "?~"),
            timid_names=tuple(" ".join(words_of(name)) for name in listed if name[0] == "?"),
            signs=tuple(" ".join(words_of(name)) for name in listed if name[0] == "~"),
        )


PLATFORMS: dict[str, Platform] = {platform.key: platform for platform in _rows(_TABLE)}

_BY_HOST = {host: platform for platform in PLATFORMS.values() for host in platform.hosts}
_WORLDWIDE = "|".join(host.removesuffix(".*") for host in _BY_HOST if host.endswith(".*"))
_COUNTRY_DOMAIN = re.compile(rf"(?:.*\.)?({_WORLDWIDE})\.(?:com|(?:com?\.)?[a-z]{{2}})")

# Things counted on a platform: before one of these, "X" and "OK" are names.
_COUNTED = frozenset(
    words_of("""
    followers follower likes like views view comments comment members friends subscribers shares posts repost
    reposts impressions votes poll bookmarks spaces quotes mentions video profile live premium
    takipçi beğeni izlenme yorum seguidores curtidas visualizações comentários inscritos membros
    подписчики подписчиков лайки лайков просмотры просмотров классы друзья участники репосты комментарии
    """)
)
# After one of these a platform is the source of the people, not the target of the link.
_SOURCE = frozenset(words_of("from via из через"))


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: list[str]
    platform: Platform
    is_name: bool


def _phrases() -> dict[str, list[_Phrase]]:
    """Return all names and signs by their first word, the longest first."""
    found: dict[str, list[_Phrase]] = {}
    for platform in PLATFORMS.values():
        for text in platform.names + platform.signs:
            phrase = _Phrase(text.split(), platform, is_name=text in platform.names)
            found.setdefault(phrase.words[0], []).append(phrase)
    for same_start in found.values():
        same_start.sort(key=lambda phrase: -len(phrase.words))
    return found


_PHRASES = _phrases()
_TIMID = {word: platform for platform in PLATFORMS.values() for word in platform.timid_names}


def platform_at(host: str) -> Platform | None:
    """Return the platform of this host (lower case, without port), or None for the rest of the web."""
    name = host
    while name:
        if name in _BY_HOST:
            return _BY_HOST[name]
        name = name.partition(".")[2]
    country = _COUNTRY_DOMAIN.fullmatch(host)
    return _BY_HOST.get(f"{country[1]}.*") if country else None


def _phrases_in(words: list[str]) -> Iterator[tuple[int, _Phrase]]:
    """Yield the phrases among these words in order, each with its position."""
    end = 0
    for at, word in enumerate(words):
        if at < end or word not in _PHRASES:
            continue
        for phrase in _PHRASES[word]:
            if words[at : at + len(phrase.words)] == phrase.words:
                yield at, phrase
                end = at + len(phrase.words)
                break


def platforms_in(words: list[str]) -> tuple[Platform, ...]:
    """Return the platforms that these words (from `words_of`) name, in that order."""
    named = {
        phrase.platform: None for at, phrase in _phrases_in(words) if at == 0 or words[at - 1] not in _SOURCE
    }
    return tuple(named) or _named_timidly(words)


def keyed_words(words: list[str]) -> list[str]:
    """Return the words (from `words_of`), platform names replaced by keys: "tik", "tok" by "tiktok"."""
    keyed: list[str] = []
    end = 0
    for at, phrase in _phrases_in(words):
        if phrase.is_name:
            keyed += _keyed_alone(words[end:at])
            keyed.append(phrase.platform.key)
            end = at + len(phrase.words)
    return [*keyed, *_keyed_alone(words[end:])]


def _keyed_alone(words: list[str]) -> list[str]:
    """Return the words, each that is a platform's short name replaced by its key."""
    if _TIMID.keys().isdisjoint(words):
        return words
    return [_TIMID[word].key if word in _TIMID else word for word in words]


def _named_timidly(words: list[str]) -> tuple[Platform, ...]:
    """Return the platform whose short name comes first or before a counted thing: "New X Followers"."""
    for at, word in enumerate(words):
        if word not in _TIMID:
            continue
        counted = words[at + 1 : at + 2] and words[at + 1] in _COUNTED
        if at == 0 or (counted and not words[at - 1].isdigit()):
            return (_TIMID[word],)
    return ()


@lru_cache(maxsize=2048)
def _platforms_of_category(category: str) -> tuple[Platform, ...]:
    return platforms_in(words_of(category))


def platform_of(category: str, name: str) -> Platform | None:
    """Return a service's platform, or None if neither its category nor its name shows it.

    The category decides; if it names several ("Instagram & Facebook"), the name chooses among them.
    """
    listed = _platforms_of_category(category)
    if len(listed) == 1:
        return listed[0]
    named = platforms_in(words_of(name))
    if listed:
        return next((platform for platform in named if platform in listed), listed[0])
    return named[0] if named else None


def links_to(category: str, name: str) -> tuple[Platform, ...]:
    """Return the platforms to which a service's link may lead, that of `platform_of` first.

    A word like "seo" or "traffic" in the name of a platform's service opens it to no link of another.
    """
    listed = platform_of(category, name)
    words = words_of(name)
    named = platforms_in(words)
    if listed is not None and listed.hosts:
        called = {phrase.platform for _, phrase in _phrases_in(words) if phrase.is_name}
        named = tuple(platform for platform in named if platform.hosts or platform in called)
    return tuple(dict.fromkeys([*([listed] if listed else []), *named]))
