"""Folders, patterns and links turned into files."""

import os

import pytest

from keiretsu.documents import expand, read


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Make a folder with files of several kinds, and go there."""
    monkeypatch.chdir(tmp_path)
    names = [
        "b.txt",
        "a.MD",
        "sub/c.html",
        "sub/deep/d.txt",
        "x.png",
        ".hidden.txt",
        ".git/e.txt",
        "sub/.f.md",
    ]
    for name in names:
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<p>Text of {name}</p>")
    return tmp_path / "sources"


def test_a_folder_stands_for_its_readable_files_in_order(library):
    files, problems = expand([library])

    assert [os.path.relpath(file, library) for file in files] == [
        "a.MD",
        "b.txt",
        "sub/c.html",
        "sub/deep/d.txt",
    ]
    assert [(problem.code, problem.severity) for problem in problems] == [("document.passed-over", "note")]


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("sources/*.txt", ["b.txt"]),
        ("sources/?.[mM]*", ["a.MD"]),
        ("sources/**/*.txt", ["b.txt", "sub/deep/d.txt"]),
        ("sources/s*", ["sub/c.html", "sub/deep/d.txt"]),
        ("sources/*/../b.txt", ["sub/../b.txt"]),
        ("*/sub/**", ["sub/c.html", "sub/deep/d.txt"]),
        ("sources/.h*.txt", [".hidden.txt"]),
    ],
)
def test_a_pattern_matches_as_in_a_shell(library, pattern, files):
    found, problems = expand([pattern])

    assert sorted(found) == [f"sources/{file}" for file in files]
    assert problems == ()


def test_an_absolute_pattern_works(library):
    assert expand([f"{library}/*.txt"])[0] == (f"{library}/b.txt",)


def test_a_name_that_only_looks_like_a_pattern_is_a_file(library):
    (library / "a[1].txt").write_text("Alpha buys Beta.")

    assert expand([library / "a[1].txt"])[0] == (str(library / "a[1].txt"),)


@pytest.mark.parametrize(
    "source", ["sources/*.docx", "nowhere/*.txt", "sources/[", "**.nothing", "empty", "empty.txt"]
)
def test_what_stands_for_nothing_is_one_problem(library, source):
    (library.parent / "empty").mkdir()
    (library.parent / "empty.txt").mkdir()
    files, problems = expand([source])

    assert files == ()
    assert [(p.code, p.where) for p in problems] == [("document.nothing-found", source)]


def test_a_folder_named_like_a_file_is_a_folder(library):
    (library / "x.txt").mkdir()
    (library / "x.txt" / "in.txt").write_text("Alpha buys Beta.")
    names = [document.name for document in read([library]).documents]

    assert names == ["a.MD", "b.txt", "c.html", "d.txt", "in.txt"]


@pytest.mark.parametrize("source", ["sources", "sources/**/*.txt"])
def test_loops_of_links_end_and_are_said(library, source):
    for name in ("loop1", "loop2", "sub/loop3"):
        (library / name).symlink_to(library, target_is_directory=True)
    files, problems = expand([source])

    assert "sources/sub/deep/d.txt" in files
    assert [p.code for p in problems if p.severity != "note"] == ["document.link-loop"] * 3


def test_a_link_to_a_folder_elsewhere_is_followed(library):
    (library.parent / "elsewhere").mkdir()
    (library.parent / "elsewhere" / "g.txt").write_text("Alpha buys Beta.")
    (library / "link").symlink_to("../elsewhere")

    assert f"{library}/link/g.txt" in expand([library])[0]
