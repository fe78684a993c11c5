"""What every test may lean on."""

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, so that CI judges the change; -m storm looks for new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """``../shared`` with the real reports and pages; the test is skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (real reports and pages), which this checkout has not")
    return SHARED
