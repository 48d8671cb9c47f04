"""How a prepared statement becomes text: its constants are written into it, what is given stays a parameter.

SQLite compiles a statement again, at up to ten times the cost of running it, each time a parameter changes
that is compared with a column of some partial index's condition: its value may decide whether that index
will do. A server that plans a prepared statement once for all values could not use such an index at all.
See docs/decisions/0106-constants-are-written-into-statements.md.
"""

from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter
from sqlalchemy.engine import Dialect

GIVEN: Final = "given_"
"""The prefix of every parameter's name: SQLAlchemy reserves the columns' own names."""


def compiled(statement: Any, dialect: Dialect) -> Any:
    """Return this statement, compiled for a driver, with `construct_params`, `positiontup` and `binds`."""
    compiler: Any = dialect.statement_compiler
    return _with_constants(compiler)(dialect, statement, compile_kwargs={"render_postcompile": True})


@cache
def planned_once(compiler: Any) -> Any:
    """Return SQLite's compiler as one for what Core runs: all stays a parameter, but a LIMIT is worked out.

    So a newer SQLite, which plans for the very number of a LIMIT, compiles no page of a list twice.
    """

    class PlannedOnce(compiler):  # type: ignore[misc]  # it has no types
        def visit_bindparam(self, bindparam: BindParameter[Any], **how: Any) -> Any:
            is_limit = how.pop("is_limit", False)
            written = super().visit_bindparam(bindparam, **how)
            return f"({written} + 0)" if is_limit else written

        def limit_clause(self, select: Any, **how: Any) -> Any:
            return super().limit_clause(select, is_limit=True, **how)

    return PlannedOnce


@cache
def _with_constants(compiler: Any) -> Any:
    """Return this compiler of a dialect as one that writes constants into the text."""

    class WithConstants(compiler):  # type: ignore[misc]  # each dialect has its own
        def visit_bindparam(self, bindparam: BindParameter[Any], **how: Any) -> Any:
            is_limit, is_constant = how.pop("is_limit", False), _is_constant(bindparam)
            how["literal_binds"] = is_constant
            written = super().visit_bindparam(bindparam, **how)
            return f"({written} + 0)" if is_limit and not is_constant else written

        def limit_clause(self, select: Any, **how: Any) -> Any:
            # A newer SQLite plans for the very number of a LIMIT, but not for what it must work out.
            return super().limit_clause(select, is_limit=self.dialect.name == "sqlite", **how)

    return WithConstants


def _is_constant(parameter: BindParameter[Any]) -> bool:
    """Return True if the parameter has one value for ever, which reads the same in every database's text."""
    if parameter.key.startswith(GIVEN) or parameter.required:
        return False
    value: Any = parameter.effective_value
    return all(isinstance(one, str | int) for one in (value if parameter.expanding else [value]))
