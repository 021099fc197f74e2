"""Each notebook runs from its first cell to its last, and is kept without what it printed."""

import json
from pathlib import Path

import matplotlib as mpl
import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def code_cells(notebook):
    return [cell for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


def test_there_is_a_notebook():
    assert NOTEBOOKS


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__"}
    with mpl.rc_context({"backend": "agg"}):
        for cell in code_cells(notebook):
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_output(notebook):
    cells = code_cells(notebook)
    assert [cell["id"] for cell in cells if cell["outputs"] or cell["execution_count"] is not None] == []
