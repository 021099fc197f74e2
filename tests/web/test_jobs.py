"""Files added and read in the background: by mouse, by keyboard, without scripts, through a restart."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import keiretsu as kr
from keiretsu.store import verify

PHONE = {"width": 390, "height": 844}
PATIENCE = 120_000
HOSTILE = "<img src=x onerror=alert(1)>.txt"


@pytest.fixture
def files(tmp_path):
    """Write files as people have them on their disk: two good ones and two that can't be read."""
    texts = {
        "good.txt": b"Alpha Cloud invested $7 billion in Omega Labs on 5 May 2025.",
        HOSTILE: b"Rho Corp <script>alert('x')</script> acquired Sigma Inc. for $1 billion.",
        "office.docx": b"PK\x03\x04",
        "fake.pdf": b"PK\x03\x04",
    }
    for name, content in texts.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in texts]


def test_files_are_added_by_keyboard_and_what_was_read_appears(
    visitor, own_site, files, assert_accessible, assert_fits
):
    with own_site() as site:
        page = visitor.visit(site, "/documents")
        page.get_by_role("link", name="Add documents").focus()
        page.keyboard.press("Enter")
        chooser = page.get_by_label("Drop files here, or choose them")
        chooser.set_input_files(files)
        assert_accessible(page)
        chooser.focus()
        page.keyboard.press("Tab")
        page.keyboard.type("Four files")
        page.keyboard.press("Enter")
        page.wait_for_url("**/jobs/*")
        state = page.locator("#job-state")
        page.evaluate("window.unloaded = false")
        page.get_by_role("link", name="Refresh").focus()
        expect(state).to_have_text("Extracting …", timeout=PATIENCE)
        visitor.expect(503)
        with page.expect_response(lambda answer: answer.status == 503):  # as while the server is away
            page.route("**/jobs/*", lambda route: route.fulfill(status=503, body="away"), times=1)
        assert page.evaluate("document.activeElement.id") == "refresh"
        assert_accessible(page)
        expect(state).to_have_text("Done", timeout=PATIENCE)

        assert page.evaluate("window.unloaded") is False
        expect(page.locator(".extracted blockquote")).to_have_count(2)
        rows = page.locator(".files tbody tr")
        assert [row.locator("th").text_content() for row in rows.all()] == [file.name for file in files]
        assert page.locator("[onerror]").count() == 0
        expect(page.locator(".problems")).to_contain_text("document.unknown-format")
        expect(page.locator(".problems")).to_contain_text("document.binary")
        assert str(files[0].parent) not in page.content()
        assert_accessible(page)
        page.set_viewport_size(PHONE)
        assert_fits(page)
        rows.nth(1).get_by_role("link").click()
        expect(page.locator("#text script")).to_have_count(0)
        expect(page.locator("mark").first).to_contain_text("<script>")
        page.goto(f"{site.url}/jobs")
        expect(page.locator("tbody tr")).to_have_count(1)
        assert_fits(page)
        assert_accessible(page)


def test_a_job_is_watched_and_cancelled_without_scripts(visitor, own_site, files):
    with own_site() as site:
        page = visitor.visit(site, "/documents/add", java_script_enabled=False)
        page.get_by_label("Drop files here, or choose them").set_input_files(files[:1])
        page.get_by_role("button", name="Add and read").click()
        page.get_by_role("link", name="Refresh").click()
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator("#job-state")).to_have_text("Cancelled")
        expect(page.get_by_role("status").filter(has_text="The job is cancelled.")).to_be_visible()
        page.get_by_role("link", name="Add them again").click()
        expect(page.get_by_label("Drop files here, or choose them")).to_be_visible()
        _refuses_what_cannot_be(site)


def _refuses_what_cannot_be(site):
    """Send by hand what no page of ours sends."""
    assert site.post("/documents/add", form={"title": "x"}).status == 400
    head = 'Content-Disposition: form-data; name="files"; filename="../../../etc/a.txt"'
    body = f"--x\r\n{head}\r\n\r\nAlpha\r\n--x--".encode()
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    sent = site.post("/documents/add", body=body, headers=kind)
    assert sent.status == 303
    assert "Read a.txt" in site.get(sent.headers["location"]).text
    assert site.post("/jobs/nothing/cancel", form={}).status == 404
    assert site.get("/jobs/..%2f..%2fsecret").status == 404
    waiting = [site.post("/reconcile", form={}).headers["location"] for _ in range(2)]
    assert waiting[0] == waiting[1]  # one that waits does it for both


def test_a_server_that_is_killed_in_the_middle_loses_nothing(visitor, own_site, files):
    with own_site() as site:
        page = visitor.visit(site, "/documents/add")
        page.get_by_label("Drop files here, or choose them").set_input_files(files[:2])
        page.get_by_role("button", name="Add and read").click()
        expect(page.locator("#job-state")).to_have_text("Extracting …", timeout=PATIENCE)
        address = page.url.removeprefix(site.url)
        page.close()
        site.kill()
        workspace = kr.open(site.workspace)
        assert verify(workspace.store).problems == ()
        read = {document.source for document in workspace.documents()}
        assert {"upload:good.txt", f"upload:{HOSTILE}"} <= read
    with own_site() as site:
        page = visitor.visit(site, address)
        expect(page.locator("#job-state")).to_have_text("Interrupted, because the server ended")
        page.get_by_role("button", name="Start again").click()
        expect(page.locator("#job-state")).to_have_text("Done", timeout=PATIENCE)
        expect(page.locator(".extracted blockquote")).to_have_count(2)
        assert len(kr.open(site.workspace).documents()) == len(read)
        assert verify(kr.open(site.workspace).store).problems == ()
