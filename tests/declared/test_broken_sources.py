"""Mistakes in sources.yaml, and what never shows: secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.declared import ConfigProblems, check, load
from tests.declared.mistakes import Mistake, assert_found, make

SOURCES = "sources.yaml"
SECRET = "hunter-2-secret"
PASSWORD = "password: ${SOHOA_IGATE_PASSWORD}"
RATE = "    root_department_code: H01\n"

MISTAKES = [
    Mistake(SOURCES, "name: mot-cua", "name: cong-dvcqg", "cong-dvcqg.name", "given twice", "own name", "'cong-dvcqg'"),
    Mistake(
        SOURCES,
        "name: truc-van-ban",
        "name: Trục văn bản",
        "Trục văn bản.name",
        "no plain name",
        "lower-case",
        "'Trục văn bản'",
    ),
    Mistake(
        SOURCES,
        "connector: igate",
        "connector: igatte",
        "mot-cua.connector",
        "no connector",
        "Did you mean igate?",
        "'igatte'",
        late=True,
    ),
    Mistake(
        SOURCES,
        '  schedule: "0 4 * * *"',
        "  schedule: 4 o'clock",
        "cong-dvcqg.schedule",
        "no crontab",
        "04:30",
        '"4 o\'clock"',
        late=True,
    ),
    Mistake(
        SOURCES,
        '  schedule: "0 4 * * *"',
        '  schedule: "0 25 * * *"',
        "cong-dvcqg.schedule",
        "no crontab",
        "04:30",
        "'0 25 * * *'",
        late=True,
    ),
    Mistake(
        SOURCES,
        "  schedule:",
        "  shedule: x\n  schedule:",
        "cong-dvcqg.shedule",
        "no known key",
        "Did you mean schedule?",
    ),
    Mistake(
        SOURCES,
        "  calendar: calendar",
        "  calendars: calendar",
        "cong-dvcqg.calendars",
        "no known key",
        "Did you mean calendar?",
    ),
    Mistake(
        SOURCES,
        "  calendar: calendar",
        "  calendar: lunar",
        "cong-dvcqg.calendar.0",
        "not known",
        "Did you mean calendar?",
        "'lunar'",
    ),
    Mistake(
        SOURCES, "[calendar, nd09]", "[calendar, nd9]", "mot-cua.calendar.1", "not known", "Did you mean nd09?", "'nd9'"
    ),
    Mistake(SOURCES, "[calendar, nd09]", "[nd09, nd09]", "mot-cua.calendar", "names a calendar twice", "Keep one"),
    Mistake(SOURCES, "[calendar, nd09]", "[]", "mot-cua.calendar", "is empty", "at least one", "(a list of 0)"),
    Mistake(
        SOURCES, "units: igate", "units: vnpt", "mot-cua.units", "no scheme", "Known: edxml, igate, portal.", "'vnpt'"
    ),
    Mistake(SOURCES, "history: 12", "history: 0", "cong-dvcqg.history", "out of range", "greater", "0"),
    Mistake(SOURCES, "repull: 3", "repull: -1", "cong-dvcqg.repull", "out of range", "greater", "-1"),
    Mistake(SOURCES, "repull: 3", "repull: three", "cong-dvcqg.repull", "no whole number", "digits", "'three'"),
    Mistake(SOURCES, "enabled: false", "enabled: 1", "cong-dvcqg.enabled", "neither true", "true or false", "1"),
    Mistake(
        SOURCES,
        "enabled: false",
        "enabled: true",
        "cong-dvcqg.options.base_url",
        "dichvucong.gov.vn without",
        "permission:",
    ),
    Mistake(
        SOURCES,
        "units: portal",
        "units: portal\n  units_as_of: now",
        "cong-dvcqg.units_as_of",
        "not known",
        "today",
        "'now'",
    ),
    Mistake(SOURCES, RATE, "", "cong-dvcqg.options.root_department_code", "is missing", "Add it", late=True),
    Mistake(
        SOURCES,
        RATE,
        f"{RATE}    page_sise: 10\n",
        "cong-dvcqg.options.page_sise",
        "no known key",
        "Did you mean page_size?",
        late=True,
    ),
    Mistake(
        SOURCES,
        RATE,
        f"{RATE}    retries: many\n",
        "cong-dvcqg.options.retries",
        "no whole number",
        "digits",
        "'many'",
        late=True,
    ),
    Mistake(
        SOURCES,
        RATE,
        f"{RATE}    verify_tls: [1]\n",
        "cong-dvcqg.options.verify_tls",
        "neither true",
        "",
        "(a list of 1)",
        late=True,
    ),
    Mistake(
        SOURCES,
        "https://document-axis.invalid",
        "document-axis",
        "truc-van-ban.options.base_url",
        "not accepted",
        "full address",
        "'document-axis'",
        late=True,
    ),
    Mistake(
        SOURCES,
        PASSWORD,
        f"password: {SECRET}",
        "mot-cua.options.password",
        "come from the environment",
        "${SOHOA_MOT_CUA_PASSWORD}",
        "(hidden)",
        late=True,
    ),
    Mistake(
        SOURCES,
        PASSWORD,
        f"password: [{SECRET}]",
        "mot-cua.options.password",
        "come from the environment",
        "${file:/path}",
        "(hidden)",
        late=True,
    ),
    Mistake(SOURCES, PASSWORD, "password: ${SOHOA IGATE}", "mot-cua.options.password", "no placeholder", "${NAME}"),
    Mistake(
        SOURCES, PASSWORD, "password: x${SOHOA_IGATE_PASSWORD", "mot-cua.options.password", "no placeholder", "${NAME}"
    ),
    Mistake(
        SOURCES,
        "documents_outgoing: Văn",
        "documents_outgo: Văn",
        "so-van-ban.options.columns.measures",
        "no measure",
        "Did you mean documents_outgoing",
        "'documents_outgo'",
        late=True,
    ),
    Mistake(
        SOURCES,
        "format: MM/YYYY",
        "format: MM-YYYY",
        "so-van-ban.options.columns.period.format",
        "not known",
        "MM/YYYY",
        "'MM-YYYY'",
        late=True,
    ),
    Mistake(
        SOURCES,
        "{column: Kỳ, format: MM/YYYY}",
        "Kỳ",
        "so-van-ban.options.columns.period",
        "no group",
        "Indent",
        "'Kỳ'",
        late=True,
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_one_mistake_is_one_problem(folder: Path, mistake: Mistake) -> None:
    assert_found(folder, mistake)


def test_only_name_and_connector_are_required(folder: Path) -> None:
    text = "- {name: portal_2026, connector: spreadsheet}\n- name: a\n  connector: edoc_axis\n"
    (folder / SOURCES).write_text(text, encoding="utf-8")
    source = load(folder).source("portal_2026")
    assert (source.enabled, source.simulated, source.calendars) == (True, False, ("calendar",))
    assert (source.schedule, source.repull, source.history) == ("0 4 * * *", 3, 12)
    assert (source.units, source.units_as_of, source.options) == ("portal", "period", {})
    assert (source.title.vi, source.title.en) == ("portal_2026", "portal_2026")


def test_permission_in_writing_opens_a_government_address(folder: Path) -> None:
    make(
        folder,
        Mistake(SOURCES, "enabled: false", "enabled: true\n  permission: Công văn 12 ngày 02/11/2026", "", "", ""),
    )
    assert check(folder) == ()
    assert load(folder).source("cong-dvcqg").enabled


@pytest.mark.parametrize(
    "address", ["https://DICHVUCONG.GOV.VN./api", "https://user:pw@x.gov.vn:8443/a?b=c", "${PORTAL}/api", "//gov.vn/x"]
)
def test_a_government_address_is_recognised_however_it_is_written(folder: Path, address: str) -> None:
    text = f"- name: a\n  connector: edoc_axis\n  options: {{base_url: '{address}'}}\n"
    (folder / SOURCES).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigProblems, match="live government address") as caught:
        load(folder, environ={"PORTAL": "https://portal.gov.vn"})
    assert "pw" not in str(caught.value).replace("permission", "")


@pytest.mark.parametrize("address", ["https://gov.vn.invalid/", "http://127.0.0.1:80/x.gov.vn", "${PORTAL}/api"])
def test_other_addresses_need_no_permission(folder: Path, address: str) -> None:
    text = f"- name: a\n  connector: edoc_axis\n  options: {{base_url: '{address}'}}\n"
    (folder / SOURCES).write_text(text, encoding="utf-8")
    assert load(folder, environ={}).source("a").options["base_url"] == address


def test_another_sources_file_is_read_instead(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("- {name: only, connector: nothing}\n", encoding="utf-8")
    assert [source.name for source in load(folder, sources_file=other).sources] == ["only"]
    assert [(problem.file, problem.key) for problem in check(folder, sources_file=other)] == [
        (other.as_posix(), "only.connector")
    ]


def test_a_missing_sources_file_is_named(folder: Path, tmp_path: Path) -> None:
    (problem,) = check(folder, sources_file=tmp_path / "none.yaml")
    assert problem.file.endswith("none.yaml")
    assert "missing" in problem.message


def test_the_demo_s_sources_are_checked_too(folder: Path) -> None:
    make(folder, Mistake("demo/sources.yaml", "connector: igate", "connector: igat", "", "", ""))
    (problem,) = check(folder)
    assert problem.file.endswith("demo/sources.yaml")
    assert problem.key == "mot-cua.connector"


def test_a_long_table_s_measures_are_checked(folder: Path) -> None:
    text = """
