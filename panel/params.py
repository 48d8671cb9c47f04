"""The parameters of a call to a panel, as the body of a form."""

from collections.abc import Iterator
from urllib.parse import quote_plus, urlencode

from panel.profile import Profile
from shop.replies import AddRequest

_COMMENTS = "comments"


def add_params(request: AddRequest, profile: Profile) -> dict[str, str]:
    """Return the parameters of an `add`: the link under the panel's name for it, lists as trimmed lines."""
    params = {"service": request.service_id}
    if request.link is not None:
        params |= dict.fromkeys(profile.targets, request.link)
    params |= {name: _text(name, value) for name, value in request.fields.items()}
    comments = params.get(_COMMENTS)
    if comments and profile.comments_quantity:
        params.setdefault("quantity", str(comments.count("\n") + 1))
    if comments and profile.double_encode:
        params[_COMMENTS] = quote_plus(comments)
    if profile.idempotency_field and request.reference:
        params.setdefault(profile.idempotency_field, request.reference)
    return params


def encoded(params: dict[str, str]) -> bytes:
    """Return the parameters as a form's body; characters that cannot be encoded become question marks."""
    return urlencode(params, errors="replace").encode("ascii")


def _text(name: str, value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "\n".join(_lines(value))
    return "\n".join(_lines((value,))) if name == _COMMENTS and isinstance(value, str) else str(value)


def _lines(texts: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of all `texts`, trimmed, without empty ones: some panels count them as comments."""
    for text in texts:
        yield from (line.strip() for line in text.splitlines() if line.strip())
