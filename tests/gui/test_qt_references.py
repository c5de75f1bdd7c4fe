"""Qt gives back what it takes: PySide6 6.12.0 does not on Python 3.11 (docs/adr/0005)."""

import sys

import pytest
from PySide6.QtCore import QObject

CALLS = 1000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is not counted from Python 3.12 on (PEP 683)")
def test_calls_without_a_result_lose_no_reference_to_none(qapp: object) -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
    assert sys.getrefcount(None) - before > -CALLS // 10
