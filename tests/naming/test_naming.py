"""Names of units in every spelling that systems use; nothing is matched that means another place."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.declared import load
from monitor.naming import candidates, folded, unique_names
from tests.running import ROOT

PROVINCE = "Tỉnh An Giang"
UNITS = load(ROOT / "config").units
NAMES = [unit.name for unit in UNITS]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("XÃ MỸ HÒA HƯNG", "Xã Mỹ Hoà Hưng"),
        (unicodedata.normalize("NFD", "Xã Mỹ Hòa Hưng"), "Xã Mỹ Hoà Hưng"),
        ("UBND xã Mĩ Hoà  Hưng", "Xã Mỹ Hoà Hưng"),
        ("Ủy ban nhân dân phường Long Xuyên, tỉnh An Giang", "Phường Long Xuyên"),
        ("Uỷ ban nhân dân Phường Long Xuyên - An Giang", "Phường Long Xuyên"),
        ("Phường Long Xuyên (An Giang)", "Phường Long Xuyên"),
        ("Sở Nội vụ tỉnh An Giang", "Sở Nội vụ"),
        ("sở  nội vụ.", "Sở Nội vụ"),
        ("UBND tỉnh An Giang", "Tỉnh An Giang"),
        ("Ðặc khu Phú Quốc", "Đặc khu Phú Quốc"),
        ("Xã Vĩnh Tụy", "Xã Vĩnh Tuỵ"),
    ],
)
def test_spellings_of_one_name(written: str, name: str) -> None:
    assert folded(written, PROVINCE) == folded(name, PROVINCE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xã Tân An", "Xã Tân Ấn"),
        ("Xã Thuý", "Xã Thúi"),
        ("Xã Phú Tân", "Phường Phú Tân"),
        ("Xã Hoà Hưng", "Xã Mỹ Hoà Hưng"),
        ("Tỉnh An Giang", "Tỉnh"),
        ("Xã Đông Hưng", "Xã Dông Hưng"),
        ("Ủy ban nhân dân", "Xã"),
    ],
)
def test_other_words_and_tones_stay_other_names(one: str, other: str) -> None:
    assert folded(one, PROVINCE) != folded(other, PROVINCE)


def test_no_two_units_of_the_province_are_folded_into_one() -> None:
    forms = [folded(name, PROVINCE) for name in NAMES]
    assert len(set(forms)) == len(NAMES)
    assert all(forms)
    assert all(one != other for one, other in combinations(forms, 2))


@given(st.text(max_size=40) | st.sampled_from(NAMES), st.sampled_from(["", PROVINCE, "An Giang"]))
def test_folding_twice_is_folding_once(name: str, province: str) -> None:
    once = folded(name, province)
    assert folded(once, province) == once


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["", "UBND ", "ỦY BAN NHÂN DÂN ", "Uỷ ban nhân dân "]),
    st.sampled_from(["", ", tỉnh An Giang", " - An Giang", " tỉnh An Giang "]),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str.upper, str.lower, str.title, str]),
)
def test_every_unit_is_found_under_every_spelling(
    name: str, before: str, after: str, form: str, case: type[str]
) -> None:
    written = unicodedata.normalize(form, case(before + name + after))  # type: ignore[arg-type]
    assert folded(written, PROVINCE) == folded(name, PROVINCE)


def test_a_name_of_two_units_is_nobodys() -> None:
    assert unique_names([("a", "U1"), ("a", "U2"), ("b", "U3"), ("b", "U3"), ("", "U4")]) == {"b": "U3"}


def test_candidates_are_the_likeliest_units_first() -> None:
    known = {folded(unit.name, PROVINCE): unit.code for unit in UNITS}
    near = candidates(folded("Xã Vĩnh Hoà Hưn", PROVINCE), known)
    assert near[0] == next(unit.code for unit in UNITS if unit.name == "Xã Vĩnh Hoà Hưng")
    assert len(near) <= 3
    assert candidates(folded("Cục Thuế", PROVINCE), known) == ()
