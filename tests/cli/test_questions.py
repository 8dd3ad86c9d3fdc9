"""Questions about figures as clumsy hands ask them: a sentence that says what to do, or the right answer."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Sohoa
from tests.running import Home

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rates", "--period", "2026-13"), "'2026-13' is not a period. Write 2026-10"),
        (("rates", "--period", "2999-01"), "2999-01 has not begun. The running month is 2"),
        (("rates", "--calendar", "lunar"), "Use one of: calendar, nd09"),
        (("rates", "--unit", "H99"), "No unit is called 'H99'. Did you mean"),
        (("rates", "--unit", "zzz"), "(120 in all)"),
        (("rates", "--level", "xa"), "Known: commune, department, other, province"),
        (("rates", "--status", "bad"), "Known: below, met"),
        (("rates", "--source", "nope"), "Known: bieu-mau, cong-dvcqg, mot-cua"),
        (("rates", "--indicator", "k1"), "Did you mean K1?"),
        (("rates", "--as-known-at", "yesterday"), "'yesterday' is no moment. Write 2026-10-31"),
        (("explain", "K1", "H01", "2999-01"), "2999-01 has not begun"),
        (("explain", "K1", "H01", "2019-10"), "no version of it was in force then"),
        (("explain", "K1", "H01/nothing", "2026-10"), "No unit is called 'H01/nothing'"),
        (
            ("explain", "G1", "H01", "2026-10"),
            "No source has counts for G1. Sources and their pulls: sohoa sources list",
        ),
        (
            ("explain", "K1", "H01", "2026-10", "--source", "so-van-ban"),
            "The source so-van-ban has no counts for K1. Choose one that has: mot-cua, thong-ke-thu-tuc.",
        ),
        (("pulls", "--source", "nope"), "No source is called 'nope'"),
        (("quarantine", "--source", "nope"), "No source is called 'nope'"),
        (("sources", "test", "nope"), "No source is called 'nope'"),
        (("pull", "nope"), "No source is called 'nope'"),
        (("serve", "--host", "no-such-host.invalid"), "Choose another one with --host and --port."),
    ],
)
def test_a_wrong_word_is_named_with_what_exists(
    small_demo: Home, sohoa: Sohoa, words: tuple[str, ...], told: str
) -> None:
    done = sohoa(small_demo, *words)
    assert (done.code, done.out) == (1, "")
    assert told in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("rates", "--format", "xml"),
        ("explain", "K1"),
        ("explain", "K1", "H01", "2026-10", "--format", "csv"),
        ("pulls", "--limit", "0"),
        ("pull", "--from", "31/10/2026"),
        ("pull", "--from", "2026-10-31", "--to", "2026-10-01"),
        ("serve", "--port", "80000"),
        ("nosuch",),
    ],
)
def test_wrong_usage_ends_with_status_2(small_demo: Home, sohoa: Sohoa, words: tuple[str, ...]) -> None:
    done = sohoa(small_demo, *words)
    assert (done.code, done.out) == (2, "")
    assert "Error" in done.err


def test_a_question_nothing_fits_says_so_and_is_no_failure(small_demo: Home, sohoa: Sohoa) -> None:
    for words in (("--period", "2020-01"), ("--as-known-at", "2019-01-01")):
        done = sohoa(small_demo, "rates", "--format", "json", *words)
        assert (done.code, json.loads(done.out)) == (0, {"figures": []})
        assert "No figure fits this question" in done.err


def test_a_day_means_its_end(small_demo: Home, sohoa: Sohoa) -> None:
    pulls = json.loads(sohoa(small_demo, "pulls", "--format", "json").out)["pulls"]
    day = min(datetime.fromisoformat(pull["started_at"]) for pull in pulls).astimezone(ZONE).date()
    month = f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"

    def known(moment: str) -> int:
        done = sohoa(small_demo, "rates", "--format", "json", "--period", month, "--as-known-at", moment)
        return len(json.loads(done.out)["figures"])

    assert known(f"{day}") == known(f"{day}T23:59:59") > 0
    assert known(f"{day}T00:00:00") == known(f"{day - timedelta(days=1)}") == 0


@pytest.mark.parametrize("unit", ["H01", "H01/commune", "H01/department", "H01.201"])
def test_every_unit_and_group_that_is_listed_can_be_asked_for_and_explained(
    small_demo: Home, sohoa: Sohoa, unit: str
) -> None:
    asked = ("rates", "--indicator", "K1", "--source", "mot-cua", "--format", "json")
    everyone = json.loads(sohoa(small_demo, *asked).out)["figures"]
    (figure,) = json.loads(sohoa(small_demo, *asked, "--unit", unit).out)["figures"]
    assert figure in everyone
    told = json.loads(sohoa(small_demo, "explain", "K1", unit, figure["period"], "--format", "json").out)
    assert {name: told[name] for name in ("numerator", "denominator", "shown", "status")} == {
        name: figure[name] for name in ("numerator", "denominator", "shown", "status")
    }
    assert [value for _, _, value in told["numerator_measures"]] == [figure["numerator"]]


def test_a_unit_that_did_not_report_is_explained_without_a_number(small_demo: Home, sohoa: Sohoa) -> None:
    done = sohoa(small_demo, "rates", "--indicator", "K1", "--status", "not_reported", "--format", "json")
    figure = json.loads(done.out)["figures"][0]
    told = sohoa(small_demo, "explain", "K1", figure["unit"], figure["period"])
    assert told.code == 0
    assert "Tỷ lệ: – % · chưa báo cáo" in told.out
    assert "Mục tiêu / mốc năm: 95 %" in told.out


def test_tables_speak_both_languages(small_demo: Home, sohoa: Sohoa) -> None:
    english = Home(small_demo.data, small_demo.config, {**small_demo.extra, "SOHOA_LANG": "en"})
    words = ("rates", "--indicator", "K1", "--source", "mot-cua", "--unit", "H01/commune")
    vietnamese, other = sohoa(small_demo, *words).out, sohoa(english, *words).out
    assert "các xã, phường, đặc khu" in vietnamese
    assert "SỐ LIỆU MÔ PHỎNG · 1 số liệu" in vietnamese
    assert re.search(r"\d\.\d{3} .* \d\d,\d\d ", vietnamese)
    assert "communes, wards, special zones" in other
    assert "SIMULATED DATA · 1 figures" in other
    assert re.search(r"\d,\d{3} .* \d\d\.\d\d ", other)
    for command, here, there in (
        (("pulls",), "không lấy được", "failed"),
        (("sources", "list"), "bộ kết nối", "connector"),
        (("quarantine",), "unknown_unit: Mã đơn vị chưa khai báo. Xem và gán", "unknown_unit: A unit code that is not"),
    ):
        assert here in sohoa(small_demo, *command).out
        assert there in sohoa(english, *command).out


def test_restatements_tell_both_values_and_the_effect_on_the_rate(small_demo: Home, sohoa: Sohoa) -> None:
    done = sohoa(small_demo, "restatements", "--source", "cong-dvcqg", "--format", "json")
    found = json.loads(done.out)
    assert done.code == 0, done.err
    assert set(found) == {"restatements", "effects"}
    table = sohoa(small_demo, "restatements", "--unit", "H01.101")
    assert (table.code, "MÔ PHỎNG" in table.out) == (0, True)
    wrong = sohoa(small_demo, "restatements", "--source", "cong-dvcgq")
    assert (wrong.code, "Did you mean cong-dvcqg?" in wrong.err) == (1, True)
