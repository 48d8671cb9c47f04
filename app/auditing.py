"""`bot.py audit`: what every invariant, the gateways and the margins come to, as lines or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from app.paying import compare_gateways
from payments.reconciling import Comparison
from settings import AuditSettings
from shop.clock import SystemClock
from shop.money import amount_text
from storage.audit import Finding, audit
from storage.core.database import Database
from storage.ledger.margin import Margin, Margins


@dataclass(frozen=True, slots=True)
class Examined:
    """What an audit found."""

    findings: Sequence[Finding]
    margins: Sequence[Margin]
    gateways: Sequence[Comparison]

    @property
    def ok(self) -> bool:
        """True if nothing is broken, and the gateways say what the book says."""
        return all(finding.ok for finding in self.findings) and not any(
            one.differences for one in self.gateways
        )

    def as_json(self) -> str:
        """Return all of it for a program."""
        figures = [asdict(margin) | {"margin_micro": margin.micro} for margin in self.margins]
        compared = [asdict(one) for one in self.gateways]
        invariants = [_finding_as_json(finding) for finding in self.findings]
        return json.dumps(
            {"ok": self.ok, "invariants": invariants, "margins": figures, "gateways": compared}, indent=2
        )

    def as_text(self) -> str:
        """Return a line for each thing."""
        lines = (
            *map(_finding_line, self.findings),
            *map(_gateway_line, self.gateways),
            *map(_margin_line, self.margins),
        )
        return "\n".join(lines)


async def examined(settings: AuditSettings) -> Examined:
    """Examine the book and the gateways. Raises DatabaseTrouble."""
    database = Database(settings.database_url)
    try:
        findings = await audit(database, datetime.now(UTC))
        gateways = await compare_gateways(settings, database, SystemClock())
        return Examined(findings, await Margins(database).list_by_currency(), gateways)
    finally:
        await database.close()


def _finding_as_json(finding: Finding) -> dict[str, object]:
    told: dict[str, object] = {
        "id": finding.id,
        "promise": finding.promise,
        "breaches": finding.breaches,
        "ok": finding.ok,
    }
    return told | ({"trouble": finding.trouble} if finding.breaches is None else {})


def _finding_line(finding: Finding) -> str:
    verdict = "ok  " if finding.ok else "FAIL"
    note = f" (not checked: {finding.trouble})" if finding.breaches is None else ""
    breaches = "?" if finding.breaches is None else finding.breaches
    return f"{verdict}  {breaches:>6}  {finding.promise}{note}"


def _margin_line(margin: Margin) -> str:
    return (
        f"margin: {amount_text(margin.micro)} {margin.currency}, sales minus the panel's charges "
        f"for {margin.orders} orders ({margin.losses} at a loss)"
    )


def _gateway_line(comparison: Comparison) -> str:
    """Return the line of a gateway: how its newest payments stand there and in the book."""
    said = f"{comparison.way}: {comparison.compared} payments that came or went back in the last three days"
    said += " are booked as the gateway says"
    if comparison.differences:
        first = "; ".join(str(one) for one in comparison.differences[:5])
        return f"FAIL  {len(comparison.differences):>6}  {comparison.way}: {first}"
    if comparison.trouble:
        return f"note       ?  {said}; the others were not compared: {comparison.trouble}"
    return f"ok         0  {said}"
