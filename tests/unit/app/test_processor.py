"""The processor has a name on every system."""

from app.processor import processor_name


def test_the_processor_has_a_name_on_one_line() -> None:
    name = processor_name()
    assert name.strip() == name != ""
    assert "\n" not in name
