"""Whether the wallet has enough for what is ordered at once."""

from handlers.context import Context
from shop.ledger.journals import Account, AccountKind
from shop.ordering.mass_quote import MassQuote


async def missing_for(context: Context, quote: MassQuote | None) -> int:
    """Return how much the wallet is short of the total, in micro-units; 0 if there is enough."""
    services = context.services
    if quote is None or services.rules.credit_micro is None:
        return 0
    wallet = Account(AccountKind.WALLET, context.turn.person.id, quote.currency)
    have = await services.stores.ledger.balance(wallet) + services.rules.credit_micro
    return max(0, quote.total_micro - have)
