"""Find texts in a source that people would read and no translator sees.

Literals are followed to where they are shown: views, answers, buttons and the
keywords of Telegram's methods, through names, tables, sums, joins and returns.
There, any word counts. Everywhere else an f-string with a word in it counts,
and a literal that begins like a sentence, unless it is for the log, an error
or a comparison.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TRANSLATING = frozenset({"t", "label", "plural", "marked"})
SHOWING = frozenset({"View", "answer"})
SHOWN_KEYWORDS = frozenset({"text", "caption", "title", "description", "message_text", "note"})
NEVER_SHOWN = frozenset({"Button", "Notice", "ShopError", "TypeVar", "pattern", "compile", "filterwarnings"})
GATHERING = frozenset({"append", "extend", "insert"})

_MARKUP = re.compile(r"<[^>]*>|&\w+;|\{\w+\}")
_KEY = re.compile(r"(?=.*[:.-])[a-z_.:{}-]+")
"""A key of ours, or a file's name, like `review:{}` or `wrong-lines-{}.csv`: nobody reads it as words."""
_WORD = re.compile(r"[^\W\d_]{2,}")

Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Bare:
    """A text that bypasses the Translator, and its line."""

    line: int
    text: str


def bare_words(source: str) -> list[Bare]:
    """Return every such text in `source`."""
    module = ast.parse(source)
    reader = _Reader(module)
    reader.read(module, module, shown=False)
    return sorted(reader.found)


@dataclass
class _Reader:
    module: ast.Module
    found: set[Bare] = field(default_factory=set)
    _followed: set[ast.AST] = field(default_factory=set)

    def __post_init__(self) -> None:
        made = (node for node in ast.walk(self.module) if isinstance(node, ast.FunctionDef))
        self._buttons = {"Button"} | {function.name for function in made if _returns(function) == "Button"}

    def read(self, node: ast.AST, scope: Scope, *, shown: bool) -> None:
        """Read `node`; `shown` is True if its value is shown to people."""
        match node:
            case ast.Constant(value=str(text)):
                if _WORD.search(_MARKUP.sub("", text)) and (shown or _begins_a_sentence(text)):
                    self.found.add(Bare(node.lineno, text))
            case ast.JoinedStr():
                self._f_string(node, scope, shown=shown)
            case ast.Call():
                self._call(node, scope, shown=shown)
            case ast.Name(id=name) if shown:
                self._follow(name, scope)
            case ast.Tuple(elts=[label, ast.Call() as call]) if called(call) in self._buttons:
                self.read(label, scope, shown=True)
                self.read(call, scope, shown=False)
            case _ if not _is_beside_the_point(node, scope):
                inner = node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else scope
                for child, on_view in _children(node, scope, shown=shown):
                    self.read(child, inner, shown=on_view)

    def _f_string(self, node: ast.JoinedStr, scope: Scope, *, shown: bool) -> None:
        constants = [part.value for part in node.values if isinstance(part, ast.Constant)]
        text = "{}".join(str(constant) for constant in constants)
        is_key = not shown and _KEY.fullmatch(text)
        if _WORD.search(_MARKUP.sub("", text)) and not is_key:
            self.found.add(Bare(node.lineno, text))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.read(part.value, scope, shown=shown)

    def _call(self, node: ast.Call, scope: Scope, *, shown: bool) -> None:
        name = called(node)
        if name in NEVER_SHOWN or _is_for_the_log(node):
            return
        if name in TRANSLATING:  # the sentences are translated; the values are not
            for keyword in node.keywords:
                self.read(keyword.value, scope, shown=True)
            return
        joins = shown and name == "join"
        self.read(node.func, scope, shown=joins)
        for place, argument in enumerate(node.args):
            self.read(argument, scope, shown=joins or (name in SHOWING and place == 0))
        for keyword in node.keywords:
            self.read(keyword.value, scope, shown=keyword.arg in SHOWN_KEYWORDS)

    def _follow(self, name: str, scope: Scope) -> None:
        for value in (*_given(name, scope), *_given(name, self.module)):
            if value not in self._followed:
                self._followed.add(value)
                self.read(value, scope, shown=True)


def _children(node: ast.AST, scope: Scope, *, shown: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Return the parts of `node`, and which of them are shown."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        on_view = shown and name not in {"test", "slice", "keys", "generators"}
        if isinstance(node, ast.Return):
            on_view = _says_something(scope)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child, on_view


def _is_beside_the_point(node: ast.AST, scope: Scope) -> bool:
    """Return True for docstrings, errors, comparisons, and the sentence of an error."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Raise() | ast.Compare():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            raised = (ast.walk(part) for part in ast.walk(scope) if isinstance(part, ast.Raise))
            return any(isinstance(part, ast.Name) and part.id == name for walk in raised for part in walk)
        case _:
            return False


def _given(name: str, scope: Scope) -> Iterator[ast.expr]:
    """Return everything assigned to the variable `name`."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                yield value
            case ast.AugAssign(target=ast.Name(id=target), value=value) if target == name:
                yield value
            case ast.Call(func=ast.Attribute(value=ast.Name(id=target), attr=verb)) if target == name:
                if verb in GATHERING:
                    yield node.args[-1]


def _says_something(scope: Scope) -> bool:
    """Return True if a function makes texts: it takes a Translator and returns words."""
    if isinstance(scope, ast.Module) or _returns(scope) not in {"str", "list[str]"}:
        return False
    arguments = (*scope.args.args, *scope.args.kwonlyargs)
    return any(
        argument.annotation and "Translator" in ast.unparse(argument.annotation) for argument in arguments
    )


def _returns(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return ast.unparse(function.returns) if function.returns else ""


def called(call: ast.Call) -> str:
    """Return the function's or method's own name, or ""."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _is_for_the_log(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in {"log", "logging"}


def _begins_a_sentence(text: str) -> bool:
    first = next((letter for letter in _MARKUP.sub("", text) if letter.isalpha()), "")
    return first.isupper()
