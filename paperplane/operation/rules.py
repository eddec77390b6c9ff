"""Figures from counts. Pure."""

from collections.abc import Sequence
from math import isfinite


def quantile(buckets: Sequence[tuple[float, float]], share: float) -> float | None:
    """The value below which this share lies, by cumulative counts (upper bound, count); None where nothing was counted.

    Within a bucket values are taken as evenly spread. Beyond the last finite bound nothing more is known than the bound.
    """
    if not buckets or buckets[-1][1] <= 0:
        return None
    wanted = share * buckets[-1][1]
    below, counted = 0.0, 0.0
    for bound, count in buckets:
        if count >= wanted:
            if not isfinite(bound):
                return below
            return below + (bound - below) * (wanted - counted) / (count - counted) if count > counted else below
        below, counted = bound, count
    return below


def rounded(value: float | None) -> float | None:
    """To four figures: more is noise. What is not known is null."""
    return float(f"{value:.4g}") if value is not None and isfinite(value) else None
