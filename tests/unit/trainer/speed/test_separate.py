"""The graphs without weights that `poise bench` compares with."""

import json
from pathlib import Path

import onnx
import pytest

from trainer.speed import separate


def test_a_graph_is_written_without_its_weights_and_what_it_lacks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)  # its thread would stay alive
    monkeypatch.setattr(separate, "NETWORKS", ("mobilenetv1_100",))
    graph, weights = separate.write_separate(tmp_path / "new")
    lacking = json.loads(weights.read_text(encoding="utf-8"))["mobilenetv1_100"]
    model = onnx.load(graph, load_external_data=False)
    absent = {each.name: list(each.dims) for each in model.graph.initializer if each.external_data}
    assert absent == lacking and len(lacking) > 20
    assert graph.stat().st_size < 30_000
    assert [each.name for each in model.graph.input] == ["faces"]
