"""The stories of whoever connects a dialer: what was refused and why, and a file brought in."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from services.db import transaction
from tests.deliveries import PAYLOADS, make_dialer
from tests.factories import PASSWORD, make_company, make_source
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

VMS = (PAYLOADS / "aliyun_ccc" / "vms.json").read_bytes()
CALLS = """Call ID,Rep,Customer Number,Start Time,End Time,Disposition
c-1,1001,13800138000,2026-03-02 09:00:00,2026-03-02 09:01:20,Sold
c-2,1001,13900139000,yesterday,2026-03-02 09:05:30,No answer
c-3,1001,13700137000,2026-03-02 09:10:00,2026-03-02 09:11:00,Refused
"""
DROP = """content => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([content], "march.csv", { type: "text/csv" }));
  return transfer;
}"""


@pytest.fixture
def company(database: None) -> None:
    with transaction() as session:
        make_company(session)


def sign_in(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_label("Login").fill("dana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def choose(page: Page, field: str, option: str) -> None:
    """Of a list that is searched by typing."""
    page.get_by_role("combobox", name=field).click()
    page.keyboard.type(option)
    page.keyboard.press("Enter")


def test_a_refused_delivery_is_seen_explained_and_replayed(
    page: Page, served: str, company: None
) -> None:
    with transaction() as made:
        key = make_dialer(made, name="pbx", dialer="aliyun_ccc")
    url = f"{served}/api/v1/hooks/aliyun_ccc?kind=vms"
    answer = httpx.post(url, content=VMS, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 422

    sign_in(page, "/sources")
    row = page.get_by_role("row", name=re.compile("pbx"))
    expect(row).to_contain_text("Receiving")
    row.get_by_role("link", name="1", exact=True).click()
    page.get_by_role("button", name=re.compile("^Open delivery")).click()
    delivery = page.get_by_role("dialog")
    expect(delivery).to_contain_text("No time zone")
    expect(delivery).to_contain_text("has no zone")
    expect(delivery).to_contain_text('"call_id"')
    delivery.get_by_role("button", name="Close").click()

    page.get_by_role("tab", name="Settings").click()
    choose(page, "Time zone", "Asia/Shanghai")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()

    page.get_by_role("tab", name="Deliveries").click()
    page.get_by_role("button", name=re.compile("^Open delivery")).click()
    delivery.get_by_role("button", name="Replay").click()
    page.get_by_role("tooltip").get_by_role("button", name="Replay").click()
    expect(delivery.get_by_role("status")).to_contain_text("Not used → Used")


def drop(page: Page, content: str) -> None:
    zone = page.locator("[data-over]")
    expect(zone).to_be_visible()
    # The only source there is has been chosen.
    expect(page.get_by_title("files", exact=True)).to_be_visible()
    zone.dispatch_event("drop", {"dataTransfer": page.evaluate_handle(DROP, content)})
    expect(page).to_have_url(re.compile("/imports/.+"))


def error_report(page: Page) -> str:
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the error report").click()
    return downloading.value.path().read_text("utf-8-sig")


def expect_calls(page: Page, **numbers: int) -> None:
    for number, count in numbers.items():
        masked = rf"\*+{number[-4:]}"
        expect(page.get_by_role("row", name=re.compile(masked))).to_have_count(count)


def test_a_file_is_dropped_mapped_and_brought_in(page: Page, company: None) -> None:
    with transaction() as session:
        make_source(session, "files").timezone = "Asia/Shanghai"
    sign_in(page, "/imports")

    drop(page, CALLS)
    columns = page.get_by_role("table", name="Columns of the file")
    expect(columns.get_by_role("row", name=re.compile("^Call ID"))).to_contain_text("c-1")
    choose(page, "Rep: What it is", "Agent")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("1 of the first 3 rows cannot be read")
    expect(preview.get_by_role("row", name=re.compile("^2 "))).to_contain_text("1001")
    expect(preview.get_by_role("row", name=re.compile("^3 "))).to_contain_text("yesterday")

    page.get_by_role("button", name="Start the import").click()
    page.get_by_role("button", name="Import the others").click()
    expect(page.get_by_role("button", name="Cancel the import")).to_be_visible()
    run_waiting(FakeTranscriber())
    expect(page.get_by_text("1 row was refused")).to_be_visible()

    assert "3,Start Time,yesterday" in error_report(page)
    page.get_by_role("link", name="Look at the calls").click()
    expect_calls(page, _13800138000=1, _13700137000=1, _13900139000=0)