- name: portal-file
  connector: spreadsheet
  options:
    columns:
      unit_code: code
      period: {fixed: 2026-10}
      metric:
        column: metric
        map: {ON_TIME: {series: s, numerator: dossiers_handled_on_tim, denominator: dossiers_handled}}
        numerator: n
        denominator: d
"""
    (folder / SOURCES).write_text(text, encoding="utf-8")
    (problem,) = check(folder)
    assert problem.key == "portal-file.options.columns.metric.map.ON_TIME.numerator"
    assert "dossiers_handled_on_time" in problem.remedy


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PASSWORD, f"password: {SECRET}"),
        (PASSWORD, f"password: [{SECRET}]"),
        (PASSWORD, f"pasword: {SECRET}"),
        (
            "  options:\n    base_url: https://one-stop",
            f"  password: {SECRET}\n  options:\n    base_url: https://one-stop",
        ),
        ("https://one-stop.invalid/gateway", f"https://user:{SECRET}@one-stop.invalid/gateway"),
        ("https://one-stop.invalid/gateway", f"https://one-stop.invalid/gateway?api_key={SECRET}"),
        (PASSWORD, f"password: ${{SOHOA_X}} ${{{SECRET}"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_never_repeated(folder: Path, old: str, new: str) -> None:
    make(folder, Mistake(SOURCES, old, new, "", "", ""))
    problems = check(folder)
    assert problems
    assert SECRET not in repr(problems)
    assert SECRET not in "\n".join(map(str, problems))


def test_a_source_does_not_show_its_options(folder: Path) -> None:
    make(folder, Mistake(SOURCES, PASSWORD, f"password: {SECRET}", "", "", ""))
    declared = load(folder)
    assert SECRET not in repr(declared)
    assert SECRET not in repr(declared.source("mot-cua"))
