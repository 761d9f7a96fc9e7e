"""Imports of packages that only training needs."""

import importlib
from types import ModuleType

from dbt_customer_segments.exceptions import MissingDependencyError


def require(module: str, feature: str, extra: str) -> ModuleType:
    """Import an optional module.

    Raises
    ------
    MissingDependencyError
        With the feature that needs it and the command that installs it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingDependencyError(
            f"customer_segments: {feature} needs the Python package '{module}', got: {error}. "
            f"Install it with: pip install 'dbt-customer-segments[{extra}]'."
        ) from None
