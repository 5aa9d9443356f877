"""The way of a consultant who never saw YAML: template, filled workbook, folder, check, assessment."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from readiness.services import spreadsheets

ORDERER, MANAGER = "Daily orderer", "Purchasing manager"
ENGLISH = {
    "Map": {"Title of the map": "How offices reach us", "Market": "Firms (B2B)", "Contacts a year": 100000},
    "Buyers": [
        {"Buyer type": MANAGER, "Kind": "Signs the contract", "Roles": "Signs; Complains", "How many": 900,
         "Segment": "Large accounts", "Value share": 0.3, "Needs": "Order the usual things; Help choosing"},
        {"Buyer type": ORDERER, "Kind": "Individual", "Belongs to": MANAGER, "Roles": "Orders, Uses",
         "Segment": "large  Accounts", "How many": 85000, "Value share": "60%"},
    ],
    "Needs": [
        {"Need": "Order the usual things", "Best met by": "Software", "Everyday business": "Yes"},
        {"Need": "Help choosing", "Best met by": "People", "Matters most": "yes"},
    ],
    "Channels": [
        {"Channel": "Phone", "A person answers": "Yes", "Hours": "mon-fri 07:00-19:00"},
        {"Channel": "Web", "A person answers": "No", "When it is down, buyers use": "Phone"},
    ],
    "Departments": [{"Department": "Order desk"}, {"Department": "Customer service"}],
    "Systems": [
        {"System": "Order system", "Owner": "Order desk", "Keeps data": "Customers"},
        {"System": "Phone notes", "Keeps data": "Customers"},
    ],
    "Data": [{"Kind of data": "Customers", "About customers": "Yes", "Records": 2200000}],
    "Segments": [{"Segment": "Large accounts", "Decision": "Invest", "Wants contact": "Wanted"}],
    "Goals": [{"Goal": "The right goods, the first time"}],
    "Technology": [{"Function": "Lead scoring", "Cost": 400000, "Goals": "The right goods, the first time"}],
    "Touchpoints": [
        {"Touchpoint": "Search the catalogue", "Stage": "Find", "Channel": "Web", "Visits a year": 20000,
         "Then to": "Order on the web", "Share of visits": 0.5},
        {"Touchpoint": "Ask an expert", "Stage": "Choose", "Channel": "Phone", "Owner": "Customer service",
         "Needs served": "Help choosing", "Visits a year": f"{ORDERER}: 10,000; {MANAGER}: 200",
         "Then to": "Order by phone", "Share of visits": "80%", "Rule of the hand-off": "None",
         "Must repeat": "Yes", "Evidence": "Measured", "Confirmed by": "Front line"},
        {"Touchpoint": "Order by phone", "Stage": "Buy", "Channel": "Phone",
         "Visits a year": f"{ORDERER}: 40000",
         "Cannot work without": "Order system, Phone", "Logged in": "Order system", "Satisfaction": 3.6},
        {"Touchpoint": "Order on the web", "Stage": "Buy", "Channel": "Web", "Visits a year": 20000},
        {"Touchpoint": "Where is my order?", "Stage": "Receive", "Channel": "Phone", "Owner": "Nobody",
         "Visits a year": 5000},
        {"Touchpoint": "Complain", "Stage": "Get help", "Channel": "Phone", "Visits a year": 3000},
        {"Touchpoint": "Query a bill", "Stage": "Pay", "Channel": "Phone", "Visits a year": 1000},
        {"Touchpoint": "Offer by letter", "Stage": "Renew", "Channel": "Web",
         "Who starts it": "We (outbound)", "Visits a year": 9000, "Meant to sell": "Yes",
         "Ground for contact": "None"},
    ],
}  # fmt: skip
CHINESE = {
    "地圖": {"地圖名稱": "辦公用品購買者如何接觸我們", "市場": "企業（B2B）", "全年來訊次數": 100000},
    "購買者": [
        {"購買者類型": "採購經理", "類別": "代表客戶簽約", "角色": "簽約、提出客訴", "客群": "大客戶",
         "人數": 900, "價值占比": "３０％", "需求": "訂購常用品項；選購協助"},
        {"購買者類型": "日常下單人員", "類別": "個人", "所屬簽約購買者": "採購經理", "角色": "下單；使用",
         "客群": "大客戶", "人數": 85000, "價值占比": "60%"},
    ],
    "需求": [{"需求": "訂購常用品項", "靠什麼滿足最好": "軟體"}, {"需求": "選購協助"}],
    "通路": [{"通路": "電話", "由真人回應": "是"}, {"通路": "官網", "由真人回應": "否"}],
    "部門": [{"部門": "客服中心"}, {"部門": "訂購組"}],
    "系統": [{"系統": "ERP 系統", "負責部門": "訂購組", "存有資料": "客戶檔"}, {"系統": "電話筆記"}],
    "資料": [{"資料種類": "客戶檔", "與顧客有關": "是", "權威資料來源": "erp系統"}],
    "客群": [{"客群": "大客戶", "決定": "投入", "想收到消息嗎": "想"}],
    "接觸點": [
        {"接觸點": "搜尋型錄", "階段": "尋找", "通路": "官網", "全年接觸次數": 20000, "接著到": "網路訂購",
         "占接觸次數比例": 0.5},
        {"接觸點": "來電請教專家", "階段": "選擇", "通路": "電話", "負責部門": "客服中心",
         "全年接觸次數": "日常下單人員：10,000；採購經理：200", "接著到": "電話訂購", "占接觸次數比例": "80%",
         "交接規則": "無", "須從頭再說": "是", "佐證": "量測", "由誰確認": "第一線"},
        {"接觸點": "電話訂購", "階段": "購買", "通路": "電話", "全年接觸次數": "日常下單人員：40000",
         "缺了就無法運作": "ERP系統，電話"},
        {"接觸點": "網路訂購", "階段": "購買", "通路": "官網", "全年接觸次數": 20000},
        {"接觸點": "查詢訂單", "階段": "收貨", "通路": "電話", "負責部門": "無人", "全年接觸次數": 5000},
        {"接觸點": "來電客訴", "階段": "求助", "通路": "電話", "全年接觸次數": 3000},
        {"接觸點": "詢問帳單", "階段": "付款", "通路": "電話", "全年接觸次數": 1000},
        {"接觸點": "優惠信函", "階段": "續購", "通路": "官網", "由誰發起": "公司", "全年接觸次數": 9000,
         "目的在銷售": "是", "聯繫依據": "無", "拒絕接收的辦法": "回函卡"},
    ],
}  # fmt: skip
ALWAYS = {
    "Touchpoints": {"Buyers": f"{ORDERER}; {MANAGER}", "Owner": "Order desk"},
    "接觸點": {"購買者": "日常下單人員、採購經理", "負責部門": "訂購組"},
}


def fill(path: Path, sheets) -> Path:
    """Fill a template as a person does: answers beside the questions, rows below the examples."""
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        sheet = book[name]
        if isinstance(rows, dict):
            for cells in sheet.iter_rows(min_row=2):
                cells[2].value = rows.get(cells[1].value)
            continue
        columns = {cell.value: cell.column for cell in sheet[1]}
        for number, row in enumerate(rows, start=sheet.max_row + 1):
            for head, value in (ALWAYS.get(name, {}) | row).items():
                sheet.cell(number, columns[head], value)
    book.save(path)
    return path


def change(path: Path, sheet: str, cell: str, value) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A filled workbook and the folder made of it, once for all tests."""
    place = tmp_path_factory.mktemp("prepared")
    fill(spreadsheets.template(place / "map.xlsx", "en"), ENGLISH)
    spreadsheets.new(place / "case", place / "map.xlsx", language="en", as_of=date(2000, 12, 1), speak="en")
    return place


