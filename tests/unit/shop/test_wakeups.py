"""Work is told to another kiosk or done here."""

from shop.wakeups import Wakeups, Work


def test_work_is_told_to_another_kiosk_or_done_here() -> None:
    wakeups, done, told = Wakeups(), list[str](), list[str]()
    for work in Work:
        wakeups.on(work, lambda name=work.name: done.append(name))  # type: ignore[misc]  # bound at once
    assert not wakeups.account_wanted
    wakeups.outbox()

    def forward(word: str) -> bool:
        told.append(word)
        return word != "PANEL"

    wakeups.forward = forward
    wakeups.outbox()
    wakeups.panel()
    wakeups.turns()
    wakeups.check_order(5)
    assert done == ["NOTICES", "PANEL", "TURNS", "CHECKS"]
    assert told == ["NOTICES", "PANEL"]
    assert wakeups.to_check == {5}
    wakeups.refresh_account()
    assert (told[-1], wakeups.account_wanted) == ("ACCOUNT", False)
    wakeups.forward = lambda _: False
    wakeups.told({"ALERTS", "ACCOUNT"})
    assert (done[-2:], wakeups.account_wanted) == (["ALERTS", "CHECKS"], True)
