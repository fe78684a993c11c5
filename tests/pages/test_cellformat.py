"""A number as its cell shows it: never a figure that Excel does not show."""

import pytest

from pages.documents.cellformat import printed


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (0, "0;-0;;@", ""), (0, "#", ""), (0, "#,###", ""), (0, "0;-0;\"无\"", "无"), (0, "General", "0"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"), (-5, "0;;", ""), (5, ";;;", ""),
        (1234567, "#,##0,", "1,235"), (1234.0, "0.0,", "1.2"), (1234567, "#,##0", "1,234,567"),
        (-7, "000", "-007"), (-7, "000;(000)", "(007)"), (0.5, "0.0#", "0.5"), (-0.004, "0.00", "-0.00"),
    ],
)  # fmt: skip
def test_a_number_is_what_its_format_shows(value: float, style: str, shown: str) -> None:
    assert printed(value, style) == shown