@pytest.fixture
def filled(prepared, tmp_path):
    """A workbook that was filled in English."""
    return Path(shutil.copy(prepared / "map.xlsx", tmp_path))


@pytest.fixture
def folder(prepared, tmp_path):
    """The folder made of that workbook."""
    return Path(shutil.copytree(prepared / "case", tmp_path / "case"))


@pytest.mark.parametrize(("language", "sheets"), [("en", ENGLISH), ("zh-Hant", CHINESE)])
def test_the_whole_way_of_a_new_user(command, tmp_path, language, sheets):
    path, case = tmp_path / "map.xlsx", tmp_path / "case"
    made = command("map", "template", path, "--language", language)
    assert made.returncode == 0, made.stderr
    fill(path, sheets)
    made = command("new", case, "--from-xlsx", path, "--language", language, "--as-of", "2000-12-01")
    assert made.returncode == 0, made.stderr
    assert made.stderr == ""
    checked = command("check", case, "--format", "json")
    found = json.loads(checked.stdout)["diagnostics"]
    assert checked.returncode == 0
    assert [one for one in found if one["severity"] == "error"] == []
    assessed = command("assess", case)
    assert assessed.returncode == 0, assessed.stderr
    assert assessed.stdout != ""
    text = (case / "touchmap.yaml").read_text("utf-8")
    assert text.count("\n  - id:") >= 8
    assert "handoff: {rule: none, repeats: true}" in text
    assert not (case / "to-be.yaml").exists()
    assert "to_be" not in (case / "engagement.yaml").read_text("utf-8")
    assert "to-be.yaml" not in (case / "README.md").read_text("utf-8")


