"""What needs attention leads to where it can be seen."""

import pytest

from dashboard.address import Address
from dashboard.views import needs
from tests.dashboard.test_views import drawn

HERE = Address("/", period="2024-05")


def finding(rule: str, by: str) -> dict[str, object]:
    return {
        "rule": rule,
        "by": by,
        "units": ["U"],
        "names": ["甲"],
        "title": "题",
        "sentence": "句",
        "from": "2024-04-01",
        "to": "2024-05-31",
    }


@pytest.mark.parametrize(
    "rule, by, wanted",
    [
        ("overdue_spike", "street", "/closure?street=U&list=overdue"),
        ("reopened_batch", "street", "/closure?street=U&list=reworked"),
        ("rising_item", "item_3", "/closure?item_3=U&by=week&from=2024-04-01&to=2024-05-31&list=all"),
        ("weekend_gap", "district", "/closure?district=U&from=2024-04-01&to=2024-05-31&list=all"),
        ("buck_passing", "department", "/department?department=U"),
        ("own_duty_whistles", "street", "/department?street=U"),
        ("hollow_closing", "department", "/verdict?department=U&from=2024-04-01&to=2024-05-31"),
        ("auto_praise", "street", "/verdict?street=U&from=2024-04-01&to=2024-05-31"),
        ("enclave_relapse", "enclave", "/enclaves/U?period=2024-05"),
        ("relapsing_item", "item_3", "/closure?item_3=U&from=2024-04-01&to=2024-05-31&list=all"),
    ],
)
def test_a_finding_leads_to_its_unit_days_and_list(rule: str, by: str, wanted: str) -> None:
    assert f'"{wanted}"' in drawn(needs.needs([finding(rule, by)], HERE))


def test_many_things_of_one_rule_are_one_item() -> None:
    many = [finding("enclave_no_team", "enclave") for _ in range(needs.FEW + 1)]
    shown = drawn(needs.needs([*many, finding("enclave_misfit", "enclave")], HERE))
    assert shown.count("/enclaves/U?") == 1 and "题 · 共 4 处" in shown and '"/enclaves?period' in shown


def test_no_finding_is_said_in_words() -> None:
    assert "没有需要关注的事项" in drawn(needs.needs([], HERE))
