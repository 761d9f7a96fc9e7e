"""Exceptions named for the user's mistake."""

from types import TracebackType


class SegmentsError(Exception):
    """Base of every mistake that a user can mend.

    dbt prints the whole traceback of a Python model's exception. For a mistake that a sentence
    explains, the sentence is what the user needs, so these exceptions show no traceback.
    """

    @property
    def __traceback__(self) -> TracebackType | None:
        """None: the sentence is enough."""
        return None

    @__traceback__.setter
    def __traceback__(self, value: TracebackType | None) -> None:
        pass


class MissingDependencyError(SegmentsError):
    """A package that only some features need is not installed."""


class ModelFileError(SegmentsError):
    """An ONNX file is missing, unreadable, not one of this package, or cannot be written."""


class DamagedRegistryError(SegmentsError):
    """A network of the registry is not the one that was stored."""


class MissingFeatureError(SegmentsError):
    """A network was trained on features that this version of the package does not make."""


class OutdatedNetworkError(SegmentsError):
    """A network gives other outputs than this version of the package asks for."""


class NoChampionError(SegmentsError):
    """Training is switched off and there is nothing to score with."""


class TooManyItemsetsError(SegmentsError):
    """Baskets hold more frequent itemsets than a build may look at."""
