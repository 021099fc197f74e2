"""The page as a whole: complete, closed to foreign code, and the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from importlib.resources import files

import pytest
from lxml import html

from keiretsu import report
from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import Problem, Severity
from keiretsu.report import bundle

SECTIONS = {
    *("summary", "map", "loops", "money", "concentration"),
    *("fragility", "dependence", "stack", "alliances", "scenarios"),
    *("deals", "contradictions", "read", "problems", "assumptions"),
}
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</noscript><img src=x onerror=alert(1)>",
    "</title></style><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "<!--<script>",
    "{{ 7 * 7 }} $x_1$ ' 日本",
]


@pytest.fixture(scope="module")
def printed(contents):
    return report.render(contents)


@pytest.fixture(scope="module")
def hostile(report_on):
    text = " ".join(f"{name} pays Beta." for name in HOSTILE)
    url = "javascript:alert(1)"
    document = Document(
        text, name=HOSTILE[0], title=HOSTILE[1], publisher=HOSTILE[2], published="2025", url=url
    )
    claims = [
        Claim(Evidence.find(document, f"{name} pays Beta."), "invests", name, "Beta", amount=None)
        for name in HOSTILE
    ]
    problem = Problem("document.empty", Severity.ERROR, HOSTILE[0], HOSTILE[3], HOSTILE[4])
    return report.render(
        replace(report_on(claims, problems=(problem,)), title=HOSTILE[3], pack_title=HOSTILE[0])
    )


def test_every_section_is_there(printed):
    assert {element.get("id") for element in html.fromstring(printed).iter("section")} == SECTIONS


def test_every_sentence_is_there(printed, ring):
    quotes = {element.text_content() for element in html.fromstring(printed).iter("blockquote")}

    assert {claim.quote for claim in ring} <= quotes


def test_every_link_within_the_page_leads_somewhere(printed):
    tree = html.fromstring(printed)
    names = {element.get("id") for element in tree.iter() if element.get("id")}
    targets = {a.get("href")[1:] for a in tree.iter("a") if a.get("href").startswith("#")}

    assert targets <= names
    assert len(names) == len([element for element in tree.iter() if element.get("id")])


def test_the_same_contents_give_the_same_page(contents, printed):
    assert report.render(replace(contents)) == printed


def test_only_the_bundle_may_run(printed):
    tree = html.fromstring(printed)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    scripts = [element for element in tree.iter("script") if element.get("type") is None]
    digest = base64.b64encode(hashlib.sha256(scripts[0].text.encode()).digest()).decode()

    assert len(scripts) == 1
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")


def test_a_report_of_another_version_keeps_the_policy_that_lets_its_own_script_run(printed, tmp_path):
    now = bundle.policy(bundle.script())
    (tmp_path / "now.html").write_text(printed, encoding="utf-8")
    (tmp_path / "then.html").write_text(printed.replace("sha256-", "sha256-then"), encoding="utf-8")

    assert bundle.policy_of(tmp_path / "now.html") == now
    assert bundle.policy_of(tmp_path / "then.html") == now.replace("sha256-", "sha256-then")


def test_the_script_has_the_terms_of_what_is_bundled_in_it(printed):
    terms = (
        files("keiretsu.report").joinpath("static", "THIRD-PARTY-LICENSES.txt").read_text(encoding="utf-8")
    )
    script = html.fromstring(printed).xpath("//script[not(@type)]")[0].text
    remark, _, code = script.partition("*/")

    assert remark.startswith("/*!")
    assert remark.removeprefix("/*!").split() == terms.replace("*/", "").split()
    assert code.strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_documents_stays_text(hostile, text):
    assert text in html.fromstring(hostile).text_content()


def test_hostile_text_adds_no_element_that_acts(hostile, printed):
    def acting(text):
        tree = html.fromstring(text)
        noscript = [html.fragment_fromstring(part, create_parent=True) for part in raw_noscripts(text)]
        found = [
            element for root in (tree, *noscript) for element in root.iter() if isinstance(element.tag, str)
        ]
        handlers = [name for element in found for name in element.attrib if name.startswith("on")]
        tags = [
            element.tag for element in found if element.tag in {"script", "img", "iframe", "object", "form"}
        ]
        return sorted(tags), handlers

    assert acting(hostile) == acting(printed) == (["script", "script", "script"], [])


def test_a_link_goes_to_the_web_or_nowhere(hostile):
    assert "javascript:" not in hostile[: hostile.index("<script")]
    assert {a.get("href")[:1] for a in html.fromstring(hostile).iter("a")} == {"#"}


def test_links_to_sources_give_nothing_away(report_on):
    document = Document(
        "Alpha buys Beta.", name="a.txt", published="2025", url="https://example.org/?a=1&b=2"
    )
    linked = report.render(
        report_on([Claim(Evidence.find(document, document.text), "acquires", "Alpha", "Beta")])
    )
    links = [a for a in html.fromstring(linked).iter("a") if a.get("href") == document.url]

    assert len(links) == 2
    assert all("noopener" in a.get("rel") for a in links)


def test_chart_data_survives_hostile_names(hostile):
    data = json.loads(re.search(r'id="data-map">(.*?)</script>', hostile, re.DOTALL)[1])

    assert set(HOSTILE) <= {node["title"] for node in data["nodes"]}


def test_a_report_on_nothing_says_so_in_every_section(report_on):
    tree = html.fromstring(report.render(report_on([])))
    empty = {section.get("id") for section in tree.iter("section") if section.find_class("empty")}

    assert empty == SECTIONS - {"assumptions"}


def test_the_page_names_the_day_the_version_and_the_assumptions(printed):
    text = html.fromstring(printed).text_content()

    assert "As of 31 December 2025" in text
    assert "keiretsu 1.2.3" in text
    assert "supply term years 5 years" in " ".join(text.split())


def raw_noscripts(text):
    """A browser with scripts takes a noscript element's content as raw text up to its first end tag."""
    return re.findall(r"<noscript>(.*?)</noscript", text, re.DOTALL | re.IGNORECASE)


def test_one_is_said_in_the_singular(report_on, say):
    claims = [
        say("2025-01-01", "invests", "Alpha", "Beta", usd=1e9),
        say("2025-01-02", "competes", "Beta", "Gamma"),
    ]
    tree = html.fromstring(report.render(report_on(claims)))
    told = tree.xpath("//*[@id='summary'] | //details[@class='twin']/summary | //*[@class='chip']")
    text = " ".join(" ".join(each.text_content() for each in told).split())

    assert "1 deal moves money" in text
    assert "2 rows" in text
    assert "1 party" in text
    assert re.findall(r"\b1 (?:rows|parties|entries|lists|deals|claims)\b", text) == []
