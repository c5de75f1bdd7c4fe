"""Keeps Python 3.11 alive under PySide6, whose wheels take references to None, True and False and never give them back.

Measured with PySide6 6.12.0 on Python 3.11.7: each call of a Qt method without a result lowers the reference count of
None by one (`sys.getrefcount(None)` before and after 1000 calls of `QObject.setObjectName`: -1000), about 270 for each
picture painted, until the interpreter ends with "none_dealloc" after a minute. From Python 3.12 on these objects are
never counted (PEP 683) and nothing has to be done.
"""

import ctypes
import sys

_SINGLE_OBJECTS = (None, True, False, NotImplemented)
_MANY = 2**48
_given = False


def give_spare_references() -> None:
    """Add so many references that they never run out; call it before Qt is used, more often does no harm."""
    global _given
    if _given or sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    _given = True
    for single in _SINGLE_OBJECTS:
        count = ctypes.c_ssize_t.from_address(id(single))
        if abs(count.value - sys.getrefcount(single)) < 100:  # a debug build keeps its count elsewhere
            count.value += _MANY
