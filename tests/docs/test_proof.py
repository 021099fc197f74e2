"""The proof shows what the repository holds: published numbers, benchmarks and scores as last kept."""

import json
import re

import pytest

SCORE = re.compile(r"^\| .+ \| \d+ \| 0\.\d\d \| 0\.\d\d \| 0\.\d\d \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def page(repository):
    return (repository / "docs" / "proof.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def proof(repository):
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(repository / "scripts")
        import proof

        return proof


def test_its_benchmarks_are_the_kept_ones(page, proof):
    part = proof.benchmarks_part(proof.measured())
    assert part in page, "type: python scripts/proof.py"


def test_every_case_with_its_source_and_every_published_figure_is_listed(repository, proof):
    listed = proof.NUMBERS.read_text(encoding="utf-8")
    files = [json.loads((proof.DATA / f"{file}.json").read_text(encoding="utf-8")) for file in proof.TABLES]
    for case in (case for file in files for case in file["cases"]):
        assert f"### {case['id']}\n\n{case['source']}\n" in listed
    rows = re.findall(r"^\| `.+` \| (\d+) \| .+ \| .+ \| (yes|NO) \|$", listed, re.MULTILINE)
    assert {within for _, within in rows} == {"yes"}


def test_its_summary_adds_up_what_is_listed(page, proof):
    listed = proof.NUMBERS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `.+` \| (\d+) \| .+ \| .+ \| yes \|$", listed, re.MULTILINE)
    summed = re.findall(
        r"^\| \[.+\]\(reference/golden-numbers.md#.+\) \| .+ \| (\d+) \| (\d+) \| ([\d,]+) \| 0 \|$",
        page,
        re.M,
    )
    cases, figures, numbers = (
        sum(int(row[column].replace(",", "")) for row in summed) for column in range(3)
    )
    assert cases == len(re.findall(r"^### ", listed, re.MULTILINE))
    assert (figures, numbers) == (len(rows), sum(map(int, rows)))


def test_its_scores_are_those_of_the_page_on_extraction(page, repository):
    explained = (repository / "docs" / "explanation" / "extraction.md").read_text(encoding="utf-8")
    scores = SCORE.findall(page)
    assert len(scores) == 7
    assert [score for score in scores if score not in explained] == []


def test_every_kernel_that_was_kept_is_one_of_the_benchmarks(repository):
    kept = json.loads((repository / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    kernels = {path.stem for path in (repository / "benchmarks" / "kernels").glob("*.py")} - {"__init__"}
    assert {row["kernel"] for row in kept} == kernels
