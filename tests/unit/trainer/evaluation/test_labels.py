"""What is read of the label columns of a file."""

from collections.abc import Callable
from pathlib import Path

from app.domain.reading import EMOTIONS
from trainer.evaluation.labels import LABEL_COLUMNS, truth_of
from trainer.evaluation.metrics import NO_CLASS, plurality
from trainer.evaluation.rows import select


def test_votes_for_unknown_and_for_no_face_count_beside_the_eight(parquet_file: Callable[..., Path]) -> None:
    columns = {f"votes_{emotion}": [0, 0, 0] for emotion in EMOTIONS}
    columns |= {"votes_neutral": [4, 4, 4], "votes_unknown": [0, 6, 0], "votes_NF": [0, 0, 4]}
    path = parquet_file({"image": [b"a", b"b", b"c"], **columns})
    votes = truth_of(select(path, (), None, LABEL_COLUMNS)).votes
    assert votes is not None
    assert votes[:, 8:].tolist() == [[0, 0], [6, 0], [0, 4]]
    assert plurality(votes).tolist() == [0, NO_CLASS, NO_CLASS]
