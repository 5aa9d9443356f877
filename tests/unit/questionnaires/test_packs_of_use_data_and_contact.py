"""The packs on adoption, data and contact, and the customer strategy for consumers and public services."""

import re

import pytest

from readiness.folder import library
from readiness.questionnaires.conditions import references
from readiness.questionnaires.library import find, items_by_pitfall, resolve
from readiness.questionnaires.model import CHANGEABLE
from readiness.questionnaires.translation import texts_of
from readiness.questionnaires.visibility import rules_of

BUNDLED = library.questionnaires()
PACKS = {
    name: find(name, BUNDLED)
    for name in (
        "user-adoption",
        "data-ownership",
        "consent-contact",
        "b2c",
        "public-service",
        "public-service-contact",
    )
}
BASES = {
    "b2c": "customer-strategy",
    "public-service": "customer-strategy",
    "public-service-contact": "customer-relationship",
}
ADDED = {
    "b2c": {"B2C-Q1": 2, "B2C-Q2": 0, "B2C-Q3": 2},
    "public-service": {"PS-Q1": 2, "PS-Q2": 2, "PS-Q3": 0, "PS-Q4": 0},
    "public-service-contact": {},
}
WORDS_ONLY = {"text", "help", "anchors", "gate", "parts", "choices", "sources", "remedy"}
LAWS = re.compile(r"(?:GDPR|PIPL|PDPA|AI Act) \d+(?:\(\d\))?\Z")


def asked(name):
    return {item.id: item for item in resolve(PACKS[name], BUNDLED)}


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_has_eight_to_sixteen_questions_and_time_for_them(name):
    items = asked(name)
    assert 8 <= len(items) <= 16
    assert len(items) * 0.9 <= PACKS[name].minutes <= 20


@pytest.mark.parametrize("name", ["user-adoption", "data-ownership", "consent-contact"])
def test_a_pack_beside_the_pitfalls_is_not_scored_into_one(name):
    assert PACKS[name].pitfall is None
    own = {item.id for item in PACKS[name].items}
    scored = {item.id for items in items_by_pitfall(BUNDLED).values() for item in items}
    assert own.isdisjoint(scored)
    assert {item.weight for item in PACKS[name].items} <= {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("user-adoption", "S1-5 S1-6 S1-21 S1-22 S1-23 S1-24 S1-25 S1-26 S1-27 S0-46 S3-36"),
        ("data-ownership", "S1-16 S1-17 S1-18 S1-19 S1-32 S1-33 S1-34 S1-35 S1-36"),
        ("data-ownership", "S3-37 S3-40 S3-56 S3-57 S3-63"),
        ("consent-contact", "S4-40 S4-42 S4-43 S1-33"),
    ],
)
def test_what_a_pack_promised_is_asked(name, facts):
    named = {source for item in asked(name).values() for source in item.sources}
    assert set(facts.split()) - named == set()


def test_users_and_leaders_are_asked_beside_each_other_and_both_may_be_good():
    items = asked("user-adoption")
    users, leader = items["UA-Q6"], items["UA-Q7"]
    assert "S1-21" in users.sources
    assert {"S0-46", "S3-36"} <= set(leader.sources)
    assert {*users.sources}.isdisjoint(leader.sources)
    assert not users.reverse
    assert not leader.reverse
    assert users.weight == leader.weight


def test_the_chain_of_adoption_asks_the_same_groups_at_each_step():
    steps = [asked("user-adoption")[f"UA-Q{number}"] for number in range(1, 6)]
    assert {step.kind for step in steps} == {"matrix"}
    assert len({(tuple(step.parts), tuple(p.text for p in step.parts.values())) for step in steps}) == 1
    assert len({tuple(step.anchors.values()) for step in steps}) == 5


def test_each_question_of_the_law_names_a_rule_and_no_other_does():
    for item in PACKS["consent-contact"].items:
        laws = [source for source in item.sources if LAWS.match(source)]
        assert bool(laws) == item.legal, item.id
        assert ("behind" in str(item.help)) == item.legal, item.id
        for law in laws:
            act, _, article = law.rpartition(" ")
            listed = next(line for line in PACKS["consent-contact"].sources if line.startswith(f"{act}:"))
            assert re.search(rf"\b{article.partition('(')[0]}\b", listed), law
            assert re.search(rf"{act}\b.*article", str(item.help)), item.id
    assert "no legal advice" in str(PACKS["consent-contact"].intro)


@pytest.mark.parametrize("name", PACKS)
def test_whoever_may_be_asked_a_question_is_asked_what_it_depends_on(name):
    items = asked(name)
    rules = rules_of([PACKS[name]])
    assert all(bool(item.show_if) == (item.id in rules) for item in PACKS[name].items)
    for name_of, rule in rules.items():
        for reference in references(rule):
            assert set(items[name_of].ask) <= set(items[reference.item].ask), name_of


@pytest.mark.parametrize(("name", "base"), BASES.items())
def test_a_derived_strategy_weighs_like_the_one_it_takes_the_place_of(name, base):
    parent = {item.id: item for item in find(base, BUNDLED).items}
    child = {item.id: item for item in PACKS[name].items}
    assert PACKS[name].pitfall == find(base, BUNDLED).pitfall
    assert {key: item.weight for key, item in child.items() if key not in parent} == ADDED[name]
    assert [key for key in child if key in parent] == list(parent)
    for key, item in parent.items():
        for field in set(CHANGEABLE) - WORDS_ONLY:
            assert getattr(child[key], field) == getattr(item, field), (key, field)
        assert (child[key].gate is None) == (item.gate is None)
        assert list(child[key].anchors) == list(item.anchors)
        assert {p: part.reverse for p, part in child[key].parts.items()} == {
            p: part.reverse for p, part in item.parts.items()
        }
        assert [choice.id for choice in child[key].choices] == [choice.id for choice in item.choices]


@pytest.mark.parametrize("name", BASES)
def test_each_change_has_its_own_reason_in_three_languages(name):
    reasons = [change.why for change in PACKS[name].changes]
    for language in ("en", "zh-Hant", "zh-Hans"):
        words = [dict(reason.words)[language] for reason in reasons]
        assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("language", "strange"),
    [
        ("en", r"customers?\b|campaigns?\b|\bprofit|\brivals?\b|\blet go\b(?!;)"),
        ("zh-Hant", "顧客|客戶|行銷活動|利潤|競爭對手"),
        ("zh-Hans", "客户|营销活动|利润|竞争对手"),
    ],
)
@pytest.mark.parametrize("name", ["public-service", "public-service-contact"])
def test_a_public_service_is_asked_of_people_and_not_of_customers(name, language, strange):
    found = []
    for key, text in texts_of(PACKS[name]).items():
        words = dict(text.words)[language].replace("nobody is let go", "")
        if not key.startswith(("changes.", "intro")) and re.search(strange, str(words)):
            found.append((key, words))
    assert found == []
