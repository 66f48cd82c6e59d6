"""Contributions: amounts, and the line item and payment that go with them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .errors import PhpError
from .record import Record
from .sqlfunctions import utc_now

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity

COMPLETED, CHECK = 1, 4
CURRENCY = "USD"
AMOUNTS = ("total_amount", "fee_amount", "net_amount", "non_deductible_amount", "tax_amount")
LABEL = "Contribution Amount"
PRICE_FIELD = PRICE_FIELD_VALUE = 1
DEPOSIT_ACCOUNT = 6
TABLE = "civicrm_contribution"


def check(record: Record) -> None:
    """A text that is no number cannot be calculated with."""
    for name in AMOUNTS:
        value = record.given.fields.get(name)
        if isinstance(value, str) and value and not _is_number(value):
            raise PhpError("Unsupported operand types: string - int")


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True


def set_defaults(record: Record) -> None:
    total = record.now("total_amount") or 0
    record.default("contribution_status_id", COMPLETED)
    record.default("payment_instrument_id", CHECK)
    set_currency(record)
    record.default("receive_date", str(utc_now()))
    record.default("non_deductible_amount", 0)
    record.default("fee_amount", 0)
    record.default("tax_amount", 0)
    record.default("invoice_id", os.urandom(16).hex())
    if record.is_new or {"total_amount", "fee_amount"} & set(record.columns):
        record.columns["net_amount"] = round(total - (record.now("fee_amount") or 0), 2)


def set_currency(record: Record) -> None:
    record.default("currency", CURRENCY)


def set_fee_currency(record: Record) -> None:
    """A fee has a currency (CRM/Event/BAO/Participant.php::add)."""
    if record.now("fee_amount") is not None and not record.now("fee_currency"):
        record.columns["fee_currency"] = CURRENCY


def write_line_item(record: Record) -> None:
    """A contribution has one line item with its whole amount."""
    row = record.store.record(TABLE, record.id)
    if row is None:
        return
    item = {
        "unit_price": row["total_amount"],
        "line_total": row["total_amount"],
        "financial_type_id": row["financial_type_id"],
        "non_deductible_amount": row["non_deductible_amount"],
        "tax_amount": row["tax_amount"],
    }
    found = record.store.rows("SELECT id FROM civicrm_line_item WHERE contribution_id = ?", (record.id,))
    if len(found) == 1 and "total_amount" in record.columns:
        record.store.update("civicrm_line_item", found[0][0], item)
    elif not found:
        fixed = {
            "entity_table": TABLE,
            "entity_id": record.id,
            "contribution_id": record.id,
            "label": LABEL,
            "qty": 1,
        }
        prices = {"price_field_id": PRICE_FIELD, "price_field_value_id": PRICE_FIELD_VALUE}
        record.store.insert("civicrm_line_item", {**fixed, **prices, **item})


def write_payment(record: Record) -> None:
    """A completed contribution is paid with one transaction."""
    row = record.store.record(TABLE, record.id)
    paid = record.store.value(
        "SELECT id FROM civicrm_entity_financial_trxn WHERE entity_table = ? AND entity_id = ?",
        (TABLE, record.id),
    )
    if row is None or row["contribution_status_id"] != COMPLETED or paid is not None:
        return
    transaction = record.store.insert(
        "civicrm_financial_trxn",
        {
            "to_financial_account_id": DEPOSIT_ACCOUNT,
            "trxn_date": row["receive_date"],
            "total_amount": row["total_amount"],
            "fee_amount": row["fee_amount"],
            "net_amount": row["net_amount"],
            "currency": row["currency"],
            "is_payment": 1,
            "trxn_id": row["trxn_id"],
            "status_id": row["contribution_status_id"],
            "payment_instrument_id": row["payment_instrument_id"],
            "check_number": row["check_number"],
        },
    )
    link = {"entity_table": TABLE, "entity_id": record.id, "financial_trxn_id": transaction}
    record.store.insert("civicrm_entity_financial_trxn", {**link, "amount": row["total_amount"]})


def delete_parts(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    """Line items and transactions go with their contribution."""
    links = "FROM civicrm_entity_financial_trxn WHERE entity_table = ? AND entity_id = ?"
    found = call.store.rows(f"SELECT financial_trxn_id {links}", (TABLE, row["id"]))
    call.store.execute(f"DELETE {links}", (TABLE, row["id"]))
    for (transaction,) in found:
        call.store.delete("civicrm_financial_trxn", transaction)
    call.store.execute("DELETE FROM civicrm_line_item WHERE contribution_id = ?", (row["id"],))
