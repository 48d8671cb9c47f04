"""What the log says a piece of work is about."""

from shop.about import about, is_about, subject

ANN, OLGA, PIA, GROUP = 7, 8, 9, -1001234


def test_work_inside_is_about_what_is_said_around_it() -> None:
    with about(update_id=1, person_id=ANN):
        is_about(order_id=5)
        assert dict(subject()) == {"update_id": 1, "person_id": ANN, "order_id": 5}