def test_rows_are_counted(command, filled, tmp_path):
    made = command("new", tmp_path / "case", "--from-xlsx", filled)
    assert "Touchpoints: 12 rows read = 8 kept + 4 marked # + 0 refused" in made.stdout


def test_all_mistakes_at_once_and_nothing_written(command, filled, tmp_path):
    change(filled, "Touchpoints", "H6", "Ordr desk")
    change(filled, "Touchpoints", "C7", "Chose")
    change(filled, "Touchpoints", "I8", "=1+1")
    change(filled, "Buyers", "F5", "-1")
    made = command("new", tmp_path / "case", "--from-xlsx", filled)
    assert made.returncode == 2
    assert "Touchpoints: 12 rows read = 5 kept + 4 marked # + 3 refused" in made.stdout
    assert "map.xlsx, Touchpoints H6: error[unknown-name]: There is no Ordr desk" in made.stderr
    assert "Did you mean Order desk?" in made.stderr
    assert "map.xlsx, Touchpoints C7: error[choice]: Chose is not possible here." in made.stderr
    assert "map.xlsx, Touchpoints I8: error[cell-formula]: I8 holds a formula." in made.stderr
    assert "Nothing was written." in made.stderr
    assert not (tmp_path / "case").exists()
    assert "Traceback" not in made.stderr


def test_errors_speak_the_language_of_the_terminal(command, filled, tmp_path):
    change(filled, "Touchpoints", "C7", "Chose")
    made = command("new", tmp_path / "case", "--from-xlsx", filled, "--language", "zh-Hant")
    assert made.returncode == 2
    assert "這裡不能填 Chose。" in made.stderr


def test_an_import_into_a_folder_without_a_map(command, filled, folder):
    (folder / "touchmap.yaml").unlink()
    done = command("map", "import", folder, filled)
    assert done.returncode == 0, done.stderr
    assert (folder / "touchmap.yaml").exists()
    assert command("check", folder).returncode == 0


def test_a_map_that_says_the_same_stays(command, filled, folder):
    before = (folder / "touchmap.yaml").read_bytes()
    done = command("map", "import", folder, filled)
    assert done.returncode == 0, done.stderr
    assert "says the same already" in done.stdout
    assert (folder / "touchmap.yaml").read_bytes() == before


