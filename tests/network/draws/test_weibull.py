"""The Weibull law's shape gives the coefficient of variation it was solved for."""

from decimal import Decimal

import pytest

from stovepipe.network.draws.weibull import weibull_inverse_shape
from tests.network.draws import exact


@pytest.mark.parametrize("cv", [0.001, 0.01, 0.05, 0.3, 1.0, 2.0, 5.0, 30.0, 100.0])
def test_the_variation_of_the_shape_found(cv: float) -> None:
    """cv^2 + 1 = Gamma(1 + 2t) / Gamma(1 + t)^2, in forty digits."""
    t = Decimal(weibull_inverse_shape(cv))
    square = (exact.log_gamma(1 + 2 * t) - 2 * exact.log_gamma(1 + t)).exp() - 1
    assert float(square.sqrt()) == pytest.approx(cv, rel=1e-12)


def test_variation_1_has_shape_1() -> None:
    assert weibull_inverse_shape(1.0) == pytest.approx(1.0, rel=1e-14)
