"""What every test may lean on."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """``../shared`` with the real reports and pages; the test is skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (real reports and pages), which this checkout has not")
    return SHARED
