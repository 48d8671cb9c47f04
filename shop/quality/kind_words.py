"""The words by which panels say what a service delivers, to what, and to or from whom.

A line is `key: word, word`, all languages together, as panels write them; `words_of` folds them. Two
words are a phrase.
"""

from collections.abc import Mapping

from shop.catalogue.platforms import words_of

_THINGS = """
followers: followers, follower, follows, subscribers, subscriber, subs, members, member, friends, fans, joins
  seguidores, seguidor, suscriptores, suscriptor, miembros, inscritos, inscrito, membros, abonnés, iscritti
  подписчики, подписчиков, подписчик, подписки, участники, участников, друзья, друзей, фолловеры, фолловеров
  takipçi, takipçiler, abone, abonesi, üye, üyeler, takipci, pengikut, anggota, pelanggan, obunachi
  obunachilar
  فالوور, متابع, متابعين, مشترك, مشتركين, ممبر, أعضاء, اعضاء, फॉलोअर्स, फॉलोवर्स, सब्सक्राइबर्स, फॉलोअर, मेंबर्स
  粉丝, 订阅, 成员, obserwujący, підписники, підписників
likes: likes, like, hearts, favorites, favourites, upvotes, claps, me gusta, megusta, curtidas, curtida
  gostos, j aime, лайки, лайков, лайк, классы, классов, beğeni, beğeniler, begeni, suka, layk, layklar
  لايك, لايكات, إعجابات, اعجابات, لایک, लाइक, लाइक्स, 点赞, polubienia, вподобання
dislikes: dislikes, dislike, downvotes, дизлайки, дизлайков, no me gusta, beğenmeme
views: views, view, visitas, vistas, visualizaciones, reproducciones, visualizações, visualizacoes, vues
  visualizzazioni, просмотры, просмотров, просмотр, izlenme, görüntülenme, tayangan, penonton, ko'rish
  مشاهدة, مشاهدات, بازدید, ویو, व्यूज, व्यूज़, 观看, 播放, wyświetlenia, перегляди, переглядів
viewers: viewers, watchers, зрители, зрителей, izleyici, espectadores
hours: watch hours, watch time, watchtime, watch hour, hours of watch, часы просмотра, часов просмотра
  horas de visualización, izlenme saati
comments: comments, comment, replies, comentarios, comentario, comentários, comentário, commentaires, commenti
  комментарии, комментариев, комменты, yorum, yorumlar, komentar, izoh, تعليق, تعليقات, کامنت, कमेंट, कमेंट्स, 评论
shares: shares, share, reposts, repost, retweets, retweet, restacks, compartidos, compartilhamentos, репосты
  репостов, ретвиты, ретвитов, paylaşım, مشاركات
saves: saves, save, bookmarks, bookmark, guardados, salvamentos, сохранения, сохранений, kaydetme, simpan
reactions: reactions, reaction, reacciones, reações, реакции, реакций, tepki, reaksi, تفاعلات
votes: votes, vote, poll, votos, голоса, голосов, oy, أصوات
plays: plays, streams, прослушивания, прослушиваний, dinlenme, escuchas
listeners: listeners, listener, слушатели, слушателей, oyentes, ouvintes, dinleyici
impressions: impressions, impression, impresiones, impressões, показы, показов, охват, reach, profile visits
  profile visit, etkileşim
mentions: mentions, mention, tags, упоминания, menciones, menções
reviews: reviews, review, ratings, отзывы, отзывов, reseñas, avaliações, yorumları
traffic: traffic, visitors, visits, трафик, tráfico, trafego, trafik, ziyaretçi
boosts: boosts, boost, бусты, бустов, голоса за канал
"""

_PARTS = """
story: story, stories, historias, stories views, сторис, истории, историй, hikaye, ستوري
reels: reels, reel, рилс, рилсы
shorts: shorts, short, шортс
live: live, livestream, live stream, canlı, трансляция, трансляции, стрим, en vivo, ao vivo, بث
comment: comment, comments, комментарий, комментарии, комментариев, comentario, comentários, yorum
premium: premium, премиум, премиумные
auto: auto, automatic, automatik, автоматические, авто, future, subscription, otomatik, next
female: female, women, girls, женские, женщины, kadın, femeninos, femininos, mulheres
male: male, men, мужские, мужчины, erkek
group: group, groups, группа, группу, группы, grup, grupo
page: page, fanpage, página, sayfa, страница, страницу
playlist: playlist, плейлист
verified: verified, verificados, верифицированные, onaylı
online: online, онлайн
bots: bots, bot, боты, ботов, бот, bot hesap
custom: custom, свои, personalizados, özel
"""

_COUNTRIES = """
US: usa, us, united states, америка, сша, amerika, eeuu
GB: uk, united kingdom, britain, англия, великобритания
RU: russia, russian, россия, русские, рф, rusya, rus
BR: brazil, brasil, brazilian, brasileiros, brasileiro, бразилия, brezilya
TR: turkey, turkish, türkiye, turk, türk, турция, турецкие
IN: india, indian, индия, हिंदी, भारत
ID: indonesia, indonesian, индонезия
AR: argentina, argentinos
MX: mexico, méxico, mexicanos
ES: spain, españa, españoles, испания
PT: portugal, portugueses
FR: france, french, франция, français
DE: germany, german, deutschland, германия, almanya
IT: italy, italian, italia, италия
UA: ukraine, украина, україна
KZ: kazakhstan, казахстан
UZ: uzbekistan, узбекистан, o'zbekiston, uzbek
IR: iran, iranian, ایران, ایرانی, иран
PK: pakistan, pakistani
BD: bangladesh
NG: nigeria, nigerian
EG: egypt, مصر
SA: saudi, saudi arabia, السعودية, سعودي
AE: uae, emirates, الإمارات
IQ: iraq, العراق, عراقي
IL: israel, израиль
KR: korea, korean, корея
JP: japan, japanese, япония
CN: china, chinese, китай
VN: vietnam, việt nam
TH: thailand, thai
PH: philippines, filipino
PL: poland, polska, польша
NL: netherlands, holland
CO: colombia
CL: chile
PE: peru, perú
arab: arab, arabic, arabs, عرب, عربي, арабские
asia: asia, asian, азия
europe: europe, european, европа
latin: latin, latino, latam
africa: africa, african
"""


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By their first word, the phrases that begin with it and their keys, the longest first."""


def _read(table: str) -> Phrases:
    """Return the phrases of a table; the first line that has one keeps it."""
    keys: dict[tuple[str, ...], str] = {}
    key = ""
    for line in table.strip().splitlines():
        head, colon, words = line.partition(":")
        key, words = (head.strip(), words) if colon and not line.startswith(" ") else (key, line)
        for word in words.split(","):
            folded = tuple(words_of(word))
            if folded:
                keys.setdefault(folded, key)
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, meaning in keys.items():
        found.setdefault(phrase[0], []).append((phrase, meaning))
    return {first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in found.items()}


THINGS, PARTS, COUNTRIES = _read(_THINGS), _read(_PARTS), _read(_COUNTRIES)
