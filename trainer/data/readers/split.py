"""Roles for pictures of sets that come without a split, or without a validation part, the same on every machine."""

import zlib

from trainer.data.picture import Role

_FOLDS, _VALIDATION_FOLD, _TEST_FOLD = 9, 7, 8


def training_role(key: str, validation_one_in: int) -> Role:
    """Training, or validation for one key in so many, by the key's hash. Pictures of one kind must share the key."""
    return Role.VALIDATION if zlib.crc32(key.encode()) % validation_one_in == 0 else Role.TRAIN


def fold_role(key: str) -> Role:
    """Seven of nine keys to train on, one to validate on, one to test with."""
    fold = zlib.crc32(key.encode()) % _FOLDS
    return {_VALIDATION_FOLD: Role.VALIDATION, _TEST_FOLD: Role.TEST}.get(fold, Role.TRAIN)
