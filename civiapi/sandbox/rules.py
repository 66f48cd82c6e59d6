"""What goes with writing and deleting the records of an entity.

An entity's rule is one entry in RULES: steps before the row is written (they complete its columns) and
after it
(they write what belongs to it), each a function of the Record; how its row is answered; steps before and
after deleting.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from . import (
    activities,
    attachments,
    contacts,
    customdata,
    eck,
    finance,
    groups,
    locations,
    memberships,
    naming,
    relationships,
)
from .errors import NotSimulated
from .record import Record
from .schema import CONTACT_TYPES, ECK_PREFIX, Entity

if TYPE_CHECKING:
    from .call import Call

Step = Callable[[Record], None]
DeleteStep = Callable[["Call", Entity, dict[str, Any]], None]
ROUGH, FULL, FULL_UPDATE = "rough", "full", "full update"


class Rule(NamedTuple):
    """What goes with writing and deleting one entity's records.

    answer: ROUGH (what was given), FULL (the row read back) or FULL_UPDATE (read back when it was there
    before); late: steps after
    the answer is made; number_of_deleted: delete answers ids as numbers; echoes: members of the answer
    that are
    always NULL; same: the id of a record that makes a new one superfluous."""

    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()
    answer: str = ROUGH
    late: tuple[Step, ...] = ()
    before_delete: tuple[DeleteStep, ...] = ()
    after_delete: tuple[DeleteStep, ...] = ()
    number_of_deleted: bool = False
    echoes: tuple[str, ...] = ()
    same: Callable[[Record], int | None] | None = None

    def write(self, record: Record, is_last: bool) -> dict[str, Any]:
        """Write the record; returns its row.  `late` steps come after the row is made."""
        record.collect()
        if self.same is not None and (found := self.same(record)) is not None:
            return {"duplicate_id": found, "error_code": "duplicate", "id": found}
        for step in (*naming.COMMON, *self.before):
            step(record)
        record.stamp()
        record.write()
        for step in self.after:
            step(record)
        record.echoes.update(dict.fromkeys(self.echoes))
        is_full = self.answer == FULL or (self.answer == FULL_UPDATE and not record.is_new)
        row = record.full_row() if is_full else record.row()
        for step in self.late:
            step(record)
        if record.entity.is_contact and not record.is_new and is_last:
            row["contact_id"] = None
        return row


def _refuse_new(record: Record) -> None:
    """For records that come with others which the sandbox does not make."""
    if record.is_new:
        raise NotSimulated(f"new records of {record.entity.name}")


CONTACT = Rule(
    before=(contacts.check_exists, contacts.set_type, contacts.set_defaults, contacts.set_names),
    answer=FULL,
    late=(
        contacts.write_locations,
        contacts.set_greetings,
        contacts.set_employer,
        contacts.rename_employer,
    ),
    number_of_deleted=True,
)
RULES: dict[str, Rule] = {
    **dict.fromkeys(("Contact", *CONTACT_TYPES), CONTACT),
    "Email": Rule(
        before=(locations.set_email, locations.set_primary),
        after=(locations.one_primary, locations.one_bulkmail, contacts.rename_owner),
        after_delete=(locations.inherit_primary,),
    ),
    "Phone": Rule(
        before=(locations.set_digits, locations.set_primary),
        after=(locations.one_primary,),
        after_delete=(locations.inherit_primary,),
    ),
    "Address": Rule(
        before=(locations.share_address, locations.set_primary),
        after=(locations.one_primary, locations.write_shared),
        after_delete=(locations.inherit_primary,),
    ),
    **dict.fromkeys(
        ("IM", "OpenID"),
        Rule(
            before=(locations.set_primary,),
            after=(locations.one_primary,),
            after_delete=(locations.inherit_primary,),
        ),
    ),
    "Activity": Rule(before=(activities.set_defaults,), after=(activities.write_contacts,)),
    "File": Rule(before=(attachments.check_file,), after_delete=(attachments.forget,)),
    "Tag": Rule(
        before=(naming.set_used_for, naming.drop_white, naming.set_creator),
        after=(naming.share_used_for,),
        answer=FULL_UPDATE,
    ),
    "Group": Rule(
        before=(naming.set_creator, naming.set_modifier, groups.refuse_circle, groups.keep_title),
        after=(groups.write_nesting, groups.switch_descendants),
    ),
    "GroupContact": Rule(
        before=(groups.set_added,),
        after=(groups.write_history,),
        after_delete=(groups.remember_deleted,),
        echoes=("method", "tracking"),
    ),
    "OptionValue": Rule(before=(naming.check_value, naming.set_value), after=(naming.one_default,)),
    "LocationType": Rule(after=(naming.one_default,)),
    "Event": Rule(before=(naming.set_event, naming.set_creator)),
    "Participant": Rule(
        before=(naming.set_participant, naming.set_creator, finance.set_fee_currency), answer=FULL
    ),
    "Note": Rule(before=(naming.set_note,), before_delete=(naming.drop_replies,)),
    "Campaign": Rule(before=(naming.set_creator,)),
    "SavedSearch": Rule(before=(naming.set_creator, naming.set_modifier)),
    "Case": Rule(before=(_refuse_new,)),
    "Pledge": Rule(before=(_refuse_new,)),
    "RelationshipType": Rule(before=(naming.set_sides,)),
    "Membership": Rule(
        before=(memberships.set_dates, memberships.set_related, memberships.set_status),
        after=(memberships.write_log,),
        answer=FULL_UPDATE,
    ),
    "Relationship": Rule(
        before=(relationships.check, relationships.set_defaults),
        same=relationships.same,
        after=(relationships.write_cache, relationships.end_employment),
        after_delete=(relationships.forget_employer,),
    ),
    "CustomGroup": Rule(
        before=(customdata.set_group, naming.set_creator),
        after=(customdata.make_table,),
        answer=FULL,
        before_delete=(customdata.drop_table,),
        after_delete=(customdata.tell,),
    ),
    "CustomField": Rule(
        before=(customdata.set_field,),
        after=(customdata.make_column,),
        answer=FULL,
        before_delete=(customdata.drop_column,),
        after_delete=(customdata.tell,),
    ),
    "EckEntityType": Rule(before=(eck.set_type,), after=(eck.make_entity,), before_delete=(eck.drop_entity,)),
    "ContributionSoft": Rule(before=(finance.set_currency,)),
    "Contribution": Rule(
        before=(finance.check, finance.set_defaults),
        after=(finance.write_line_item, finance.write_payment),
        answer=FULL,
        before_delete=(finance.delete_parts,),
        number_of_deleted=True,
        echoes=("skipCleanMoney",),
    ),
}
ECK = Rule(before=(eck.set_people,))
PLAIN = Rule()


def rule_of(entity: Entity) -> Rule:
    return ECK if entity.name.startswith(ECK_PREFIX) else RULES.get(entity.name, PLAIN)


def delete_record(call: Call, entity: Entity, record_id: int, trash: bool = False) -> Any:
    """Delete a record, or put it into the trash; returns its row in the answer."""
    rule = rule_of(entity)
    table = entity.table or ""
    with call.store.transaction():
        if trash and "is_deleted" in entity.fields:
            call.store.update(table, record_id, {"is_deleted": 1})
        else:
            row = call.store.record(table, record_id) or {"id": record_id}
            for step in rule.before_delete:
                step(call, entity, row)
            call.store.delete(table, record_id)
            for step in rule.after_delete:
                step(call, entity, row)
    if entity.custom_group:
        return record_id
    return {"id": record_id if rule.number_of_deleted else str(record_id)}