def test_a_map_is_replaced_only_where_asked_and_the_older_ones_are_kept(command, filled, folder):
    first = (folder / "touchmap.yaml").read_bytes()
    change(filled, "Touchpoints", "B9", "Order in the shop")
    change(filled, "Touchpoints", "R6", None)
    change(filled, "Touchpoints", "Q6", None)
    change(filled, "Channels", "D4", "No")
    refused = command("map", "import", folder, filled)
    assert refused.returncode == 3
    assert "Touchpoints: 1 added (Order in the shop); 1 removed (Order on the web)" in refused.stdout
    assert "--replace" in refused.stderr
    assert (folder / "touchmap.yaml").read_bytes() == first
    done = command("map", "import", folder, filled, "--replace")
    assert done.returncode == 0, done.stderr
    assert (folder / "touchmap.yaml.before").read_bytes() == first
    second = (folder / "touchmap.yaml").read_bytes()
    assert b"order-in-the-shop" in second
    change(filled, "Departments", "C4", "Second floor")
    assert command("map", "import", folder, filled, "--replace").returncode == 0
    assert (folder / "touchmap.yaml.before").read_bytes() == first
    assert (folder / "touchmap.yaml.before-2").read_bytes() == second


def test_names_keep_the_ids_of_the_map_that_stands_there(command, filled, folder):
    path = folder / "touchmap.yaml"
    path.write_text(path.read_text("utf-8").replace("daily-orderer", "office-orderer"), "utf-8")
    assert "says the same already" in command("map", "import", folder, filled).stdout


def test_import_as_json(command, filled, folder):
    change(filled, "Needs", "B5", "Order what we always order")
    change(filled, "Buyers", "I5", "Help choosing")
    done = command("map", "import", folder, filled, "--replace", "--format", "json")
    values = json.loads(done.stdout)
    assert {"written", "older", "sheets", "changes", "diagnostics"} <= values.keys()
    assert all(one["read"] == one["kept"] + one["remarks"] + one["refused"] for one in values["sheets"])
    change(filled, "Buyers", "C5", "Robot")
    done = command("map", "import", folder, filled, "--replace", "--format", "json")
    assert done.returncode == 2
    assert [one["code"] for one in json.loads(done.stdout)["diagnostics"]] == ["choice"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("map", "template", "{tmp}/a.csv"), "ends in .xlsx"),
        (("map", "template", "{tmp}/map.xlsx"), "stays as it is"),
        (("map", "template", "{tmp}/none/a.xlsx"), "there is no folder"),
        (("map", "import", "{tmp}/none", "{tmp}/map.xlsx"), "There is no folder"),
        (("new", "{tmp}/case", "--from-xlsx", "{tmp}/none.xlsx"), "There is no file"),
        (("new", "{tmp}/case", "--from-xlsx", "{tmp}/map.xls"), "Save it as .xlsx or .csv"),
        (("new", "{tmp}", "--from-xlsx", "{tmp}/map.xlsx"), "not empty"),
        (("new", "{tmp}/case", "--from", "boise-office", "--from-xlsx", "{tmp}/map.xlsx"), "not both"),
    ],
)
def test_requests_that_cannot_be_served(command, filled, tmp_path, words, code):
    assert filled.exists()
    done = command(*(word.format(tmp=tmp_path) for word in words))
    assert done.returncode == 3
    assert code in done.stderr
    assert not (tmp_path / "case").exists()


def test_the_template_is_the_same_every_time(command, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        command("map", "template", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_formula_text_in_a_name_is_text_in_the_folder(command, filled, tmp_path):
    change(filled, "Departments", "C4", "'=HYPERLINK(1)")
    made = command("new", tmp_path / "case", "--from-xlsx", filled)
    assert made.returncode == 0, made.stderr
    assert 'note: "=HYPERLINK(1)"' in (tmp_path / "case" / "touchmap.yaml").read_text("utf-8")
