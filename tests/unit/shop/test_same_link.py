"""When two links are the same target."""

from shop.ordering.same_link import same_link_key


def test_a_names_case_does_not_matter_and_a_posts_does() -> None:
    assert same_link_key("https://t.me/Durov/Abc") == same_link_key("https://t.me/durov/Abc")
    assert same_link_key("https://t.me/durov/Abc") != same_link_key("https://t.me/durov/abc")
    assert same_link_key("https://t.me/+AbC") != same_link_key("https://t.me/+abc")
