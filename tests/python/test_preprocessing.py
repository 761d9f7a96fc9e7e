"""What the network sees of features: imputed, scaled and cut off."""

import warnings

import numpy as np
import pytest

from dbt_customer_segments.preprocessing import LIMIT, Preprocessing


def test_preprocessing_imputes_what_is_not_finite_and_cuts_off() -> None:
    raw = np.array([[1, np.nan], [3, np.inf], [np.nan, 2], [5, 2]], dtype=np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = Preprocessing.fit(raw, np.array([False, True]))
        inputs = fitted.apply(raw)
    assert fitted.medians.tolist() == pytest.approx([3, np.log(3)])
    assert fitted.means.tolist() == pytest.approx([3, np.log(3)])
    # the second column is constant where it is known
    assert fitted.scales.tolist() == pytest.approx([np.sqrt(2), 1])
    assert inputs[:, 0].tolist() == pytest.approx([-np.sqrt(2), 0, 0, np.sqrt(2)])
    assert inputs[:, 1].tolist() == pytest.approx([0, LIMIT, 0, 0], abs=1e-6)


def test_preprocessing_of_blocks_equals_that_of_their_rows() -> None:
    raw = np.random.default_rng(0).lognormal(1, 1, (50, 2)).astype(np.float32)
    is_log = np.array([True, False])
    whole = Preprocessing.fit(raw, is_log)
    parts = Preprocessing.fit([raw[:20], raw[20:]], is_log)
    np.testing.assert_array_equal(whole.apply(raw), parts.apply(raw))
