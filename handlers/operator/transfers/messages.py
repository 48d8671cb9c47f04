"""A bank transfer's card as it stands now."""

from handlers.context import Services
from handlers.operator.transfers.views import Payer, transfer_card
from handlers.view import View
from locales import Translator
from shop.ledger.read_transfer import ReadTransfer


async def transfer_view(services: Services, transfer: ReadTransfer, t: Translator) -> View:
    """Return the card of a transfer, with the names of those whose it may be, or of who decided."""
    numbers = {each.topup_id for each in transfer.candidates}
    if transfer.invoice_id is not None:
        numbers.add(transfer.invoice_id)
    invoices = await services.stores.transfers.list_invoices(numbers)
    payers = {}
    for number, invoice in invoices.items():
        person = await services.stores.people.find(invoice.person_id)
        payers[number] = Payer(invoice, person.name if person is not None else str(invoice.person_id))
    by = await services.stores.people.find(transfer.decided_by) if transfer.decided_by is not None else None
    name = by.name if by is not None else str(transfer.decided_by or "")
    return transfer_card(transfer, payers, t, by=name)
