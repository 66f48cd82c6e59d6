"""Stubs of a stock CiviCRM's core entities; made by tools/stubs.py."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, overload

from typing_extensions import Self

from . import sitetypes as t
from .base import BaseApi, BaseEntity
from .result import Result

class ActivityRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "activity_type_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "activity_type_id:name",
            "activity_type_id:label",
            "activity_type_id:description",
            "activity_type_id:icon",
            "status_id:name",
            "status_id:label",
            "status_id:description",
            "status_id:color",
            "priority_id:name",
            "priority_id:label",
            "priority_id:description",
            "medium_id:name",
            "medium_id:label",
            "medium_id:description",
            "campaign_id:name",
            "campaign_id:label",
            "engagement_level:name",
            "engagement_level:label",
            "engagement_level:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "source_record_id",
            "duration",
            "phone_id",
            "status_id",
            "priority_id",
            "parent_id",
            "medium_id",
            "relationship_id",
            "original_id",
            "campaign_id",
            "engagement_level",
            "weight",
            "source_contact_id",
            "target_contact_count",
            "assignee_contact_count",
            "_depth",
            "_descendents",
            "case_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "subject",
            "activity_date_time",
            "location",
            "phone_number",
            "details",
            "result",
            "created_date",
            "modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_test",
            "is_auto",
            "is_current_revision",
            "is_deleted",
            "is_star",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "target_contact_id",
            "assignee_contact_id",
            "all_contact_id",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ActivityEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        source_record_id: Any = ...,
        activity_type_id: Any = ...,
        subject: Any = ...,
        activity_date_time: Any = ...,
        duration: Any = ...,
        location: Any = ...,
        phone_id: Any = ...,
        phone_number: Any = ...,
        details: Any = ...,
        status_id: Any = ...,
        priority_id: Any = ...,
        parent_id: Any = ...,
        is_test: Any = ...,
        medium_id: Any = ...,
        is_auto: Any = ...,
        relationship_id: Any = ...,
        is_current_revision: Any = ...,
        original_id: Any = ...,
        result: Any = ...,
        is_deleted: Any = ...,
        campaign_id: Any = ...,
        engagement_level: Any = ...,
        weight: Any = ...,
        is_star: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        source_contact_id: Any = ...,
        target_contact_id: Any = ...,
        assignee_contact_id: Any = ...,
        all_contact_id: Any = ...,
        target_contact_count: Any = ...,
        assignee_contact_count: Any = ...,
        tags: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        case_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ActivityRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        source_record_id: Any = ...,
        activity_type_id: Any = ...,
        subject: Any = ...,
        activity_date_time: Any = ...,
        duration: Any = ...,
        location: Any = ...,
        phone_id: Any = ...,
        phone_number: Any = ...,
        details: Any = ...,
        status_id: Any = ...,
        priority_id: Any = ...,
        parent_id: Any = ...,
        is_test: Any = ...,
        medium_id: Any = ...,
        is_auto: Any = ...,
        relationship_id: Any = ...,
        is_current_revision: Any = ...,
        original_id: Any = ...,
        result: Any = ...,
        is_deleted: Any = ...,
        campaign_id: Any = ...,
        engagement_level: Any = ...,
        weight: Any = ...,
        is_star: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        source_contact_id: Any = ...,
        target_contact_id: Any = ...,
        assignee_contact_id: Any = ...,
        all_contact_id: Any = ...,
        target_contact_count: Any = ...,
        assignee_contact_count: Any = ...,
        tags: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        case_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ActivityRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        source_record_id: int | str | None | Any = ...,
        activity_type_id: int | str | None | Any = ...,
        subject: str | None | Any = ...,
        activity_date_time: t.Time | None | Any = ...,
        duration: int | str | None | Any = ...,
        location: str | None | Any = ...,
        phone_id: int | str | None | Any = ...,
        phone_number: str | None | Any = ...,
        details: str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        priority_id: int | str | None | Any = ...,
        parent_id: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        medium_id: int | str | None | Any = ...,
        is_auto: bool | None | Any = ...,
        relationship_id: int | str | None | Any = ...,
        is_current_revision: bool | None | Any = ...,
        original_id: int | str | None | Any = ...,
        result: str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        engagement_level: int | str | None | Any = ...,
        weight: int | str | None | Any = ...,
        is_star: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        source_contact_id: int | str | None | Any = ...,
        target_contact_id: Any = ...,
        assignee_contact_id: Any = ...,
        case_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ActivityRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        source_record_id: int | str | None | Any = ...,
        activity_type_id: int | str | None | Any = ...,
        subject: str | None | Any = ...,
        activity_date_time: t.Time | None | Any = ...,
        duration: int | str | None | Any = ...,
        location: str | None | Any = ...,
        phone_id: int | str | None | Any = ...,
        phone_number: str | None | Any = ...,
        details: str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        priority_id: int | str | None | Any = ...,
        parent_id: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        medium_id: int | str | None | Any = ...,
        is_auto: bool | None | Any = ...,
        relationship_id: int | str | None | Any = ...,
        is_current_revision: bool | None | Any = ...,
        original_id: int | str | None | Any = ...,
        result: str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        engagement_level: int | str | None | Any = ...,
        weight: int | str | None | Any = ...,
        is_star: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        source_contact_id: int | str | None | Any = ...,
        target_contact_id: Any = ...,
        assignee_contact_id: Any = ...,
        case_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ActivityRow]: ...

class ActivityContactRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "activity_id",
            "contact_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "record_type_id:name",
            "record_type_id:label",
            "record_type_id:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["record_type_id"],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ActivityContactEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        activity_id: Any = ...,
        contact_id: Any = ...,
        record_type_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ActivityContactRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        activity_id: Any = ...,
        contact_id: Any = ...,
        record_type_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ActivityContactRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        activity_id: int | str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        record_type_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ActivityContactRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        activity_id: int | str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        record_type_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ActivityContactRow]: ...

class AddressRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "location_type_id:name",
            "location_type_id:label",
            "location_type_id:description",
            "location_type_id:abbr",
            "county_id:label",
            "county_id:abbr",
            "state_province_id:label",
            "state_province_id:abbr",
            "country_id:label",
            "country_id:abbr",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_id",
            "location_type_id",
            "street_number",
            "county_id",
            "state_province_id",
            "country_id",
            "master_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_primary",
            "is_billing",
            "manual_geo_code",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "street_address",
            "street_number_suffix",
            "street_number_predirectional",
            "street_name",
            "street_type",
            "street_number_postdirectional",
            "street_unit",
            "supplemental_address_1",
            "supplemental_address_2",
            "supplemental_address_3",
            "city",
            "postal_code_suffix",
            "postal_code",
            "usps_adc",
            "timezone",
            "name",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "geo_code_1",
            "geo_code_2",
        ],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class AddressEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        location_type_id: Any = ...,
        is_primary: Any = ...,
        is_billing: Any = ...,
        street_address: Any = ...,
        street_number: Any = ...,
        street_number_suffix: Any = ...,
        street_number_predirectional: Any = ...,
        street_name: Any = ...,
        street_type: Any = ...,
        street_number_postdirectional: Any = ...,
        street_unit: Any = ...,
        supplemental_address_1: Any = ...,
        supplemental_address_2: Any = ...,
        supplemental_address_3: Any = ...,
        city: Any = ...,
        county_id: Any = ...,
        state_province_id: Any = ...,
        postal_code_suffix: Any = ...,
        postal_code: Any = ...,
        usps_adc: Any = ...,
        country_id: Any = ...,
        geo_code_1: Any = ...,
        geo_code_2: Any = ...,
        manual_geo_code: Any = ...,
        timezone: Any = ...,
        name: Any = ...,
        master_id: Any = ...,
        proximity: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[AddressRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        location_type_id: Any = ...,
        is_primary: Any = ...,
        is_billing: Any = ...,
        street_address: Any = ...,
        street_number: Any = ...,
        street_number_suffix: Any = ...,
        street_number_predirectional: Any = ...,
        street_name: Any = ...,
        street_type: Any = ...,
        street_number_postdirectional: Any = ...,
        street_unit: Any = ...,
        supplemental_address_1: Any = ...,
        supplemental_address_2: Any = ...,
        supplemental_address_3: Any = ...,
        city: Any = ...,
        county_id: Any = ...,
        state_province_id: Any = ...,
        postal_code_suffix: Any = ...,
        postal_code: Any = ...,
        usps_adc: Any = ...,
        country_id: Any = ...,
        geo_code_1: Any = ...,
        geo_code_2: Any = ...,
        manual_geo_code: Any = ...,
        timezone: Any = ...,
        name: Any = ...,
        master_id: Any = ...,
        proximity: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[AddressRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        location_type_id: int | str | None | Any = ...,
        is_primary: bool | None | Any = ...,
        is_billing: bool | None | Any = ...,
        street_address: str | None | Any = ...,
        street_number: int | str | None | Any = ...,
        street_number_suffix: str | None | Any = ...,
        street_number_predirectional: str | None | Any = ...,
        street_name: str | None | Any = ...,
        street_type: str | None | Any = ...,
        street_number_postdirectional: str | None | Any = ...,
        street_unit: str | None | Any = ...,
        supplemental_address_1: str | None | Any = ...,
        supplemental_address_2: str | None | Any = ...,
        supplemental_address_3: str | None | Any = ...,
        city: str | None | Any = ...,
        county_id: int | str | None | Any = ...,
        state_province_id: int | str | None | Any = ...,
        postal_code_suffix: str | None | Any = ...,
        postal_code: str | None | Any = ...,
        usps_adc: str | None | Any = ...,
        country_id: int | str | None | Any = ...,
        geo_code_1: float | None | Any = ...,
        geo_code_2: float | None | Any = ...,
        manual_geo_code: bool | None | Any = ...,
        timezone: str | None | Any = ...,
        name: str | None | Any = ...,
        master_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[AddressRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        location_type_id: int | str | None | Any = ...,
        is_primary: bool | None | Any = ...,
        is_billing: bool | None | Any = ...,
        street_address: str | None | Any = ...,
        street_number: int | str | None | Any = ...,
        street_number_suffix: str | None | Any = ...,
        street_number_predirectional: str | None | Any = ...,
        street_name: str | None | Any = ...,
        street_type: str | None | Any = ...,
        street_number_postdirectional: str | None | Any = ...,
        street_unit: str | None | Any = ...,
        supplemental_address_1: str | None | Any = ...,
        supplemental_address_2: str | None | Any = ...,
        supplemental_address_3: str | None | Any = ...,
        city: str | None | Any = ...,
        county_id: int | str | None | Any = ...,
        state_province_id: int | str | None | Any = ...,
        postal_code_suffix: str | None | Any = ...,
        postal_code: str | None | Any = ...,
        usps_adc: str | None | Any = ...,
        country_id: int | str | None | Any = ...,
        geo_code_1: float | None | Any = ...,
        geo_code_2: float | None | Any = ...,
        manual_geo_code: bool | None | Any = ...,
        timezone: str | None | Any = ...,
        name: str | None | Any = ...,
        master_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[AddressRow]: ...

class CampaignRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "campaign_type_id:name",
            "campaign_type_id:label",
            "campaign_type_id:description",
            "status_id:name",
            "status_id:label",
            "status_id:description",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "created_date",
            "last_modified_date",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "title",
            "description",
            "start_date",
            "end_date",
            "external_identifier",
            "goal_general",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "campaign_type_id",
            "status_id",
            "parent_id",
            "created_id",
            "last_modified_id",
            "_depth",
            "_descendents",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_active"],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["goal_revenue"],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_current",
            "has_base",
        ],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class CampaignEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        description: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        campaign_type_id: Any = ...,
        status_id: Any = ...,
        external_identifier: Any = ...,
        parent_id: Any = ...,
        is_active: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        last_modified_id: Any = ...,
        last_modified_date: Any = ...,
        goal_general: Any = ...,
        goal_revenue: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        is_current: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CampaignRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        description: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        campaign_type_id: Any = ...,
        status_id: Any = ...,
        external_identifier: Any = ...,
        parent_id: Any = ...,
        is_active: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        last_modified_id: Any = ...,
        last_modified_date: Any = ...,
        goal_general: Any = ...,
        goal_revenue: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        is_current: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[CampaignRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        description: str | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        campaign_type_id: int | str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        external_identifier: str | None | Any = ...,
        parent_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        last_modified_id: int | str | None | Any = ...,
        last_modified_date: t.Time | None | Any = ...,
        goal_general: str | None | Any = ...,
        goal_revenue: t.Money | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CampaignRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        description: str | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        campaign_type_id: int | str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        external_identifier: str | None | Any = ...,
        parent_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        last_modified_id: int | str | None | Any = ...,
        last_modified_date: t.Time | None | Any = ...,
        goal_general: str | None | Any = ...,
        goal_revenue: t.Money | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CampaignRow]: ...

class CaseRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "case_type_id",
            "status_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "case_type_id:name",
            "case_type_id:label",
            "status_id:name",
            "status_id:label",
            "status_id:description",
            "status_id:color",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "subject",
            "start_date",
            "end_date",
            "details",
            "created_date",
            "modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_deleted"],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class CaseEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        case_type_id: Any = ...,
        subject: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        details: Any = ...,
        status_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        tags: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        case_type_id: Any = ...,
        subject: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        details: Any = ...,
        status_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        tags: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[CaseRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        case_type_id: int | str | None | Any = ...,
        subject: str | None | Any = ...,
        start_date: t.Day | None | Any = ...,
        end_date: t.Day | None | Any = ...,
        details: str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        creator_id: int | str | None | Any = ...,
        contact_id: Any = ...,
        location: str | None | Any = ...,
        medium_id: int | str | None | Any = ...,
        duration: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        case_type_id: int | str | None | Any = ...,
        subject: str | None | Any = ...,
        start_date: t.Day | None | Any = ...,
        end_date: t.Day | None | Any = ...,
        details: str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        creator_id: int | str | None | Any = ...,
        contact_id: Any = ...,
        location: str | None | Any = ...,
        medium_id: int | str | None | Any = ...,
        duration: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseRow]: ...

class CaseContactRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "case_id",
            "contact_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class CaseContactEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        case_id: Any = ...,
        contact_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseContactRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        case_id: Any = ...,
        contact_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[CaseContactRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        case_id: int | str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseContactRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        case_id: int | str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseContactRow]: ...

class CaseTypeRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "weight",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "title",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "description",
            "definition",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_active",
            "is_reserved",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["has_base"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class CaseTypeEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        description: Any = ...,
        is_active: Any = ...,
        is_reserved: Any = ...,
        weight: Any = ...,
        definition: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseTypeRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        description: Any = ...,
        is_active: Any = ...,
        is_reserved: Any = ...,
        weight: Any = ...,
        definition: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[CaseTypeRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        description: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        weight: int | str | None | Any = ...,
        definition: str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseTypeRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        description: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        weight: int | str | None | Any = ...,
        definition: str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CaseTypeRow]: ...

class ContactRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_type:name",
            "contact_type:label",
            "contact_type:icon",
            "contact_sub_type:name",
            "contact_sub_type:label",
            "contact_sub_type:icon",
            "preferred_communication_method:name",
            "preferred_communication_method:label",
            "preferred_communication_method:description",
            "preferred_language:name",
            "preferred_language:label",
            "preferred_language:description",
            "prefix_id:name",
            "prefix_id:label",
            "prefix_id:description",
            "suffix_id:name",
            "suffix_id:label",
            "suffix_id:description",
            "communication_style_id:name",
            "communication_style_id:label",
            "communication_style_id:description",
            "email_greeting_id:name",
            "email_greeting_id:label",
            "email_greeting_id:description",
            "postal_greeting_id:name",
            "postal_greeting_id:label",
            "postal_greeting_id:description",
            "addressee_id:name",
            "addressee_id:label",
            "addressee_id:description",
            "gender_id:name",
            "gender_id:label",
            "gender_id:description",
            "preferred_mail_format:name",
            "preferred_mail_format:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_type",
            "external_identifier",
            "display_name",
            "organization_name",
            "first_name",
            "middle_name",
            "last_name",
            "legal_identifier",
            "sort_name",
            "nick_name",
            "legal_name",
            "image_URL",
            "preferred_language",
            "hash",
            "api_key",
            "source",
            "formal_title",
            "email_greeting_custom",
            "email_greeting_display",
            "postal_greeting_custom",
            "postal_greeting_display",
            "addressee_custom",
            "addressee_display",
            "job_title",
            "birth_date",
            "deceased_date",
            "household_name",
            "sic_code",
            "user_unique_id",
            "created_date",
            "modified_date",
            "preferred_mail_format",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_sub_type",
            "preferred_communication_method",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "do_not_email",
            "do_not_phone",
            "do_not_mail",
            "do_not_sms",
            "do_not_trade",
            "is_opt_out",
            "is_deceased",
            "is_deleted",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "prefix_id",
            "suffix_id",
            "communication_style_id",
            "email_greeting_id",
            "postal_greeting_id",
            "addressee_id",
            "gender_id",
            "primary_contact_id",
            "employer_id",
            "address_primary",
            "address_billing",
            "email_primary",
            "email_billing",
            "phone_primary",
            "phone_billing",
            "im_primary",
            "im_billing",
            "age_years",
            "next_birthday",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ContactEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_type: Any = ...,
        external_identifier: Any = ...,
        display_name: Any = ...,
        organization_name: Any = ...,
        contact_sub_type: Any = ...,
        first_name: Any = ...,
        middle_name: Any = ...,
        last_name: Any = ...,
        do_not_email: Any = ...,
        do_not_phone: Any = ...,
        do_not_mail: Any = ...,
        do_not_sms: Any = ...,
        do_not_trade: Any = ...,
        is_opt_out: Any = ...,
        legal_identifier: Any = ...,
        sort_name: Any = ...,
        nick_name: Any = ...,
        legal_name: Any = ...,
        image_URL: Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: Any = ...,
        hash: Any = ...,
        api_key: Any = ...,
        source: Any = ...,
        prefix_id: Any = ...,
        suffix_id: Any = ...,
        formal_title: Any = ...,
        communication_style_id: Any = ...,
        email_greeting_id: Any = ...,
        email_greeting_custom: Any = ...,
        email_greeting_display: Any = ...,
        postal_greeting_id: Any = ...,
        postal_greeting_custom: Any = ...,
        postal_greeting_display: Any = ...,
        addressee_id: Any = ...,
        addressee_custom: Any = ...,
        addressee_display: Any = ...,
        job_title: Any = ...,
        gender_id: Any = ...,
        birth_date: Any = ...,
        is_deceased: Any = ...,
        deceased_date: Any = ...,
        household_name: Any = ...,
        primary_contact_id: Any = ...,
        sic_code: Any = ...,
        user_unique_id: Any = ...,
        employer_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        preferred_mail_format: Any = ...,
        address_primary: Any = ...,
        address_billing: Any = ...,
        email_primary: Any = ...,
        email_billing: Any = ...,
        phone_primary: Any = ...,
        phone_billing: Any = ...,
        im_primary: Any = ...,
        im_billing: Any = ...,
        groups: Any = ...,
        age_years: Any = ...,
        next_birthday: Any = ...,
        tags: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContactRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_type: Any = ...,
        external_identifier: Any = ...,
        display_name: Any = ...,
        organization_name: Any = ...,
        contact_sub_type: Any = ...,
        first_name: Any = ...,
        middle_name: Any = ...,
        last_name: Any = ...,
        do_not_email: Any = ...,
        do_not_phone: Any = ...,
        do_not_mail: Any = ...,
        do_not_sms: Any = ...,
        do_not_trade: Any = ...,
        is_opt_out: Any = ...,
        legal_identifier: Any = ...,
        sort_name: Any = ...,
        nick_name: Any = ...,
        legal_name: Any = ...,
        image_URL: Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: Any = ...,
        hash: Any = ...,
        api_key: Any = ...,
        source: Any = ...,
        prefix_id: Any = ...,
        suffix_id: Any = ...,
        formal_title: Any = ...,
        communication_style_id: Any = ...,
        email_greeting_id: Any = ...,
        email_greeting_custom: Any = ...,
        email_greeting_display: Any = ...,
        postal_greeting_id: Any = ...,
        postal_greeting_custom: Any = ...,
        postal_greeting_display: Any = ...,
        addressee_id: Any = ...,
        addressee_custom: Any = ...,
        addressee_display: Any = ...,
        job_title: Any = ...,
        gender_id: Any = ...,
        birth_date: Any = ...,
        is_deceased: Any = ...,
        deceased_date: Any = ...,
        household_name: Any = ...,
        primary_contact_id: Any = ...,
        sic_code: Any = ...,
        user_unique_id: Any = ...,
        employer_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        preferred_mail_format: Any = ...,
        address_primary: Any = ...,
        address_billing: Any = ...,
        email_primary: Any = ...,
        email_billing: Any = ...,
        phone_primary: Any = ...,
        phone_billing: Any = ...,
        im_primary: Any = ...,
        im_billing: Any = ...,
        groups: Any = ...,
        age_years: Any = ...,
        next_birthday: Any = ...,
        tags: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ContactRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_type: str | None | Any = ...,
        external_identifier: str | None | Any = ...,
        display_name: str | None | Any = ...,
        organization_name: str | None | Any = ...,
        contact_sub_type: Any = ...,
        first_name: str | None | Any = ...,
        middle_name: str | None | Any = ...,
        last_name: str | None | Any = ...,
        do_not_email: bool | None | Any = ...,
        do_not_phone: bool | None | Any = ...,
        do_not_mail: bool | None | Any = ...,
        do_not_sms: bool | None | Any = ...,
        do_not_trade: bool | None | Any = ...,
        is_opt_out: bool | None | Any = ...,
        legal_identifier: str | None | Any = ...,
        sort_name: str | None | Any = ...,
        nick_name: str | None | Any = ...,
        legal_name: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: str | None | Any = ...,
        hash: str | None | Any = ...,
        api_key: str | None | Any = ...,
        source: str | None | Any = ...,
        prefix_id: int | str | None | Any = ...,
        suffix_id: int | str | None | Any = ...,
        formal_title: str | None | Any = ...,
        communication_style_id: int | str | None | Any = ...,
        email_greeting_id: int | str | None | Any = ...,
        email_greeting_custom: str | None | Any = ...,
        email_greeting_display: str | None | Any = ...,
        postal_greeting_id: int | str | None | Any = ...,
        postal_greeting_custom: str | None | Any = ...,
        postal_greeting_display: str | None | Any = ...,
        addressee_id: int | str | None | Any = ...,
        addressee_custom: str | None | Any = ...,
        addressee_display: str | None | Any = ...,
        job_title: str | None | Any = ...,
        gender_id: int | str | None | Any = ...,
        birth_date: t.Day | None | Any = ...,
        is_deceased: bool | None | Any = ...,
        deceased_date: t.Day | None | Any = ...,
        household_name: str | None | Any = ...,
        primary_contact_id: int | str | None | Any = ...,
        sic_code: str | None | Any = ...,
        user_unique_id: str | None | Any = ...,
        employer_id: int | str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        preferred_mail_format: str | None | Any = ...,
        address_primary: int | str | None | Any = ...,
        address_billing: int | str | None | Any = ...,
        email_primary: int | str | None | Any = ...,
        email_billing: int | str | None | Any = ...,
        phone_primary: int | str | None | Any = ...,
        phone_billing: int | str | None | Any = ...,
        im_primary: int | str | None | Any = ...,
        im_billing: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContactRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_type: str | None | Any = ...,
        external_identifier: str | None | Any = ...,
        display_name: str | None | Any = ...,
        organization_name: str | None | Any = ...,
        contact_sub_type: Any = ...,
        first_name: str | None | Any = ...,
        middle_name: str | None | Any = ...,
        last_name: str | None | Any = ...,
        do_not_email: bool | None | Any = ...,
        do_not_phone: bool | None | Any = ...,
        do_not_mail: bool | None | Any = ...,
        do_not_sms: bool | None | Any = ...,
        do_not_trade: bool | None | Any = ...,
        is_opt_out: bool | None | Any = ...,
        legal_identifier: str | None | Any = ...,
        sort_name: str | None | Any = ...,
        nick_name: str | None | Any = ...,
        legal_name: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: str | None | Any = ...,
        hash: str | None | Any = ...,
        api_key: str | None | Any = ...,
        source: str | None | Any = ...,
        prefix_id: int | str | None | Any = ...,
        suffix_id: int | str | None | Any = ...,
        formal_title: str | None | Any = ...,
        communication_style_id: int | str | None | Any = ...,
        email_greeting_id: int | str | None | Any = ...,
        email_greeting_custom: str | None | Any = ...,
        email_greeting_display: str | None | Any = ...,
        postal_greeting_id: int | str | None | Any = ...,
        postal_greeting_custom: str | None | Any = ...,
        postal_greeting_display: str | None | Any = ...,
        addressee_id: int | str | None | Any = ...,
        addressee_custom: str | None | Any = ...,
        addressee_display: str | None | Any = ...,
        job_title: str | None | Any = ...,
        gender_id: int | str | None | Any = ...,
        birth_date: t.Day | None | Any = ...,
        is_deceased: bool | None | Any = ...,
        deceased_date: t.Day | None | Any = ...,
        household_name: str | None | Any = ...,
        primary_contact_id: int | str | None | Any = ...,
        sic_code: str | None | Any = ...,
        user_unique_id: str | None | Any = ...,
        employer_id: int | str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        preferred_mail_format: str | None | Any = ...,
        address_primary: int | str | None | Any = ...,
        address_billing: int | str | None | Any = ...,
        email_primary: int | str | None | Any = ...,
        email_billing: int | str | None | Any = ...,
        phone_primary: int | str | None | Any = ...,
        phone_billing: int | str | None | Any = ...,
        im_primary: int | str | None | Any = ...,
        im_billing: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContactRow]: ...

class ContactTypeRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "parent_id:name",
            "parent_id:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["name"],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "label",
            "description",
            "image_URL",
            "icon",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "parent_id",
            "_depth",
            "_descendents",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_active",
            "is_reserved",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["has_base"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ContactTypeEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        description: Any = ...,
        image_URL: Any = ...,
        icon: Any = ...,
        parent_id: Any = ...,
        is_active: Any = ...,
        is_reserved: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContactTypeRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        description: Any = ...,
        image_URL: Any = ...,
        icon: Any = ...,
        parent_id: Any = ...,
        is_active: Any = ...,
        is_reserved: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ContactTypeRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        description: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        icon: str | None | Any = ...,
        parent_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContactTypeRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        description: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        icon: str | None | Any = ...,
        parent_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContactTypeRow]: ...

class ContributionRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "contact_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "financial_type_id:name",
            "financial_type_id:label",
            "contribution_page_id:name",
            "contribution_page_id:label",
            "payment_instrument_id:name",
            "payment_instrument_id:label",
            "payment_instrument_id:description",
            "currency:name",
            "currency:label",
            "currency:description",
            "currency:abbr",
            "contribution_status_id:name",
            "contribution_status_id:label",
            "contribution_status_id:description",
            "campaign_id:name",
            "campaign_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "financial_type_id",
            "contribution_page_id",
            "payment_instrument_id",
            "contribution_recur_id",
            "contribution_status_id",
            "address_id",
            "campaign_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "receive_date",
            "trxn_id",
            "invoice_id",
            "invoice_number",
            "currency",
            "cancel_date",
            "cancel_reason",
            "receipt_date",
            "thankyou_date",
            "source",
            "amount_level",
            "check_number",
            "creditnote_id",
            "revenue_recognition_date",
            "created_date",
            "modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "non_deductible_amount",
            "fee_amount",
            "net_amount",
            "paid_amount",
            "balance_amount",
            "tax_exclusive_amount",
        ],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "total_amount",
            "tax_amount",
        ],
        /,
    ) -> float: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_test",
            "is_pay_later",
            "is_template",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ContributionEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        financial_type_id: Any = ...,
        contribution_page_id: Any = ...,
        payment_instrument_id: Any = ...,
        receive_date: Any = ...,
        non_deductible_amount: Any = ...,
        total_amount: Any = ...,
        fee_amount: Any = ...,
        net_amount: Any = ...,
        trxn_id: Any = ...,
        invoice_id: Any = ...,
        invoice_number: Any = ...,
        currency: Any = ...,
        cancel_date: Any = ...,
        cancel_reason: Any = ...,
        receipt_date: Any = ...,
        thankyou_date: Any = ...,
        source: Any = ...,
        amount_level: Any = ...,
        contribution_recur_id: Any = ...,
        is_test: Any = ...,
        is_pay_later: Any = ...,
        contribution_status_id: Any = ...,
        address_id: Any = ...,
        check_number: Any = ...,
        campaign_id: Any = ...,
        creditnote_id: Any = ...,
        tax_amount: Any = ...,
        revenue_recognition_date: Any = ...,
        is_template: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        paid_amount: Any = ...,
        balance_amount: Any = ...,
        tax_exclusive_amount: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        financial_type_id: Any = ...,
        contribution_page_id: Any = ...,
        payment_instrument_id: Any = ...,
        receive_date: Any = ...,
        non_deductible_amount: Any = ...,
        total_amount: Any = ...,
        fee_amount: Any = ...,
        net_amount: Any = ...,
        trxn_id: Any = ...,
        invoice_id: Any = ...,
        invoice_number: Any = ...,
        currency: Any = ...,
        cancel_date: Any = ...,
        cancel_reason: Any = ...,
        receipt_date: Any = ...,
        thankyou_date: Any = ...,
        source: Any = ...,
        amount_level: Any = ...,
        contribution_recur_id: Any = ...,
        is_test: Any = ...,
        is_pay_later: Any = ...,
        contribution_status_id: Any = ...,
        address_id: Any = ...,
        check_number: Any = ...,
        campaign_id: Any = ...,
        creditnote_id: Any = ...,
        tax_amount: Any = ...,
        revenue_recognition_date: Any = ...,
        is_template: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        paid_amount: Any = ...,
        balance_amount: Any = ...,
        tax_exclusive_amount: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ContributionRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        contribution_page_id: int | str | None | Any = ...,
        payment_instrument_id: int | str | None | Any = ...,
        receive_date: t.Time | None | Any = ...,
        non_deductible_amount: t.Money | None | Any = ...,
        total_amount: t.Money | None | Any = ...,
        fee_amount: t.Money | None | Any = ...,
        net_amount: t.Money | None | Any = ...,
        trxn_id: str | None | Any = ...,
        invoice_id: str | None | Any = ...,
        invoice_number: str | None | Any = ...,
        currency: str | None | Any = ...,
        cancel_date: t.Time | None | Any = ...,
        cancel_reason: str | None | Any = ...,
        receipt_date: t.Time | None | Any = ...,
        thankyou_date: t.Time | None | Any = ...,
        source: str | None | Any = ...,
        amount_level: str | None | Any = ...,
        contribution_recur_id: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        contribution_status_id: int | str | None | Any = ...,
        address_id: int | str | None | Any = ...,
        check_number: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        creditnote_id: str | None | Any = ...,
        tax_amount: t.Money | None | Any = ...,
        revenue_recognition_date: t.Time | None | Any = ...,
        is_template: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        contribution_page_id: int | str | None | Any = ...,
        payment_instrument_id: int | str | None | Any = ...,
        receive_date: t.Time | None | Any = ...,
        non_deductible_amount: t.Money | None | Any = ...,
        total_amount: t.Money | None | Any = ...,
        fee_amount: t.Money | None | Any = ...,
        net_amount: t.Money | None | Any = ...,
        trxn_id: str | None | Any = ...,
        invoice_id: str | None | Any = ...,
        invoice_number: str | None | Any = ...,
        currency: str | None | Any = ...,
        cancel_date: t.Time | None | Any = ...,
        cancel_reason: str | None | Any = ...,
        receipt_date: t.Time | None | Any = ...,
        thankyou_date: t.Time | None | Any = ...,
        source: str | None | Any = ...,
        amount_level: str | None | Any = ...,
        contribution_recur_id: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        contribution_status_id: int | str | None | Any = ...,
        address_id: int | str | None | Any = ...,
        check_number: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        creditnote_id: str | None | Any = ...,
        tax_amount: t.Money | None | Any = ...,
        revenue_recognition_date: t.Time | None | Any = ...,
        is_template: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionRow]: ...

class ContributionPageRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "financial_type_id:name",
            "financial_type_id:label",
            "payment_processor:name",
            "payment_processor:label",
            "recur_frequency_unit:name",
            "recur_frequency_unit:label",
            "recur_frequency_unit:description",
            "currency:name",
            "currency:label",
            "currency:description",
            "currency:abbr",
            "campaign_id:name",
            "campaign_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "title",
            "frontend_title",
            "name",
            "created_date",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "intro_text",
            "pay_later_text",
            "pay_later_receipt",
            "initial_amount_label",
            "initial_amount_help_text",
            "thankyou_title",
            "thankyou_text",
            "thankyou_footer",
            "receipt_from_name",
            "receipt_from_email",
            "cc_receipt",
            "bcc_receipt",
            "receipt_text",
            "footer_text",
            "start_date",
            "end_date",
            "currency",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "financial_type_id",
            "default_amount_id",
            "created_id",
            "campaign_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "payment_processor",
            "recur_frequency_unit",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_credit_card_only",
            "is_monetary",
            "is_recur",
            "is_confirm_enabled",
            "is_recur_interval",
            "is_recur_installments",
            "adjust_recur_start_date",
            "is_pay_later",
            "is_allow_other_amount",
            "is_email_receipt",
            "is_active",
            "amount_block_is_active",
            "is_share",
            "is_billing_required",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_partial_payment"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "min_initial_amount",
            "min_amount",
            "max_amount",
            "goal_amount",
        ],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ContributionPageEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        title: Any = ...,
        frontend_title: Any = ...,
        name: Any = ...,
        intro_text: Any = ...,
        financial_type_id: Any = ...,
        payment_processor: Any = ...,
        is_credit_card_only: Any = ...,
        is_monetary: Any = ...,
        is_recur: Any = ...,
        is_confirm_enabled: Any = ...,
        recur_frequency_unit: Any = ...,
        is_recur_interval: Any = ...,
        is_recur_installments: Any = ...,
        adjust_recur_start_date: Any = ...,
        is_pay_later: Any = ...,
        pay_later_text: Any = ...,
        pay_later_receipt: Any = ...,
        is_partial_payment: Any = ...,
        initial_amount_label: Any = ...,
        initial_amount_help_text: Any = ...,
        min_initial_amount: Any = ...,
        is_allow_other_amount: Any = ...,
        default_amount_id: Any = ...,
        min_amount: Any = ...,
        max_amount: Any = ...,
        goal_amount: Any = ...,
        thankyou_title: Any = ...,
        thankyou_text: Any = ...,
        thankyou_footer: Any = ...,
        is_email_receipt: Any = ...,
        receipt_from_name: Any = ...,
        receipt_from_email: Any = ...,
        cc_receipt: Any = ...,
        bcc_receipt: Any = ...,
        receipt_text: Any = ...,
        is_active: Any = ...,
        footer_text: Any = ...,
        amount_block_is_active: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        currency: Any = ...,
        campaign_id: Any = ...,
        is_share: Any = ...,
        is_billing_required: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionPageRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        title: Any = ...,
        frontend_title: Any = ...,
        name: Any = ...,
        intro_text: Any = ...,
        financial_type_id: Any = ...,
        payment_processor: Any = ...,
        is_credit_card_only: Any = ...,
        is_monetary: Any = ...,
        is_recur: Any = ...,
        is_confirm_enabled: Any = ...,
        recur_frequency_unit: Any = ...,
        is_recur_interval: Any = ...,
        is_recur_installments: Any = ...,
        adjust_recur_start_date: Any = ...,
        is_pay_later: Any = ...,
        pay_later_text: Any = ...,
        pay_later_receipt: Any = ...,
        is_partial_payment: Any = ...,
        initial_amount_label: Any = ...,
        initial_amount_help_text: Any = ...,
        min_initial_amount: Any = ...,
        is_allow_other_amount: Any = ...,
        default_amount_id: Any = ...,
        min_amount: Any = ...,
        max_amount: Any = ...,
        goal_amount: Any = ...,
        thankyou_title: Any = ...,
        thankyou_text: Any = ...,
        thankyou_footer: Any = ...,
        is_email_receipt: Any = ...,
        receipt_from_name: Any = ...,
        receipt_from_email: Any = ...,
        cc_receipt: Any = ...,
        bcc_receipt: Any = ...,
        receipt_text: Any = ...,
        is_active: Any = ...,
        footer_text: Any = ...,
        amount_block_is_active: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        currency: Any = ...,
        campaign_id: Any = ...,
        is_share: Any = ...,
        is_billing_required: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ContributionPageRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        title: str | None | Any = ...,
        frontend_title: str | None | Any = ...,
        name: str | None | Any = ...,
        intro_text: str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        payment_processor: Any = ...,
        is_credit_card_only: bool | None | Any = ...,
        is_monetary: bool | None | Any = ...,
        is_recur: bool | None | Any = ...,
        is_confirm_enabled: bool | None | Any = ...,
        recur_frequency_unit: Any = ...,
        is_recur_interval: bool | None | Any = ...,
        is_recur_installments: bool | None | Any = ...,
        adjust_recur_start_date: bool | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        pay_later_text: str | None | Any = ...,
        pay_later_receipt: str | None | Any = ...,
        is_partial_payment: bool | None | Any = ...,
        initial_amount_label: str | None | Any = ...,
        initial_amount_help_text: str | None | Any = ...,
        min_initial_amount: t.Money | None | Any = ...,
        is_allow_other_amount: bool | None | Any = ...,
        default_amount_id: int | str | None | Any = ...,
        min_amount: t.Money | None | Any = ...,
        max_amount: t.Money | None | Any = ...,
        goal_amount: t.Money | None | Any = ...,
        thankyou_title: str | None | Any = ...,
        thankyou_text: str | None | Any = ...,
        thankyou_footer: str | None | Any = ...,
        is_email_receipt: bool | None | Any = ...,
        receipt_from_name: str | None | Any = ...,
        receipt_from_email: str | None | Any = ...,
        cc_receipt: str | None | Any = ...,
        bcc_receipt: str | None | Any = ...,
        receipt_text: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        footer_text: str | None | Any = ...,
        amount_block_is_active: bool | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        currency: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        is_share: bool | None | Any = ...,
        is_billing_required: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionPageRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        title: str | None | Any = ...,
        frontend_title: str | None | Any = ...,
        name: str | None | Any = ...,
        intro_text: str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        payment_processor: Any = ...,
        is_credit_card_only: bool | None | Any = ...,
        is_monetary: bool | None | Any = ...,
        is_recur: bool | None | Any = ...,
        is_confirm_enabled: bool | None | Any = ...,
        recur_frequency_unit: Any = ...,
        is_recur_interval: bool | None | Any = ...,
        is_recur_installments: bool | None | Any = ...,
        adjust_recur_start_date: bool | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        pay_later_text: str | None | Any = ...,
        pay_later_receipt: str | None | Any = ...,
        is_partial_payment: bool | None | Any = ...,
        initial_amount_label: str | None | Any = ...,
        initial_amount_help_text: str | None | Any = ...,
        min_initial_amount: t.Money | None | Any = ...,
        is_allow_other_amount: bool | None | Any = ...,
        default_amount_id: int | str | None | Any = ...,
        min_amount: t.Money | None | Any = ...,
        max_amount: t.Money | None | Any = ...,
        goal_amount: t.Money | None | Any = ...,
        thankyou_title: str | None | Any = ...,
        thankyou_text: str | None | Any = ...,
        thankyou_footer: str | None | Any = ...,
        is_email_receipt: bool | None | Any = ...,
        receipt_from_name: str | None | Any = ...,
        receipt_from_email: str | None | Any = ...,
        cc_receipt: str | None | Any = ...,
        bcc_receipt: str | None | Any = ...,
        receipt_text: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        footer_text: str | None | Any = ...,
        amount_block_is_active: bool | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        currency: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        is_share: bool | None | Any = ...,
        is_billing_required: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionPageRow]: ...

class ContributionRecurRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "contact_id",
            "frequency_interval",
            "cycle_day",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "currency:name",
            "currency:label",
            "currency:description",
            "currency:abbr",
            "frequency_unit:name",
            "frequency_unit:label",
            "frequency_unit:description",
            "contribution_status_id:name",
            "contribution_status_id:label",
            "contribution_status_id:description",
            "payment_processor_id:name",
            "payment_processor_id:label",
            "financial_type_id:name",
            "financial_type_id:label",
            "payment_instrument_id:name",
            "payment_instrument_id:label",
            "payment_instrument_id:description",
            "campaign_id:name",
            "campaign_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["amount"],
        /,
    ) -> float: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "currency",
            "frequency_unit",
            "cancel_date",
            "cancel_reason",
            "end_date",
            "processor_id",
            "trxn_id",
            "invoice_id",
            "next_sched_contribution_date",
            "failure_retry_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "installments",
            "payment_token_id",
            "contribution_status_id",
            "failure_count",
            "payment_processor_id",
            "financial_type_id",
            "payment_instrument_id",
            "campaign_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "start_date",
            "create_date",
            "modified_date",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_test",
            "auto_renew",
            "is_email_receipt",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ContributionRecurEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        amount: Any = ...,
        currency: Any = ...,
        frequency_unit: Any = ...,
        frequency_interval: Any = ...,
        installments: Any = ...,
        start_date: Any = ...,
        create_date: Any = ...,
        modified_date: Any = ...,
        cancel_date: Any = ...,
        cancel_reason: Any = ...,
        end_date: Any = ...,
        processor_id: Any = ...,
        payment_token_id: Any = ...,
        trxn_id: Any = ...,
        invoice_id: Any = ...,
        contribution_status_id: Any = ...,
        is_test: Any = ...,
        cycle_day: Any = ...,
        next_sched_contribution_date: Any = ...,
        failure_count: Any = ...,
        failure_retry_date: Any = ...,
        auto_renew: Any = ...,
        payment_processor_id: Any = ...,
        financial_type_id: Any = ...,
        payment_instrument_id: Any = ...,
        campaign_id: Any = ...,
        is_email_receipt: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionRecurRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        amount: Any = ...,
        currency: Any = ...,
        frequency_unit: Any = ...,
        frequency_interval: Any = ...,
        installments: Any = ...,
        start_date: Any = ...,
        create_date: Any = ...,
        modified_date: Any = ...,
        cancel_date: Any = ...,
        cancel_reason: Any = ...,
        end_date: Any = ...,
        processor_id: Any = ...,
        payment_token_id: Any = ...,
        trxn_id: Any = ...,
        invoice_id: Any = ...,
        contribution_status_id: Any = ...,
        is_test: Any = ...,
        cycle_day: Any = ...,
        next_sched_contribution_date: Any = ...,
        failure_count: Any = ...,
        failure_retry_date: Any = ...,
        auto_renew: Any = ...,
        payment_processor_id: Any = ...,
        financial_type_id: Any = ...,
        payment_instrument_id: Any = ...,
        campaign_id: Any = ...,
        is_email_receipt: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ContributionRecurRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        amount: t.Money | None | Any = ...,
        currency: str | None | Any = ...,
        frequency_unit: str | None | Any = ...,
        frequency_interval: int | str | None | Any = ...,
        installments: int | str | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        create_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        cancel_date: t.Time | None | Any = ...,
        cancel_reason: str | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        processor_id: str | None | Any = ...,
        payment_token_id: int | str | None | Any = ...,
        trxn_id: str | None | Any = ...,
        invoice_id: str | None | Any = ...,
        contribution_status_id: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        cycle_day: int | str | None | Any = ...,
        next_sched_contribution_date: t.Time | None | Any = ...,
        failure_count: int | str | None | Any = ...,
        failure_retry_date: t.Time | None | Any = ...,
        auto_renew: bool | None | Any = ...,
        payment_processor_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        payment_instrument_id: int | str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        is_email_receipt: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionRecurRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        amount: t.Money | None | Any = ...,
        currency: str | None | Any = ...,
        frequency_unit: str | None | Any = ...,
        frequency_interval: int | str | None | Any = ...,
        installments: int | str | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        create_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        cancel_date: t.Time | None | Any = ...,
        cancel_reason: str | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        processor_id: str | None | Any = ...,
        payment_token_id: int | str | None | Any = ...,
        trxn_id: str | None | Any = ...,
        invoice_id: str | None | Any = ...,
        contribution_status_id: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        cycle_day: int | str | None | Any = ...,
        next_sched_contribution_date: t.Time | None | Any = ...,
        failure_count: int | str | None | Any = ...,
        failure_retry_date: t.Time | None | Any = ...,
        auto_renew: bool | None | Any = ...,
        payment_processor_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        payment_instrument_id: int | str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        is_email_receipt: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionRecurRow]: ...

class ContributionSoftRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "contribution_id",
            "contact_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "currency:name",
            "currency:label",
            "currency:description",
            "currency:abbr",
            "pcp_id:name",
            "pcp_id:label",
            "soft_credit_type_id:name",
            "soft_credit_type_id:label",
            "soft_credit_type_id:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["amount"],
        /,
    ) -> float: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "currency",
            "pcp_roll_nickname",
            "pcp_personal_note",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "pcp_id",
            "soft_credit_type_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["pcp_display_in_roll"],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ContributionSoftEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contribution_id: Any = ...,
        contact_id: Any = ...,
        amount: Any = ...,
        currency: Any = ...,
        pcp_id: Any = ...,
        pcp_display_in_roll: Any = ...,
        pcp_roll_nickname: Any = ...,
        pcp_personal_note: Any = ...,
        soft_credit_type_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionSoftRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contribution_id: Any = ...,
        contact_id: Any = ...,
        amount: Any = ...,
        currency: Any = ...,
        pcp_id: Any = ...,
        pcp_display_in_roll: Any = ...,
        pcp_roll_nickname: Any = ...,
        pcp_personal_note: Any = ...,
        soft_credit_type_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ContributionSoftRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contribution_id: int | str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        amount: t.Money | None | Any = ...,
        currency: str | None | Any = ...,
        pcp_id: int | str | None | Any = ...,
        pcp_display_in_roll: bool | None | Any = ...,
        pcp_roll_nickname: str | None | Any = ...,
        pcp_personal_note: str | None | Any = ...,
        soft_credit_type_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionSoftRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contribution_id: int | str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        amount: t.Money | None | Any = ...,
        currency: str | None | Any = ...,
        pcp_id: int | str | None | Any = ...,
        pcp_display_in_roll: bool | None | Any = ...,
        pcp_roll_nickname: str | None | Any = ...,
        pcp_personal_note: str | None | Any = ...,
        soft_credit_type_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ContributionSoftRow]: ...

class CountryRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "region_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "region_id:name",
            "region_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "iso_code",
            "country_code",
            "idd_prefix",
            "ndd_prefix",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["address_format_id"],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_province_abbreviated",
            "is_active",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class CountryEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        iso_code: Any = ...,
        country_code: Any = ...,
        address_format_id: Any = ...,
        idd_prefix: Any = ...,
        ndd_prefix: Any = ...,
        region_id: Any = ...,
        is_province_abbreviated: Any = ...,
        is_active: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CountryRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        iso_code: Any = ...,
        country_code: Any = ...,
        address_format_id: Any = ...,
        idd_prefix: Any = ...,
        ndd_prefix: Any = ...,
        region_id: Any = ...,
        is_province_abbreviated: Any = ...,
        is_active: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[CountryRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        iso_code: str | None | Any = ...,
        country_code: str | None | Any = ...,
        address_format_id: int | str | None | Any = ...,
        idd_prefix: str | None | Any = ...,
        ndd_prefix: str | None | Any = ...,
        region_id: int | str | None | Any = ...,
        is_province_abbreviated: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CountryRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        iso_code: str | None | Any = ...,
        country_code: str | None | Any = ...,
        address_format_id: int | str | None | Any = ...,
        idd_prefix: str | None | Any = ...,
        ndd_prefix: str | None | Any = ...,
        region_id: int | str | None | Any = ...,
        is_province_abbreviated: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CountryRow]: ...

class CustomFieldRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "custom_group_id",
            "weight",
            "serialize",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "custom_group_id:name",
            "custom_group_id:label",
            "data_type:name",
            "data_type:label",
            "html_type:name",
            "html_type:label",
            "date_format:name",
            "date_format:label",
            "time_format:name",
            "time_format:label",
            "option_group_id:name",
            "option_group_id:label",
            "serialize:name",
            "serialize:label",
            "fk_entity_on_delete:name",
            "fk_entity_on_delete:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "label",
            "data_type",
            "html_type",
            "fk_entity_on_delete",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "default_value",
            "help_pre",
            "help_post",
            "attributes",
            "date_format",
            "column_name",
            "filter",
            "fk_entity",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_required",
            "is_searchable",
            "is_search_range",
            "is_view",
            "file_is_public",
            "in_selector",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_active",
            "has_base",
        ],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "options_per_line",
            "text_length",
            "start_date_years",
            "end_date_years",
            "time_format",
            "note_columns",
            "note_rows",
            "option_group_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class CustomFieldEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        custom_group_id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        data_type: Any = ...,
        html_type: Any = ...,
        default_value: Any = ...,
        is_required: Any = ...,
        is_searchable: Any = ...,
        is_search_range: Any = ...,
        weight: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        attributes: Any = ...,
        is_active: Any = ...,
        is_view: Any = ...,
        file_is_public: Any = ...,
        options_per_line: Any = ...,
        text_length: Any = ...,
        start_date_years: Any = ...,
        end_date_years: Any = ...,
        date_format: Any = ...,
        time_format: Any = ...,
        note_columns: Any = ...,
        note_rows: Any = ...,
        column_name: Any = ...,
        option_group_id: Any = ...,
        serialize: Any = ...,
        filter: Any = ...,
        in_selector: Any = ...,
        fk_entity: Any = ...,
        fk_entity_on_delete: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CustomFieldRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        custom_group_id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        data_type: Any = ...,
        html_type: Any = ...,
        default_value: Any = ...,
        is_required: Any = ...,
        is_searchable: Any = ...,
        is_search_range: Any = ...,
        weight: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        attributes: Any = ...,
        is_active: Any = ...,
        is_view: Any = ...,
        file_is_public: Any = ...,
        options_per_line: Any = ...,
        text_length: Any = ...,
        start_date_years: Any = ...,
        end_date_years: Any = ...,
        date_format: Any = ...,
        time_format: Any = ...,
        note_columns: Any = ...,
        note_rows: Any = ...,
        column_name: Any = ...,
        option_group_id: Any = ...,
        serialize: Any = ...,
        filter: Any = ...,
        in_selector: Any = ...,
        fk_entity: Any = ...,
        fk_entity_on_delete: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[CustomFieldRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        custom_group_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        data_type: str | None | Any = ...,
        html_type: str | None | Any = ...,
        default_value: str | None | Any = ...,
        is_required: bool | None | Any = ...,
        is_searchable: bool | None | Any = ...,
        is_search_range: bool | None | Any = ...,
        weight: int | str | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        attributes: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_view: bool | None | Any = ...,
        file_is_public: bool | None | Any = ...,
        options_per_line: int | str | None | Any = ...,
        text_length: int | str | None | Any = ...,
        start_date_years: int | str | None | Any = ...,
        end_date_years: int | str | None | Any = ...,
        date_format: str | None | Any = ...,
        time_format: int | str | None | Any = ...,
        note_columns: int | str | None | Any = ...,
        note_rows: int | str | None | Any = ...,
        column_name: str | None | Any = ...,
        option_group_id: int | str | None | Any = ...,
        serialize: int | str | None | Any = ...,
        filter: str | None | Any = ...,
        in_selector: bool | None | Any = ...,
        fk_entity: str | None | Any = ...,
        fk_entity_on_delete: str | None | Any = ...,
        option_values: Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CustomFieldRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        custom_group_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        data_type: str | None | Any = ...,
        html_type: str | None | Any = ...,
        default_value: str | None | Any = ...,
        is_required: bool | None | Any = ...,
        is_searchable: bool | None | Any = ...,
        is_search_range: bool | None | Any = ...,
        weight: int | str | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        attributes: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_view: bool | None | Any = ...,
        file_is_public: bool | None | Any = ...,
        options_per_line: int | str | None | Any = ...,
        text_length: int | str | None | Any = ...,
        start_date_years: int | str | None | Any = ...,
        end_date_years: int | str | None | Any = ...,
        date_format: str | None | Any = ...,
        time_format: int | str | None | Any = ...,
        note_columns: int | str | None | Any = ...,
        note_rows: int | str | None | Any = ...,
        column_name: str | None | Any = ...,
        option_group_id: int | str | None | Any = ...,
        serialize: int | str | None | Any = ...,
        filter: str | None | Any = ...,
        in_selector: bool | None | Any = ...,
        fk_entity: str | None | Any = ...,
        fk_entity_on_delete: str | None | Any = ...,
        option_values: Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CustomFieldRow]: ...

class CustomGroupRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "weight",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "extends:name",
            "extends:label",
            "extends:grouping",
            "extends:icon",
            "extends_entity_column_id:name",
            "extends_entity_column_id:label",
            "extends_entity_column_id:grouping",
            "extends_entity_column_value:name",
            "extends_entity_column_value:label",
            "style:name",
            "style:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "title",
            "extends",
            "style",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "extends_entity_column_id",
            "min_multiple",
            "max_multiple",
            "created_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["extends_entity_column_value"],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "collapse_display",
            "is_active",
            "is_multiple",
            "collapse_adv_display",
            "is_reserved",
            "is_public",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "help_pre",
            "help_post",
            "table_name",
            "created_date",
            "icon",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["has_base"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class CustomGroupEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        extends: Any = ...,
        extends_entity_column_id: Any = ...,
        extends_entity_column_value: Any = ...,
        style: Any = ...,
        collapse_display: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        weight: Any = ...,
        is_active: Any = ...,
        table_name: Any = ...,
        is_multiple: Any = ...,
        min_multiple: Any = ...,
        max_multiple: Any = ...,
        collapse_adv_display: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        is_reserved: Any = ...,
        is_public: Any = ...,
        icon: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CustomGroupRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        extends: Any = ...,
        extends_entity_column_id: Any = ...,
        extends_entity_column_value: Any = ...,
        style: Any = ...,
        collapse_display: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        weight: Any = ...,
        is_active: Any = ...,
        table_name: Any = ...,
        is_multiple: Any = ...,
        min_multiple: Any = ...,
        max_multiple: Any = ...,
        collapse_adv_display: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        is_reserved: Any = ...,
        is_public: Any = ...,
        icon: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[CustomGroupRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        extends: str | None | Any = ...,
        extends_entity_column_id: int | str | None | Any = ...,
        extends_entity_column_value: Any = ...,
        style: str | None | Any = ...,
        collapse_display: bool | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        weight: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        table_name: str | None | Any = ...,
        is_multiple: bool | None | Any = ...,
        min_multiple: int | str | None | Any = ...,
        max_multiple: int | str | None | Any = ...,
        collapse_adv_display: bool | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_public: bool | None | Any = ...,
        icon: str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CustomGroupRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        extends: str | None | Any = ...,
        extends_entity_column_id: int | str | None | Any = ...,
        extends_entity_column_value: Any = ...,
        style: str | None | Any = ...,
        collapse_display: bool | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        weight: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        table_name: str | None | Any = ...,
        is_multiple: bool | None | Any = ...,
        min_multiple: int | str | None | Any = ...,
        max_multiple: int | str | None | Any = ...,
        collapse_adv_display: bool | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_public: bool | None | Any = ...,
        icon: str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[CustomGroupRow]: ...

class DomainRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "description",
            "version",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["contact_id"],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "locales",
            "locale_custom_strings",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_active"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class DomainEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        description: Any = ...,
        version: Any = ...,
        contact_id: Any = ...,
        locales: Any = ...,
        locale_custom_strings: Any = ...,
        is_active: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[DomainRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        description: Any = ...,
        version: Any = ...,
        contact_id: Any = ...,
        locales: Any = ...,
        locale_custom_strings: Any = ...,
        is_active: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[DomainRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        description: str | None | Any = ...,
        version: str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        locales: Any = ...,
        locale_custom_strings: Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[DomainRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        description: str | None | Any = ...,
        version: str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        locales: Any = ...,
        locale_custom_strings: Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[DomainRow]: ...

class EmailRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "on_hold",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "location_type_id:name",
            "location_type_id:label",
            "location_type_id:description",
            "location_type_id:abbr",
            "on_hold:name",
            "on_hold:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_id",
            "location_type_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "email",
            "hold_date",
            "reset_date",
            "signature_text",
            "signature_html",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_primary",
            "is_billing",
            "is_bulkmail",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class EmailEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        location_type_id: Any = ...,
        email: Any = ...,
        is_primary: Any = ...,
        is_billing: Any = ...,
        on_hold: Any = ...,
        is_bulkmail: Any = ...,
        hold_date: Any = ...,
        reset_date: Any = ...,
        signature_text: Any = ...,
        signature_html: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EmailRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        location_type_id: Any = ...,
        email: Any = ...,
        is_primary: Any = ...,
        is_billing: Any = ...,
        on_hold: Any = ...,
        is_bulkmail: Any = ...,
        hold_date: Any = ...,
        reset_date: Any = ...,
        signature_text: Any = ...,
        signature_html: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[EmailRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        location_type_id: int | str | None | Any = ...,
        email: str | None | Any = ...,
        is_primary: bool | None | Any = ...,
        is_billing: bool | None | Any = ...,
        on_hold: int | str | None | Any = ...,
        is_bulkmail: bool | None | Any = ...,
        hold_date: t.Time | None | Any = ...,
        reset_date: t.Time | None | Any = ...,
        signature_text: str | None | Any = ...,
        signature_html: str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EmailRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        location_type_id: int | str | None | Any = ...,
        email: str | None | Any = ...,
        is_primary: bool | None | Any = ...,
        is_billing: bool | None | Any = ...,
        on_hold: int | str | None | Any = ...,
        is_bulkmail: bool | None | Any = ...,
        hold_date: t.Time | None | Any = ...,
        reset_date: t.Time | None | Any = ...,
        signature_text: str | None | Any = ...,
        signature_html: str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EmailRow]: ...

class EntityTagRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "entity_id",
            "tag_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "entity_table:name",
            "entity_table:label",
            "entity_table:description",
            "tag_id:name",
            "tag_id:label",
            "tag_id:description",
            "tag_id:color",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["entity_table"],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class EntityTagEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: Any = ...,
        entity_id: Any = ...,
        tag_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EntityTagRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: Any = ...,
        entity_id: Any = ...,
        tag_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[EntityTagRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        entity_table: str | None | Any = ...,
        entity_id: int | str | None | Any = ...,
        tag_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EntityTagRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: str | None | Any = ...,
        entity_id: int | str | None | Any = ...,
        tag_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EntityTagRow]: ...

class EventRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "selfcancelxfer_time",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "event_type_id:name",
            "event_type_id:label",
            "event_type_id:description",
            "participant_listing_id:name",
            "participant_listing_id:label",
            "participant_listing_id:description",
            "financial_type_id:name",
            "financial_type_id:label",
            "payment_processor:name",
            "payment_processor:label",
            "default_role_id:name",
            "default_role_id:label",
            "default_role_id:description",
            "currency:name",
            "currency:label",
            "currency:description",
            "currency:abbr",
            "campaign_id:name",
            "campaign_id:label",
            "dedupe_rule_group_id:name",
            "dedupe_rule_group_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "title",
            "summary",
            "description",
            "start_date",
            "end_date",
            "registration_link_text",
            "registration_start_date",
            "registration_end_date",
            "event_full_text",
            "fee_label",
            "intro_text",
            "footer_text",
            "confirm_title",
            "confirm_text",
            "confirm_footer_text",
            "confirm_email_text",
            "confirm_from_name",
            "confirm_from_email",
            "cc_confirm",
            "bcc_confirm",
            "thankyou_title",
            "thankyou_text",
            "thankyou_footer_text",
            "pay_later_text",
            "pay_later_receipt",
            "initial_amount_label",
            "initial_amount_help_text",
            "waitlist_text",
            "approval_req_text",
            "template_title",
            "created_date",
            "currency",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "event_type_id",
            "participant_listing_id",
            "max_participants",
            "financial_type_id",
            "loc_block_id",
            "default_role_id",
            "default_fee_id",
            "default_discount_fee_id",
            "max_additional_participants",
            "expiration_time",
            "created_id",
            "campaign_id",
            "parent_event_id",
            "slot_label_id",
            "dedupe_rule_group_id",
            "remaining_participants",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_public",
            "is_online_registration",
            "is_monetary",
            "is_map",
            "is_active",
            "is_show_location",
            "is_email_confirm",
            "is_pay_later",
            "is_partial_payment",
            "is_multiple_registrations",
            "allow_same_participant_emails",
            "has_waitlist",
            "requires_approval",
            "allow_selfcancelxfer",
            "is_template",
            "is_share",
            "is_confirm_enabled",
            "is_billing_required",
            "is_show_calendar_links",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["payment_processor"],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["min_initial_amount"],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_current"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class EventEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        title: Any = ...,
        summary: Any = ...,
        description: Any = ...,
        event_type_id: Any = ...,
        participant_listing_id: Any = ...,
        is_public: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        is_online_registration: Any = ...,
        registration_link_text: Any = ...,
        registration_start_date: Any = ...,
        registration_end_date: Any = ...,
        max_participants: Any = ...,
        event_full_text: Any = ...,
        is_monetary: Any = ...,
        financial_type_id: Any = ...,
        payment_processor: Any = ...,
        is_map: Any = ...,
        is_active: Any = ...,
        fee_label: Any = ...,
        is_show_location: Any = ...,
        loc_block_id: Any = ...,
        default_role_id: Any = ...,
        intro_text: Any = ...,
        footer_text: Any = ...,
        confirm_title: Any = ...,
        confirm_text: Any = ...,
        confirm_footer_text: Any = ...,
        is_email_confirm: Any = ...,
        confirm_email_text: Any = ...,
        confirm_from_name: Any = ...,
        confirm_from_email: Any = ...,
        cc_confirm: Any = ...,
        bcc_confirm: Any = ...,
        default_fee_id: Any = ...,
        default_discount_fee_id: Any = ...,
        thankyou_title: Any = ...,
        thankyou_text: Any = ...,
        thankyou_footer_text: Any = ...,
        is_pay_later: Any = ...,
        pay_later_text: Any = ...,
        pay_later_receipt: Any = ...,
        is_partial_payment: Any = ...,
        initial_amount_label: Any = ...,
        initial_amount_help_text: Any = ...,
        min_initial_amount: Any = ...,
        is_multiple_registrations: Any = ...,
        max_additional_participants: Any = ...,
        allow_same_participant_emails: Any = ...,
        has_waitlist: Any = ...,
        requires_approval: Any = ...,
        expiration_time: Any = ...,
        allow_selfcancelxfer: Any = ...,
        selfcancelxfer_time: Any = ...,
        waitlist_text: Any = ...,
        approval_req_text: Any = ...,
        is_template: Any = ...,
        template_title: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        currency: Any = ...,
        campaign_id: Any = ...,
        is_share: Any = ...,
        is_confirm_enabled: Any = ...,
        parent_event_id: Any = ...,
        slot_label_id: Any = ...,
        dedupe_rule_group_id: Any = ...,
        is_billing_required: Any = ...,
        is_show_calendar_links: Any = ...,
        is_current: Any = ...,
        remaining_participants: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EventRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        title: Any = ...,
        summary: Any = ...,
        description: Any = ...,
        event_type_id: Any = ...,
        participant_listing_id: Any = ...,
        is_public: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        is_online_registration: Any = ...,
        registration_link_text: Any = ...,
        registration_start_date: Any = ...,
        registration_end_date: Any = ...,
        max_participants: Any = ...,
        event_full_text: Any = ...,
        is_monetary: Any = ...,
        financial_type_id: Any = ...,
        payment_processor: Any = ...,
        is_map: Any = ...,
        is_active: Any = ...,
        fee_label: Any = ...,
        is_show_location: Any = ...,
        loc_block_id: Any = ...,
        default_role_id: Any = ...,
        intro_text: Any = ...,
        footer_text: Any = ...,
        confirm_title: Any = ...,
        confirm_text: Any = ...,
        confirm_footer_text: Any = ...,
        is_email_confirm: Any = ...,
        confirm_email_text: Any = ...,
        confirm_from_name: Any = ...,
        confirm_from_email: Any = ...,
        cc_confirm: Any = ...,
        bcc_confirm: Any = ...,
        default_fee_id: Any = ...,
        default_discount_fee_id: Any = ...,
        thankyou_title: Any = ...,
        thankyou_text: Any = ...,
        thankyou_footer_text: Any = ...,
        is_pay_later: Any = ...,
        pay_later_text: Any = ...,
        pay_later_receipt: Any = ...,
        is_partial_payment: Any = ...,
        initial_amount_label: Any = ...,
        initial_amount_help_text: Any = ...,
        min_initial_amount: Any = ...,
        is_multiple_registrations: Any = ...,
        max_additional_participants: Any = ...,
        allow_same_participant_emails: Any = ...,
        has_waitlist: Any = ...,
        requires_approval: Any = ...,
        expiration_time: Any = ...,
        allow_selfcancelxfer: Any = ...,
        selfcancelxfer_time: Any = ...,
        waitlist_text: Any = ...,
        approval_req_text: Any = ...,
        is_template: Any = ...,
        template_title: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        currency: Any = ...,
        campaign_id: Any = ...,
        is_share: Any = ...,
        is_confirm_enabled: Any = ...,
        parent_event_id: Any = ...,
        slot_label_id: Any = ...,
        dedupe_rule_group_id: Any = ...,
        is_billing_required: Any = ...,
        is_show_calendar_links: Any = ...,
        is_current: Any = ...,
        remaining_participants: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[EventRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        title: str | None | Any = ...,
        summary: str | None | Any = ...,
        description: str | None | Any = ...,
        event_type_id: int | str | None | Any = ...,
        participant_listing_id: int | str | None | Any = ...,
        is_public: bool | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        is_online_registration: bool | None | Any = ...,
        registration_link_text: str | None | Any = ...,
        registration_start_date: t.Time | None | Any = ...,
        registration_end_date: t.Time | None | Any = ...,
        max_participants: int | str | None | Any = ...,
        event_full_text: str | None | Any = ...,
        is_monetary: bool | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        payment_processor: Any = ...,
        is_map: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        fee_label: str | None | Any = ...,
        is_show_location: bool | None | Any = ...,
        loc_block_id: int | str | None | Any = ...,
        default_role_id: int | str | None | Any = ...,
        intro_text: str | None | Any = ...,
        footer_text: str | None | Any = ...,
        confirm_title: str | None | Any = ...,
        confirm_text: str | None | Any = ...,
        confirm_footer_text: str | None | Any = ...,
        is_email_confirm: bool | None | Any = ...,
        confirm_email_text: str | None | Any = ...,
        confirm_from_name: str | None | Any = ...,
        confirm_from_email: str | None | Any = ...,
        cc_confirm: str | None | Any = ...,
        bcc_confirm: str | None | Any = ...,
        default_fee_id: int | str | None | Any = ...,
        default_discount_fee_id: int | str | None | Any = ...,
        thankyou_title: str | None | Any = ...,
        thankyou_text: str | None | Any = ...,
        thankyou_footer_text: str | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        pay_later_text: str | None | Any = ...,
        pay_later_receipt: str | None | Any = ...,
        is_partial_payment: bool | None | Any = ...,
        initial_amount_label: str | None | Any = ...,
        initial_amount_help_text: str | None | Any = ...,
        min_initial_amount: t.Money | None | Any = ...,
        is_multiple_registrations: bool | None | Any = ...,
        max_additional_participants: int | str | None | Any = ...,
        allow_same_participant_emails: bool | None | Any = ...,
        has_waitlist: bool | None | Any = ...,
        requires_approval: bool | None | Any = ...,
        expiration_time: int | str | None | Any = ...,
        allow_selfcancelxfer: bool | None | Any = ...,
        selfcancelxfer_time: int | str | None | Any = ...,
        waitlist_text: str | None | Any = ...,
        approval_req_text: str | None | Any = ...,
        is_template: bool | None | Any = ...,
        template_title: str | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        currency: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        is_share: bool | None | Any = ...,
        is_confirm_enabled: bool | None | Any = ...,
        parent_event_id: int | str | None | Any = ...,
        slot_label_id: int | str | None | Any = ...,
        dedupe_rule_group_id: int | str | None | Any = ...,
        is_billing_required: bool | None | Any = ...,
        is_show_calendar_links: bool | None | Any = ...,
        template_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EventRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        title: str | None | Any = ...,
        summary: str | None | Any = ...,
        description: str | None | Any = ...,
        event_type_id: int | str | None | Any = ...,
        participant_listing_id: int | str | None | Any = ...,
        is_public: bool | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        is_online_registration: bool | None | Any = ...,
        registration_link_text: str | None | Any = ...,
        registration_start_date: t.Time | None | Any = ...,
        registration_end_date: t.Time | None | Any = ...,
        max_participants: int | str | None | Any = ...,
        event_full_text: str | None | Any = ...,
        is_monetary: bool | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        payment_processor: Any = ...,
        is_map: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        fee_label: str | None | Any = ...,
        is_show_location: bool | None | Any = ...,
        loc_block_id: int | str | None | Any = ...,
        default_role_id: int | str | None | Any = ...,
        intro_text: str | None | Any = ...,
        footer_text: str | None | Any = ...,
        confirm_title: str | None | Any = ...,
        confirm_text: str | None | Any = ...,
        confirm_footer_text: str | None | Any = ...,
        is_email_confirm: bool | None | Any = ...,
        confirm_email_text: str | None | Any = ...,
        confirm_from_name: str | None | Any = ...,
        confirm_from_email: str | None | Any = ...,
        cc_confirm: str | None | Any = ...,
        bcc_confirm: str | None | Any = ...,
        default_fee_id: int | str | None | Any = ...,
        default_discount_fee_id: int | str | None | Any = ...,
        thankyou_title: str | None | Any = ...,
        thankyou_text: str | None | Any = ...,
        thankyou_footer_text: str | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        pay_later_text: str | None | Any = ...,
        pay_later_receipt: str | None | Any = ...,
        is_partial_payment: bool | None | Any = ...,
        initial_amount_label: str | None | Any = ...,
        initial_amount_help_text: str | None | Any = ...,
        min_initial_amount: t.Money | None | Any = ...,
        is_multiple_registrations: bool | None | Any = ...,
        max_additional_participants: int | str | None | Any = ...,
        allow_same_participant_emails: bool | None | Any = ...,
        has_waitlist: bool | None | Any = ...,
        requires_approval: bool | None | Any = ...,
        expiration_time: int | str | None | Any = ...,
        allow_selfcancelxfer: bool | None | Any = ...,
        selfcancelxfer_time: int | str | None | Any = ...,
        waitlist_text: str | None | Any = ...,
        approval_req_text: str | None | Any = ...,
        is_template: bool | None | Any = ...,
        template_title: str | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        currency: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        is_share: bool | None | Any = ...,
        is_confirm_enabled: bool | None | Any = ...,
        parent_event_id: int | str | None | Any = ...,
        slot_label_id: int | str | None | Any = ...,
        dedupe_rule_group_id: int | str | None | Any = ...,
        is_billing_required: bool | None | Any = ...,
        is_show_calendar_links: bool | None | Any = ...,
        template_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[EventRow]: ...

class FinancialTypeRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "label",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal["description"],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_deductible",
            "is_reserved",
            "is_active",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class FinancialTypeEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        description: Any = ...,
        is_deductible: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[FinancialTypeRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        description: Any = ...,
        is_deductible: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[FinancialTypeRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        description: str | None | Any = ...,
        is_deductible: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[FinancialTypeRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        description: str | None | Any = ...,
        is_deductible: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[FinancialTypeRow]: ...

class GroupRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "visibility:name",
            "visibility:label",
            "group_type:name",
            "group_type:label",
            "group_type:description",
            "parents:name",
            "parents:label",
            "children:name",
            "children:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "title",
            "frontend_title",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "description",
            "source",
            "visibility",
            "where_clause",
            "cache_date",
            "refresh_date",
            "frontend_description",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "saved_search_id",
            "created_id",
            "modified_id",
            "contact_count",
            "_depth",
            "_descendents",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_active",
            "is_hidden",
            "is_reserved",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "select_tables",
            "where_tables",
            "group_type",
            "parents",
            "children",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["cache_fill_took"],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "cache_expired",
            "has_base",
        ],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class GroupEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        description: Any = ...,
        source: Any = ...,
        saved_search_id: Any = ...,
        is_active: Any = ...,
        visibility: Any = ...,
        where_clause: Any = ...,
        select_tables: Any = ...,
        where_tables: Any = ...,
        group_type: Any = ...,
        cache_date: Any = ...,
        cache_fill_took: Any = ...,
        refresh_date: Any = ...,
        parents: Any = ...,
        children: Any = ...,
        is_hidden: Any = ...,
        is_reserved: Any = ...,
        created_id: Any = ...,
        modified_id: Any = ...,
        frontend_title: Any = ...,
        frontend_description: Any = ...,
        contact_count: Any = ...,
        cache_expired: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[GroupRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        description: Any = ...,
        source: Any = ...,
        saved_search_id: Any = ...,
        is_active: Any = ...,
        visibility: Any = ...,
        where_clause: Any = ...,
        select_tables: Any = ...,
        where_tables: Any = ...,
        group_type: Any = ...,
        cache_date: Any = ...,
        cache_fill_took: Any = ...,
        refresh_date: Any = ...,
        parents: Any = ...,
        children: Any = ...,
        is_hidden: Any = ...,
        is_reserved: Any = ...,
        created_id: Any = ...,
        modified_id: Any = ...,
        frontend_title: Any = ...,
        frontend_description: Any = ...,
        contact_count: Any = ...,
        cache_expired: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[GroupRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        description: str | None | Any = ...,
        source: str | None | Any = ...,
        saved_search_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        visibility: str | None | Any = ...,
        where_clause: str | None | Any = ...,
        select_tables: Any = ...,
        where_tables: Any = ...,
        group_type: Any = ...,
        cache_date: t.Time | None | Any = ...,
        cache_fill_took: float | None | Any = ...,
        refresh_date: t.Time | None | Any = ...,
        parents: Any = ...,
        children: Any = ...,
        is_hidden: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        created_id: int | str | None | Any = ...,
        modified_id: int | str | None | Any = ...,
        frontend_title: str | None | Any = ...,
        frontend_description: str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[GroupRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        description: str | None | Any = ...,
        source: str | None | Any = ...,
        saved_search_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        visibility: str | None | Any = ...,
        where_clause: str | None | Any = ...,
        select_tables: Any = ...,
        where_tables: Any = ...,
        group_type: Any = ...,
        cache_date: t.Time | None | Any = ...,
        cache_fill_took: float | None | Any = ...,
        refresh_date: t.Time | None | Any = ...,
        parents: Any = ...,
        children: Any = ...,
        is_hidden: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        created_id: int | str | None | Any = ...,
        modified_id: int | str | None | Any = ...,
        frontend_title: str | None | Any = ...,
        frontend_description: str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[GroupRow]: ...

class GroupContactRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "group_id",
            "contact_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "group_id:name",
            "group_id:label",
            "status:name",
            "status:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["status"],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "location_id",
            "email_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class GroupContactEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        group_id: Any = ...,
        contact_id: Any = ...,
        status: Any = ...,
        location_id: Any = ...,
        email_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[GroupContactRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        group_id: Any = ...,
        contact_id: Any = ...,
        status: Any = ...,
        location_id: Any = ...,
        email_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[GroupContactRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        group_id: int | str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        status: str | None | Any = ...,
        location_id: int | str | None | Any = ...,
        email_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[GroupContactRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        group_id: int | str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        status: str | None | Any = ...,
        location_id: int | str | None | Any = ...,
        email_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[GroupContactRow]: ...

class HouseholdRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_sub_type:name",
            "contact_sub_type:label",
            "contact_sub_type:icon",
            "preferred_communication_method:name",
            "preferred_communication_method:label",
            "preferred_communication_method:description",
            "preferred_language:name",
            "preferred_language:label",
            "preferred_language:description",
            "communication_style_id:name",
            "communication_style_id:label",
            "communication_style_id:description",
            "email_greeting_id:name",
            "email_greeting_id:label",
            "email_greeting_id:description",
            "postal_greeting_id:name",
            "postal_greeting_id:label",
            "postal_greeting_id:description",
            "addressee_id:name",
            "addressee_id:label",
            "addressee_id:description",
            "preferred_mail_format:name",
            "preferred_mail_format:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "external_identifier",
            "display_name",
            "legal_identifier",
            "sort_name",
            "nick_name",
            "image_URL",
            "preferred_language",
            "hash",
            "api_key",
            "source",
            "email_greeting_custom",
            "email_greeting_display",
            "postal_greeting_custom",
            "postal_greeting_display",
            "addressee_custom",
            "addressee_display",
            "deceased_date",
            "household_name",
            "user_unique_id",
            "created_date",
            "modified_date",
            "preferred_mail_format",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_sub_type",
            "preferred_communication_method",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "do_not_email",
            "do_not_phone",
            "do_not_mail",
            "do_not_sms",
            "do_not_trade",
            "is_opt_out",
            "is_deceased",
            "is_deleted",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "communication_style_id",
            "email_greeting_id",
            "postal_greeting_id",
            "addressee_id",
            "primary_contact_id",
            "address_primary",
            "address_billing",
            "email_primary",
            "email_billing",
            "phone_primary",
            "phone_billing",
            "im_primary",
            "im_billing",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class HouseholdEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: Any = ...,
        display_name: Any = ...,
        contact_sub_type: Any = ...,
        do_not_email: Any = ...,
        do_not_phone: Any = ...,
        do_not_mail: Any = ...,
        do_not_sms: Any = ...,
        do_not_trade: Any = ...,
        is_opt_out: Any = ...,
        legal_identifier: Any = ...,
        sort_name: Any = ...,
        nick_name: Any = ...,
        image_URL: Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: Any = ...,
        hash: Any = ...,
        api_key: Any = ...,
        source: Any = ...,
        communication_style_id: Any = ...,
        email_greeting_id: Any = ...,
        email_greeting_custom: Any = ...,
        email_greeting_display: Any = ...,
        postal_greeting_id: Any = ...,
        postal_greeting_custom: Any = ...,
        postal_greeting_display: Any = ...,
        addressee_id: Any = ...,
        addressee_custom: Any = ...,
        addressee_display: Any = ...,
        is_deceased: Any = ...,
        deceased_date: Any = ...,
        household_name: Any = ...,
        primary_contact_id: Any = ...,
        user_unique_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        preferred_mail_format: Any = ...,
        address_primary: Any = ...,
        address_billing: Any = ...,
        email_primary: Any = ...,
        email_billing: Any = ...,
        phone_primary: Any = ...,
        phone_billing: Any = ...,
        im_primary: Any = ...,
        im_billing: Any = ...,
        groups: Any = ...,
        tags: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[HouseholdRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: Any = ...,
        display_name: Any = ...,
        contact_sub_type: Any = ...,
        do_not_email: Any = ...,
        do_not_phone: Any = ...,
        do_not_mail: Any = ...,
        do_not_sms: Any = ...,
        do_not_trade: Any = ...,
        is_opt_out: Any = ...,
        legal_identifier: Any = ...,
        sort_name: Any = ...,
        nick_name: Any = ...,
        image_URL: Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: Any = ...,
        hash: Any = ...,
        api_key: Any = ...,
        source: Any = ...,
        communication_style_id: Any = ...,
        email_greeting_id: Any = ...,
        email_greeting_custom: Any = ...,
        email_greeting_display: Any = ...,
        postal_greeting_id: Any = ...,
        postal_greeting_custom: Any = ...,
        postal_greeting_display: Any = ...,
        addressee_id: Any = ...,
        addressee_custom: Any = ...,
        addressee_display: Any = ...,
        is_deceased: Any = ...,
        deceased_date: Any = ...,
        household_name: Any = ...,
        primary_contact_id: Any = ...,
        user_unique_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        preferred_mail_format: Any = ...,
        address_primary: Any = ...,
        address_billing: Any = ...,
        email_primary: Any = ...,
        email_billing: Any = ...,
        phone_primary: Any = ...,
        phone_billing: Any = ...,
        im_primary: Any = ...,
        im_billing: Any = ...,
        groups: Any = ...,
        tags: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[HouseholdRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        external_identifier: str | None | Any = ...,
        display_name: str | None | Any = ...,
        contact_sub_type: Any = ...,
        do_not_email: bool | None | Any = ...,
        do_not_phone: bool | None | Any = ...,
        do_not_mail: bool | None | Any = ...,
        do_not_sms: bool | None | Any = ...,
        do_not_trade: bool | None | Any = ...,
        is_opt_out: bool | None | Any = ...,
        legal_identifier: str | None | Any = ...,
        sort_name: str | None | Any = ...,
        nick_name: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: str | None | Any = ...,
        hash: str | None | Any = ...,
        api_key: str | None | Any = ...,
        source: str | None | Any = ...,
        communication_style_id: int | str | None | Any = ...,
        email_greeting_id: int | str | None | Any = ...,
        email_greeting_custom: str | None | Any = ...,
        email_greeting_display: str | None | Any = ...,
        postal_greeting_id: int | str | None | Any = ...,
        postal_greeting_custom: str | None | Any = ...,
        postal_greeting_display: str | None | Any = ...,
        addressee_id: int | str | None | Any = ...,
        addressee_custom: str | None | Any = ...,
        addressee_display: str | None | Any = ...,
        is_deceased: bool | None | Any = ...,
        deceased_date: t.Day | None | Any = ...,
        household_name: str | None | Any = ...,
        primary_contact_id: int | str | None | Any = ...,
        user_unique_id: str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        preferred_mail_format: str | None | Any = ...,
        address_primary: int | str | None | Any = ...,
        address_billing: int | str | None | Any = ...,
        email_primary: int | str | None | Any = ...,
        email_billing: int | str | None | Any = ...,
        phone_primary: int | str | None | Any = ...,
        phone_billing: int | str | None | Any = ...,
        im_primary: int | str | None | Any = ...,
        im_billing: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[HouseholdRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: str | None | Any = ...,
        display_name: str | None | Any = ...,
        contact_sub_type: Any = ...,
        do_not_email: bool | None | Any = ...,
        do_not_phone: bool | None | Any = ...,
        do_not_mail: bool | None | Any = ...,
        do_not_sms: bool | None | Any = ...,
        do_not_trade: bool | None | Any = ...,
        is_opt_out: bool | None | Any = ...,
        legal_identifier: str | None | Any = ...,
        sort_name: str | None | Any = ...,
        nick_name: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: str | None | Any = ...,
        hash: str | None | Any = ...,
        api_key: str | None | Any = ...,
        source: str | None | Any = ...,
        communication_style_id: int | str | None | Any = ...,
        email_greeting_id: int | str | None | Any = ...,
        email_greeting_custom: str | None | Any = ...,
        email_greeting_display: str | None | Any = ...,
        postal_greeting_id: int | str | None | Any = ...,
        postal_greeting_custom: str | None | Any = ...,
        postal_greeting_display: str | None | Any = ...,
        addressee_id: int | str | None | Any = ...,
        addressee_custom: str | None | Any = ...,
        addressee_display: str | None | Any = ...,
        is_deceased: bool | None | Any = ...,
        deceased_date: t.Day | None | Any = ...,
        household_name: str | None | Any = ...,
        primary_contact_id: int | str | None | Any = ...,
        user_unique_id: str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        preferred_mail_format: str | None | Any = ...,
        address_primary: int | str | None | Any = ...,
        address_billing: int | str | None | Any = ...,
        email_primary: int | str | None | Any = ...,
        email_billing: int | str | None | Any = ...,
        phone_primary: int | str | None | Any = ...,
        phone_billing: int | str | None | Any = ...,
        im_primary: int | str | None | Any = ...,
        im_billing: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[HouseholdRow]: ...

class IndividualRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_sub_type:name",
            "contact_sub_type:label",
            "contact_sub_type:icon",
            "preferred_communication_method:name",
            "preferred_communication_method:label",
            "preferred_communication_method:description",
            "preferred_language:name",
            "preferred_language:label",
            "preferred_language:description",
            "prefix_id:name",
            "prefix_id:label",
            "prefix_id:description",
            "suffix_id:name",
            "suffix_id:label",
            "suffix_id:description",
            "communication_style_id:name",
            "communication_style_id:label",
            "communication_style_id:description",
            "email_greeting_id:name",
            "email_greeting_id:label",
            "email_greeting_id:description",
            "postal_greeting_id:name",
            "postal_greeting_id:label",
            "postal_greeting_id:description",
            "addressee_id:name",
            "addressee_id:label",
            "addressee_id:description",
            "gender_id:name",
            "gender_id:label",
            "gender_id:description",
            "preferred_mail_format:name",
            "preferred_mail_format:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "external_identifier",
            "display_name",
            "first_name",
            "middle_name",
            "last_name",
            "legal_identifier",
            "sort_name",
            "nick_name",
            "image_URL",
            "preferred_language",
            "hash",
            "api_key",
            "source",
            "formal_title",
            "email_greeting_custom",
            "email_greeting_display",
            "postal_greeting_custom",
            "postal_greeting_display",
            "addressee_custom",
            "addressee_display",
            "job_title",
            "birth_date",
            "deceased_date",
            "user_unique_id",
            "created_date",
            "modified_date",
            "preferred_mail_format",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_sub_type",
            "preferred_communication_method",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "do_not_email",
            "do_not_phone",
            "do_not_mail",
            "do_not_sms",
            "do_not_trade",
            "is_opt_out",
            "is_deceased",
            "is_deleted",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "prefix_id",
            "suffix_id",
            "communication_style_id",
            "email_greeting_id",
            "postal_greeting_id",
            "addressee_id",
            "gender_id",
            "employer_id",
            "address_primary",
            "address_billing",
            "email_primary",
            "email_billing",
            "phone_primary",
            "phone_billing",
            "im_primary",
            "im_billing",
            "age_years",
            "next_birthday",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class IndividualEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: Any = ...,
        display_name: Any = ...,
        contact_sub_type: Any = ...,
        first_name: Any = ...,
        middle_name: Any = ...,
        last_name: Any = ...,
        do_not_email: Any = ...,
        do_not_phone: Any = ...,
        do_not_mail: Any = ...,
        do_not_sms: Any = ...,
        do_not_trade: Any = ...,
        is_opt_out: Any = ...,
        legal_identifier: Any = ...,
        sort_name: Any = ...,
        nick_name: Any = ...,
        image_URL: Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: Any = ...,
        hash: Any = ...,
        api_key: Any = ...,
        source: Any = ...,
        prefix_id: Any = ...,
        suffix_id: Any = ...,
        formal_title: Any = ...,
        communication_style_id: Any = ...,
        email_greeting_id: Any = ...,
        email_greeting_custom: Any = ...,
        email_greeting_display: Any = ...,
        postal_greeting_id: Any = ...,
        postal_greeting_custom: Any = ...,
        postal_greeting_display: Any = ...,
        addressee_id: Any = ...,
        addressee_custom: Any = ...,
        addressee_display: Any = ...,
        job_title: Any = ...,
        gender_id: Any = ...,
        birth_date: Any = ...,
        is_deceased: Any = ...,
        deceased_date: Any = ...,
        user_unique_id: Any = ...,
        employer_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        preferred_mail_format: Any = ...,
        address_primary: Any = ...,
        address_billing: Any = ...,
        email_primary: Any = ...,
        email_billing: Any = ...,
        phone_primary: Any = ...,
        phone_billing: Any = ...,
        im_primary: Any = ...,
        im_billing: Any = ...,
        groups: Any = ...,
        age_years: Any = ...,
        next_birthday: Any = ...,
        tags: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[IndividualRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: Any = ...,
        display_name: Any = ...,
        contact_sub_type: Any = ...,
        first_name: Any = ...,
        middle_name: Any = ...,
        last_name: Any = ...,
        do_not_email: Any = ...,
        do_not_phone: Any = ...,
        do_not_mail: Any = ...,
        do_not_sms: Any = ...,
        do_not_trade: Any = ...,
        is_opt_out: Any = ...,
        legal_identifier: Any = ...,
        sort_name: Any = ...,
        nick_name: Any = ...,
        image_URL: Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: Any = ...,
        hash: Any = ...,
        api_key: Any = ...,
        source: Any = ...,
        prefix_id: Any = ...,
        suffix_id: Any = ...,
        formal_title: Any = ...,
        communication_style_id: Any = ...,
        email_greeting_id: Any = ...,
        email_greeting_custom: Any = ...,
        email_greeting_display: Any = ...,
        postal_greeting_id: Any = ...,
        postal_greeting_custom: Any = ...,
        postal_greeting_display: Any = ...,
        addressee_id: Any = ...,
        addressee_custom: Any = ...,
        addressee_display: Any = ...,
        job_title: Any = ...,
        gender_id: Any = ...,
        birth_date: Any = ...,
        is_deceased: Any = ...,
        deceased_date: Any = ...,
        user_unique_id: Any = ...,
        employer_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        preferred_mail_format: Any = ...,
        address_primary: Any = ...,
        address_billing: Any = ...,
        email_primary: Any = ...,
        email_billing: Any = ...,
        phone_primary: Any = ...,
        phone_billing: Any = ...,
        im_primary: Any = ...,
        im_billing: Any = ...,
        groups: Any = ...,
        age_years: Any = ...,
        next_birthday: Any = ...,
        tags: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[IndividualRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        external_identifier: str | None | Any = ...,
        display_name: str | None | Any = ...,
        contact_sub_type: Any = ...,
        first_name: str | None | Any = ...,
        middle_name: str | None | Any = ...,
        last_name: str | None | Any = ...,
        do_not_email: bool | None | Any = ...,
        do_not_phone: bool | None | Any = ...,
        do_not_mail: bool | None | Any = ...,
        do_not_sms: bool | None | Any = ...,
        do_not_trade: bool | None | Any = ...,
        is_opt_out: bool | None | Any = ...,
        legal_identifier: str | None | Any = ...,
        sort_name: str | None | Any = ...,
        nick_name: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: str | None | Any = ...,
        hash: str | None | Any = ...,
        api_key: str | None | Any = ...,
        source: str | None | Any = ...,
        prefix_id: int | str | None | Any = ...,
        suffix_id: int | str | None | Any = ...,
        formal_title: str | None | Any = ...,
        communication_style_id: int | str | None | Any = ...,
        email_greeting_id: int | str | None | Any = ...,
        email_greeting_custom: str | None | Any = ...,
        email_greeting_display: str | None | Any = ...,
        postal_greeting_id: int | str | None | Any = ...,
        postal_greeting_custom: str | None | Any = ...,
        postal_greeting_display: str | None | Any = ...,
        addressee_id: int | str | None | Any = ...,
        addressee_custom: str | None | Any = ...,
        addressee_display: str | None | Any = ...,
        job_title: str | None | Any = ...,
        gender_id: int | str | None | Any = ...,
        birth_date: t.Day | None | Any = ...,
        is_deceased: bool | None | Any = ...,
        deceased_date: t.Day | None | Any = ...,
        user_unique_id: str | None | Any = ...,
        employer_id: int | str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        preferred_mail_format: str | None | Any = ...,
        address_primary: int | str | None | Any = ...,
        address_billing: int | str | None | Any = ...,
        email_primary: int | str | None | Any = ...,
        email_billing: int | str | None | Any = ...,
        phone_primary: int | str | None | Any = ...,
        phone_billing: int | str | None | Any = ...,
        im_primary: int | str | None | Any = ...,
        im_billing: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[IndividualRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: str | None | Any = ...,
        display_name: str | None | Any = ...,
        contact_sub_type: Any = ...,
        first_name: str | None | Any = ...,
        middle_name: str | None | Any = ...,
        last_name: str | None | Any = ...,
        do_not_email: bool | None | Any = ...,
        do_not_phone: bool | None | Any = ...,
        do_not_mail: bool | None | Any = ...,
        do_not_sms: bool | None | Any = ...,
        do_not_trade: bool | None | Any = ...,
        is_opt_out: bool | None | Any = ...,
        legal_identifier: str | None | Any = ...,
        sort_name: str | None | Any = ...,
        nick_name: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: str | None | Any = ...,
        hash: str | None | Any = ...,
        api_key: str | None | Any = ...,
        source: str | None | Any = ...,
        prefix_id: int | str | None | Any = ...,
        suffix_id: int | str | None | Any = ...,
        formal_title: str | None | Any = ...,
        communication_style_id: int | str | None | Any = ...,
        email_greeting_id: int | str | None | Any = ...,
        email_greeting_custom: str | None | Any = ...,
        email_greeting_display: str | None | Any = ...,
        postal_greeting_id: int | str | None | Any = ...,
        postal_greeting_custom: str | None | Any = ...,
        postal_greeting_display: str | None | Any = ...,
        addressee_id: int | str | None | Any = ...,
        addressee_custom: str | None | Any = ...,
        addressee_display: str | None | Any = ...,
        job_title: str | None | Any = ...,
        gender_id: int | str | None | Any = ...,
        birth_date: t.Day | None | Any = ...,
        is_deceased: bool | None | Any = ...,
        deceased_date: t.Day | None | Any = ...,
        user_unique_id: str | None | Any = ...,
        employer_id: int | str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        preferred_mail_format: str | None | Any = ...,
        address_primary: int | str | None | Any = ...,
        address_billing: int | str | None | Any = ...,
        email_primary: int | str | None | Any = ...,
        email_billing: int | str | None | Any = ...,
        phone_primary: int | str | None | Any = ...,
        phone_billing: int | str | None | Any = ...,
        im_primary: int | str | None | Any = ...,
        im_billing: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[IndividualRow]: ...

class LineItemRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "entity_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "entity_table:name",
            "entity_table:label",
            "price_field_id:name",
            "price_field_id:label",
            "price_field_value_id:name",
            "price_field_value_id:label",
            "financial_type_id:name",
            "financial_type_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["entity_table"],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contribution_id",
            "price_field_id",
            "participant_count",
            "price_field_value_id",
            "financial_type_id",
            "membership_num_terms",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["label"],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "qty",
            "unit_price",
            "line_total",
            "non_deductible_amount",
            "tax_amount",
        ],
        /,
    ) -> float: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class LineItemEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: Any = ...,
        entity_id: Any = ...,
        contribution_id: Any = ...,
        price_field_id: Any = ...,
        label: Any = ...,
        qty: Any = ...,
        unit_price: Any = ...,
        line_total: Any = ...,
        participant_count: Any = ...,
        price_field_value_id: Any = ...,
        financial_type_id: Any = ...,
        non_deductible_amount: Any = ...,
        tax_amount: Any = ...,
        membership_num_terms: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[LineItemRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: Any = ...,
        entity_id: Any = ...,
        contribution_id: Any = ...,
        price_field_id: Any = ...,
        label: Any = ...,
        qty: Any = ...,
        unit_price: Any = ...,
        line_total: Any = ...,
        participant_count: Any = ...,
        price_field_value_id: Any = ...,
        financial_type_id: Any = ...,
        non_deductible_amount: Any = ...,
        tax_amount: Any = ...,
        membership_num_terms: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[LineItemRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        entity_table: str | None | Any = ...,
        entity_id: int | str | None | Any = ...,
        contribution_id: int | str | None | Any = ...,
        price_field_id: int | str | None | Any = ...,
        label: str | None | Any = ...,
        qty: float | None | Any = ...,
        unit_price: t.Money | None | Any = ...,
        line_total: t.Money | None | Any = ...,
        participant_count: int | str | None | Any = ...,
        price_field_value_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        non_deductible_amount: t.Money | None | Any = ...,
        tax_amount: t.Money | None | Any = ...,
        membership_num_terms: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[LineItemRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: str | None | Any = ...,
        entity_id: int | str | None | Any = ...,
        contribution_id: int | str | None | Any = ...,
        price_field_id: int | str | None | Any = ...,
        label: str | None | Any = ...,
        qty: float | None | Any = ...,
        unit_price: t.Money | None | Any = ...,
        line_total: t.Money | None | Any = ...,
        participant_count: int | str | None | Any = ...,
        price_field_value_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        non_deductible_amount: t.Money | None | Any = ...,
        tax_amount: t.Money | None | Any = ...,
        membership_num_terms: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[LineItemRow]: ...

class LocationTypeRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "display_name",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "vcard_name",
            "description",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_reserved",
            "is_active",
            "is_default",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class LocationTypeEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        display_name: Any = ...,
        vcard_name: Any = ...,
        description: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        is_default: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[LocationTypeRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        display_name: Any = ...,
        vcard_name: Any = ...,
        description: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        is_default: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[LocationTypeRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        display_name: str | None | Any = ...,
        vcard_name: str | None | Any = ...,
        description: str | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_default: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[LocationTypeRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        display_name: str | None | Any = ...,
        vcard_name: str | None | Any = ...,
        description: str | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_default: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[LocationTypeRow]: ...

class MailingRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "domain_id:name",
            "domain_id:label",
            "header_id:name",
            "header_id:label",
            "footer_id:name",
            "footer_id:label",
            "mailing_type:name",
            "mailing_type:label",
            "template_type:name",
            "template_type:label",
            "status:name",
            "status:label",
            "approval_status_id:name",
            "approval_status_id:label",
            "approval_status_id:description",
            "visibility:name",
            "visibility:label",
            "campaign_id:name",
            "campaign_id:label",
            "location_type_id:name",
            "location_type_id:label",
            "location_type_id:description",
            "location_type_id:abbr",
            "email_selection_method:name",
            "email_selection_method:label",
            "language:name",
            "language:label",
            "language:description",
            "unsubscribe_mode:name",
            "unsubscribe_mode:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "domain_id",
            "header_id",
            "footer_id",
            "reply_id",
            "unsubscribe_id",
            "resubscribe_id",
            "optout_id",
            "msg_template_id",
            "created_id",
            "scheduled_id",
            "approver_id",
            "approval_status_id",
            "campaign_id",
            "sms_provider_id",
            "location_type_id",
            "stats_intended_recipients",
            "stats_successful",
            "stats_opens_total",
            "stats_opens_unique",
            "stats_clicks_total",
            "stats_clicks_unique",
            "stats_bounces",
            "stats_unsubscribes",
            "stats_optouts",
            "stats_optouts_and_unsubscribes",
            "stats_replies",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "mailing_type",
            "from_name",
            "from_email",
            "replyto_email",
            "subject",
            "body_text",
            "body_html",
            "created_date",
            "modified_date",
            "scheduled_date",
            "start_date",
            "end_date",
            "status",
            "approval_date",
            "approval_note",
            "visibility",
            "hash",
            "email_selection_method",
            "language",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "template_type",
            "unsubscribe_mode",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal["template_options"],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "url_tracking",
            "forward_replies",
            "auto_responder",
            "open_tracking",
            "is_completed",
            "override_verp",
            "is_archived",
            "dedupe_email",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class MailingEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        header_id: Any = ...,
        footer_id: Any = ...,
        reply_id: Any = ...,
        unsubscribe_id: Any = ...,
        resubscribe_id: Any = ...,
        optout_id: Any = ...,
        name: Any = ...,
        mailing_type: Any = ...,
        from_name: Any = ...,
        from_email: Any = ...,
        replyto_email: Any = ...,
        template_type: Any = ...,
        template_options: Any = ...,
        subject: Any = ...,
        body_text: Any = ...,
        body_html: Any = ...,
        url_tracking: Any = ...,
        forward_replies: Any = ...,
        auto_responder: Any = ...,
        open_tracking: Any = ...,
        is_completed: Any = ...,
        msg_template_id: Any = ...,
        override_verp: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        scheduled_id: Any = ...,
        scheduled_date: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        status: Any = ...,
        approver_id: Any = ...,
        approval_date: Any = ...,
        approval_status_id: Any = ...,
        approval_note: Any = ...,
        is_archived: Any = ...,
        visibility: Any = ...,
        campaign_id: Any = ...,
        dedupe_email: Any = ...,
        sms_provider_id: Any = ...,
        hash: Any = ...,
        location_type_id: Any = ...,
        email_selection_method: Any = ...,
        language: Any = ...,
        unsubscribe_mode: Any = ...,
        stats_intended_recipients: Any = ...,
        stats_successful: Any = ...,
        stats_opens_total: Any = ...,
        stats_opens_unique: Any = ...,
        stats_clicks_total: Any = ...,
        stats_clicks_unique: Any = ...,
        stats_bounces: Any = ...,
        stats_unsubscribes: Any = ...,
        stats_optouts: Any = ...,
        stats_optouts_and_unsubscribes: Any = ...,
        stats_replies: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MailingRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        header_id: Any = ...,
        footer_id: Any = ...,
        reply_id: Any = ...,
        unsubscribe_id: Any = ...,
        resubscribe_id: Any = ...,
        optout_id: Any = ...,
        name: Any = ...,
        mailing_type: Any = ...,
        from_name: Any = ...,
        from_email: Any = ...,
        replyto_email: Any = ...,
        template_type: Any = ...,
        template_options: Any = ...,
        subject: Any = ...,
        body_text: Any = ...,
        body_html: Any = ...,
        url_tracking: Any = ...,
        forward_replies: Any = ...,
        auto_responder: Any = ...,
        open_tracking: Any = ...,
        is_completed: Any = ...,
        msg_template_id: Any = ...,
        override_verp: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        scheduled_id: Any = ...,
        scheduled_date: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        status: Any = ...,
        approver_id: Any = ...,
        approval_date: Any = ...,
        approval_status_id: Any = ...,
        approval_note: Any = ...,
        is_archived: Any = ...,
        visibility: Any = ...,
        campaign_id: Any = ...,
        dedupe_email: Any = ...,
        sms_provider_id: Any = ...,
        hash: Any = ...,
        location_type_id: Any = ...,
        email_selection_method: Any = ...,
        language: Any = ...,
        unsubscribe_mode: Any = ...,
        stats_intended_recipients: Any = ...,
        stats_successful: Any = ...,
        stats_opens_total: Any = ...,
        stats_opens_unique: Any = ...,
        stats_clicks_total: Any = ...,
        stats_clicks_unique: Any = ...,
        stats_bounces: Any = ...,
        stats_unsubscribes: Any = ...,
        stats_optouts: Any = ...,
        stats_optouts_and_unsubscribes: Any = ...,
        stats_replies: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[MailingRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        domain_id: int | str | None | Any = ...,
        header_id: int | str | None | Any = ...,
        footer_id: int | str | None | Any = ...,
        reply_id: int | str | None | Any = ...,
        unsubscribe_id: int | str | None | Any = ...,
        resubscribe_id: int | str | None | Any = ...,
        optout_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        mailing_type: str | None | Any = ...,
        from_name: str | None | Any = ...,
        from_email: str | None | Any = ...,
        replyto_email: str | None | Any = ...,
        template_type: str | None | Any = ...,
        template_options: Any = ...,
        subject: str | None | Any = ...,
        body_text: str | None | Any = ...,
        body_html: str | None | Any = ...,
        url_tracking: bool | None | Any = ...,
        forward_replies: bool | None | Any = ...,
        auto_responder: bool | None | Any = ...,
        open_tracking: bool | None | Any = ...,
        is_completed: bool | None | Any = ...,
        msg_template_id: int | str | None | Any = ...,
        override_verp: bool | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        scheduled_id: int | str | None | Any = ...,
        scheduled_date: t.Time | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        status: str | None | Any = ...,
        approver_id: int | str | None | Any = ...,
        approval_date: t.Time | None | Any = ...,
        approval_status_id: int | str | None | Any = ...,
        approval_note: str | None | Any = ...,
        is_archived: bool | None | Any = ...,
        visibility: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        dedupe_email: bool | None | Any = ...,
        sms_provider_id: int | str | None | Any = ...,
        hash: str | None | Any = ...,
        location_type_id: int | str | None | Any = ...,
        email_selection_method: str | None | Any = ...,
        language: str | None | Any = ...,
        unsubscribe_mode: str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MailingRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: int | str | None | Any = ...,
        header_id: int | str | None | Any = ...,
        footer_id: int | str | None | Any = ...,
        reply_id: int | str | None | Any = ...,
        unsubscribe_id: int | str | None | Any = ...,
        resubscribe_id: int | str | None | Any = ...,
        optout_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        mailing_type: str | None | Any = ...,
        from_name: str | None | Any = ...,
        from_email: str | None | Any = ...,
        replyto_email: str | None | Any = ...,
        template_type: str | None | Any = ...,
        template_options: Any = ...,
        subject: str | None | Any = ...,
        body_text: str | None | Any = ...,
        body_html: str | None | Any = ...,
        url_tracking: bool | None | Any = ...,
        forward_replies: bool | None | Any = ...,
        auto_responder: bool | None | Any = ...,
        open_tracking: bool | None | Any = ...,
        is_completed: bool | None | Any = ...,
        msg_template_id: int | str | None | Any = ...,
        override_verp: bool | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        scheduled_id: int | str | None | Any = ...,
        scheduled_date: t.Time | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        status: str | None | Any = ...,
        approver_id: int | str | None | Any = ...,
        approval_date: t.Time | None | Any = ...,
        approval_status_id: int | str | None | Any = ...,
        approval_note: str | None | Any = ...,
        is_archived: bool | None | Any = ...,
        visibility: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        dedupe_email: bool | None | Any = ...,
        sms_provider_id: int | str | None | Any = ...,
        hash: str | None | Any = ...,
        location_type_id: int | str | None | Any = ...,
        email_selection_method: str | None | Any = ...,
        language: str | None | Any = ...,
        unsubscribe_mode: str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MailingRow]: ...

class MembershipRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "contact_id",
            "membership_type_id",
            "status_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "membership_type_id:name",
            "membership_type_id:label",
            "status_id:name",
            "status_id:label",
            "campaign_id:name",
            "campaign_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "join_date",
            "start_date",
            "end_date",
            "source",
            "status_override_end_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_override",
            "is_test",
            "is_pay_later",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "owner_membership_id",
            "max_related",
            "contribution_recur_id",
            "campaign_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_primary_member"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class MembershipEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        membership_type_id: Any = ...,
        join_date: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        source: Any = ...,
        status_id: Any = ...,
        is_override: Any = ...,
        status_override_end_date: Any = ...,
        owner_membership_id: Any = ...,
        max_related: Any = ...,
        is_test: Any = ...,
        is_pay_later: Any = ...,
        contribution_recur_id: Any = ...,
        campaign_id: Any = ...,
        is_primary_member: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        membership_type_id: Any = ...,
        join_date: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        source: Any = ...,
        status_id: Any = ...,
        is_override: Any = ...,
        status_override_end_date: Any = ...,
        owner_membership_id: Any = ...,
        max_related: Any = ...,
        is_test: Any = ...,
        is_pay_later: Any = ...,
        contribution_recur_id: Any = ...,
        campaign_id: Any = ...,
        is_primary_member: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[MembershipRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        membership_type_id: int | str | None | Any = ...,
        join_date: t.Day | None | Any = ...,
        start_date: t.Day | None | Any = ...,
        end_date: t.Day | None | Any = ...,
        source: str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        is_override: bool | None | Any = ...,
        status_override_end_date: t.Day | None | Any = ...,
        owner_membership_id: int | str | None | Any = ...,
        max_related: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        contribution_recur_id: int | str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        version: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        membership_type_id: int | str | None | Any = ...,
        join_date: t.Day | None | Any = ...,
        start_date: t.Day | None | Any = ...,
        end_date: t.Day | None | Any = ...,
        source: str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        is_override: bool | None | Any = ...,
        status_override_end_date: t.Day | None | Any = ...,
        owner_membership_id: int | str | None | Any = ...,
        max_related: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        contribution_recur_id: int | str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        version: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipRow]: ...

class MembershipStatusRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "start_event:name",
            "start_event:label",
            "start_event_adjust_unit:name",
            "start_event_adjust_unit:label",
            "end_event:name",
            "end_event:label",
            "end_event_adjust_unit:name",
            "end_event_adjust_unit:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["name"],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "label",
            "start_event",
            "start_event_adjust_unit",
            "end_event",
            "end_event_adjust_unit",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "start_event_adjust_interval",
            "end_event_adjust_interval",
            "weight",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_current_member",
            "is_admin",
            "is_default",
            "is_active",
            "is_reserved",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "has_base",
            "is_new",
        ],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class MembershipStatusEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        start_event: Any = ...,
        start_event_adjust_unit: Any = ...,
        start_event_adjust_interval: Any = ...,
        end_event: Any = ...,
        end_event_adjust_unit: Any = ...,
        end_event_adjust_interval: Any = ...,
        is_current_member: Any = ...,
        is_admin: Any = ...,
        weight: Any = ...,
        is_default: Any = ...,
        is_active: Any = ...,
        is_reserved: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        is_new: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipStatusRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        start_event: Any = ...,
        start_event_adjust_unit: Any = ...,
        start_event_adjust_interval: Any = ...,
        end_event: Any = ...,
        end_event_adjust_unit: Any = ...,
        end_event_adjust_interval: Any = ...,
        is_current_member: Any = ...,
        is_admin: Any = ...,
        weight: Any = ...,
        is_default: Any = ...,
        is_active: Any = ...,
        is_reserved: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        is_new: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[MembershipStatusRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        start_event: str | None | Any = ...,
        start_event_adjust_unit: str | None | Any = ...,
        start_event_adjust_interval: int | str | None | Any = ...,
        end_event: str | None | Any = ...,
        end_event_adjust_unit: str | None | Any = ...,
        end_event_adjust_interval: int | str | None | Any = ...,
        is_current_member: bool | None | Any = ...,
        is_admin: bool | None | Any = ...,
        weight: int | str | None | Any = ...,
        is_default: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipStatusRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        start_event: str | None | Any = ...,
        start_event_adjust_unit: str | None | Any = ...,
        start_event_adjust_interval: int | str | None | Any = ...,
        end_event: str | None | Any = ...,
        end_event_adjust_unit: str | None | Any = ...,
        end_event_adjust_interval: int | str | None | Any = ...,
        is_current_member: bool | None | Any = ...,
        is_admin: bool | None | Any = ...,
        weight: int | str | None | Any = ...,
        is_default: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipStatusRow]: ...

class MembershipTypeRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "domain_id",
            "member_of_contact_id",
            "financial_type_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "domain_id:name",
            "domain_id:label",
            "financial_type_id:name",
            "financial_type_id:label",
            "duration_unit:name",
            "duration_unit:label",
            "period_type:name",
            "period_type:label",
            "visibility:name",
            "visibility:label",
            "auto_renew:name",
            "auto_renew:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "title",
            "frontend_title",
            "duration_unit",
            "period_type",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "description",
            "visibility",
            "receipt_text_signup",
            "receipt_text_renewal",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["minimum_fee"],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "duration_interval",
            "fixed_period_start_day",
            "fixed_period_rollover_day",
            "max_related",
            "weight",
            "auto_renew",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "relationship_type_id",
            "relationship_direction",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_active",
            "has_base",
        ],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class MembershipTypeEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        frontend_title: Any = ...,
        description: Any = ...,
        member_of_contact_id: Any = ...,
        financial_type_id: Any = ...,
        minimum_fee: Any = ...,
        duration_unit: Any = ...,
        duration_interval: Any = ...,
        period_type: Any = ...,
        fixed_period_start_day: Any = ...,
        fixed_period_rollover_day: Any = ...,
        relationship_type_id: Any = ...,
        relationship_direction: Any = ...,
        max_related: Any = ...,
        visibility: Any = ...,
        weight: Any = ...,
        receipt_text_signup: Any = ...,
        receipt_text_renewal: Any = ...,
        auto_renew: Any = ...,
        is_active: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipTypeRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        frontend_title: Any = ...,
        description: Any = ...,
        member_of_contact_id: Any = ...,
        financial_type_id: Any = ...,
        minimum_fee: Any = ...,
        duration_unit: Any = ...,
        duration_interval: Any = ...,
        period_type: Any = ...,
        fixed_period_start_day: Any = ...,
        fixed_period_rollover_day: Any = ...,
        relationship_type_id: Any = ...,
        relationship_direction: Any = ...,
        max_related: Any = ...,
        visibility: Any = ...,
        weight: Any = ...,
        receipt_text_signup: Any = ...,
        receipt_text_renewal: Any = ...,
        auto_renew: Any = ...,
        is_active: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[MembershipTypeRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        domain_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        frontend_title: str | None | Any = ...,
        description: str | None | Any = ...,
        member_of_contact_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        minimum_fee: t.Money | None | Any = ...,
        duration_unit: str | None | Any = ...,
        duration_interval: int | str | None | Any = ...,
        period_type: str | None | Any = ...,
        fixed_period_start_day: int | str | None | Any = ...,
        fixed_period_rollover_day: int | str | None | Any = ...,
        relationship_type_id: Any = ...,
        relationship_direction: Any = ...,
        max_related: int | str | None | Any = ...,
        visibility: str | None | Any = ...,
        weight: int | str | None | Any = ...,
        receipt_text_signup: str | None | Any = ...,
        receipt_text_renewal: str | None | Any = ...,
        auto_renew: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipTypeRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        frontend_title: str | None | Any = ...,
        description: str | None | Any = ...,
        member_of_contact_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        minimum_fee: t.Money | None | Any = ...,
        duration_unit: str | None | Any = ...,
        duration_interval: int | str | None | Any = ...,
        period_type: str | None | Any = ...,
        fixed_period_start_day: int | str | None | Any = ...,
        fixed_period_rollover_day: int | str | None | Any = ...,
        relationship_type_id: Any = ...,
        relationship_direction: Any = ...,
        max_related: int | str | None | Any = ...,
        visibility: str | None | Any = ...,
        weight: int | str | None | Any = ...,
        receipt_text_signup: str | None | Any = ...,
        receipt_text_renewal: str | None | Any = ...,
        auto_renew: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MembershipTypeRow]: ...

class MessageTemplateRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "pdf_format_id:name",
            "pdf_format_id:label",
            "pdf_format_id:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "msg_title",
            "msg_subject",
            "msg_text",
            "msg_html",
            "workflow_name",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_active",
            "is_default",
            "is_reserved",
            "is_sms",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "workflow_id",
            "pdf_format_id",
            "master_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class MessageTemplateEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        msg_title: Any = ...,
        msg_subject: Any = ...,
        msg_text: Any = ...,
        msg_html: Any = ...,
        is_active: Any = ...,
        workflow_id: Any = ...,
        workflow_name: Any = ...,
        is_default: Any = ...,
        is_reserved: Any = ...,
        is_sms: Any = ...,
        pdf_format_id: Any = ...,
        master_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MessageTemplateRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        msg_title: Any = ...,
        msg_subject: Any = ...,
        msg_text: Any = ...,
        msg_html: Any = ...,
        is_active: Any = ...,
        workflow_id: Any = ...,
        workflow_name: Any = ...,
        is_default: Any = ...,
        is_reserved: Any = ...,
        is_sms: Any = ...,
        pdf_format_id: Any = ...,
        master_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[MessageTemplateRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        msg_title: str | None | Any = ...,
        msg_subject: str | None | Any = ...,
        msg_text: str | None | Any = ...,
        msg_html: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        workflow_id: int | str | None | Any = ...,
        workflow_name: str | None | Any = ...,
        is_default: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_sms: bool | None | Any = ...,
        pdf_format_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MessageTemplateRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        msg_title: str | None | Any = ...,
        msg_subject: str | None | Any = ...,
        msg_text: str | None | Any = ...,
        msg_html: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        workflow_id: int | str | None | Any = ...,
        workflow_name: str | None | Any = ...,
        is_default: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_sms: bool | None | Any = ...,
        pdf_format_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[MessageTemplateRow]: ...

class NoteRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "entity_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "entity_table:name",
            "entity_table:label",
            "entity_table:description",
            "privacy:name",
            "privacy:label",
            "privacy:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "entity_table",
            "note_date",
            "created_date",
            "modified_date",
            "privacy",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "note",
            "subject",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_id",
            "_depth",
            "_descendents",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class NoteEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: Any = ...,
        entity_id: Any = ...,
        note: Any = ...,
        contact_id: Any = ...,
        note_date: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        subject: Any = ...,
        privacy: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[NoteRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: Any = ...,
        entity_id: Any = ...,
        note: Any = ...,
        contact_id: Any = ...,
        note_date: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        subject: Any = ...,
        privacy: Any = ...,
        _depth: Any = ...,
        _descendents: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[NoteRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        entity_table: str | None | Any = ...,
        entity_id: int | str | None | Any = ...,
        note: str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        note_date: t.Time | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        subject: str | None | Any = ...,
        privacy: str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[NoteRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        entity_table: str | None | Any = ...,
        entity_id: int | str | None | Any = ...,
        note: str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        note_date: t.Time | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        subject: str | None | Any = ...,
        privacy: str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[NoteRow]: ...

class OptionGroupRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "data_type:name",
            "data_type:label",
            "option_value_fields:name",
            "option_value_fields:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal["name"],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "title",
            "description",
            "data_type",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_reserved",
            "is_active",
            "is_locked",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["option_value_fields"],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["has_base"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class OptionGroupEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        description: Any = ...,
        data_type: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        is_locked: Any = ...,
        option_value_fields: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OptionGroupRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        description: Any = ...,
        data_type: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        is_locked: Any = ...,
        option_value_fields: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[OptionGroupRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        description: str | None | Any = ...,
        data_type: str | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_locked: bool | None | Any = ...,
        option_value_fields: Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OptionGroupRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        description: str | None | Any = ...,
        data_type: str | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_locked: bool | None | Any = ...,
        option_value_fields: Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OptionGroupRow]: ...

class OptionValueRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "option_group_id",
            "weight",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "option_group_id:name",
            "option_group_id:label",
            "component_id:name",
            "component_id:label",
            "domain_id:name",
            "domain_id:label",
            "visibility_id:name",
            "visibility_id:label",
            "visibility_id:description",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "label",
            "value",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "grouping",
            "description",
            "icon",
            "color",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "filter",
            "component_id",
            "domain_id",
            "visibility_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_default",
            "is_optgroup",
            "is_reserved",
            "is_active",
            "has_base",
        ],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class OptionValueEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        option_group_id: Any = ...,
        label: Any = ...,
        value: Any = ...,
        name: Any = ...,
        grouping: Any = ...,
        filter: Any = ...,
        is_default: Any = ...,
        weight: Any = ...,
        description: Any = ...,
        is_optgroup: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        component_id: Any = ...,
        domain_id: Any = ...,
        visibility_id: Any = ...,
        icon: Any = ...,
        color: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OptionValueRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        option_group_id: Any = ...,
        label: Any = ...,
        value: Any = ...,
        name: Any = ...,
        grouping: Any = ...,
        filter: Any = ...,
        is_default: Any = ...,
        weight: Any = ...,
        description: Any = ...,
        is_optgroup: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        component_id: Any = ...,
        domain_id: Any = ...,
        visibility_id: Any = ...,
        icon: Any = ...,
        color: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[OptionValueRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        option_group_id: int | str | None | Any = ...,
        label: str | None | Any = ...,
        value: str | None | Any = ...,
        name: str | None | Any = ...,
        grouping: str | None | Any = ...,
        filter: int | str | None | Any = ...,
        is_default: bool | None | Any = ...,
        weight: int | str | None | Any = ...,
        description: str | None | Any = ...,
        is_optgroup: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        component_id: int | str | None | Any = ...,
        domain_id: int | str | None | Any = ...,
        visibility_id: int | str | None | Any = ...,
        icon: str | None | Any = ...,
        color: str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OptionValueRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        option_group_id: int | str | None | Any = ...,
        label: str | None | Any = ...,
        value: str | None | Any = ...,
        name: str | None | Any = ...,
        grouping: str | None | Any = ...,
        filter: int | str | None | Any = ...,
        is_default: bool | None | Any = ...,
        weight: int | str | None | Any = ...,
        description: str | None | Any = ...,
        is_optgroup: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        component_id: int | str | None | Any = ...,
        domain_id: int | str | None | Any = ...,
        visibility_id: int | str | None | Any = ...,
        icon: str | None | Any = ...,
        color: str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OptionValueRow]: ...

class OrganizationRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_sub_type:name",
            "contact_sub_type:label",
            "contact_sub_type:icon",
            "preferred_communication_method:name",
            "preferred_communication_method:label",
            "preferred_communication_method:description",
            "preferred_language:name",
            "preferred_language:label",
            "preferred_language:description",
            "communication_style_id:name",
            "communication_style_id:label",
            "communication_style_id:description",
            "email_greeting_id:name",
            "email_greeting_id:label",
            "email_greeting_id:description",
            "postal_greeting_id:name",
            "postal_greeting_id:label",
            "postal_greeting_id:description",
            "addressee_id:name",
            "addressee_id:label",
            "addressee_id:description",
            "preferred_mail_format:name",
            "preferred_mail_format:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "external_identifier",
            "display_name",
            "organization_name",
            "legal_identifier",
            "sort_name",
            "nick_name",
            "legal_name",
            "image_URL",
            "preferred_language",
            "hash",
            "api_key",
            "source",
            "email_greeting_custom",
            "email_greeting_display",
            "postal_greeting_custom",
            "postal_greeting_display",
            "addressee_custom",
            "addressee_display",
            "deceased_date",
            "sic_code",
            "user_unique_id",
            "created_date",
            "modified_date",
            "preferred_mail_format",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_sub_type",
            "preferred_communication_method",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "do_not_email",
            "do_not_phone",
            "do_not_mail",
            "do_not_sms",
            "do_not_trade",
            "is_opt_out",
            "is_deceased",
            "is_deleted",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "communication_style_id",
            "email_greeting_id",
            "postal_greeting_id",
            "addressee_id",
            "address_primary",
            "address_billing",
            "email_primary",
            "email_billing",
            "phone_primary",
            "phone_billing",
            "im_primary",
            "im_billing",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class OrganizationEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: Any = ...,
        display_name: Any = ...,
        organization_name: Any = ...,
        contact_sub_type: Any = ...,
        do_not_email: Any = ...,
        do_not_phone: Any = ...,
        do_not_mail: Any = ...,
        do_not_sms: Any = ...,
        do_not_trade: Any = ...,
        is_opt_out: Any = ...,
        legal_identifier: Any = ...,
        sort_name: Any = ...,
        nick_name: Any = ...,
        legal_name: Any = ...,
        image_URL: Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: Any = ...,
        hash: Any = ...,
        api_key: Any = ...,
        source: Any = ...,
        communication_style_id: Any = ...,
        email_greeting_id: Any = ...,
        email_greeting_custom: Any = ...,
        email_greeting_display: Any = ...,
        postal_greeting_id: Any = ...,
        postal_greeting_custom: Any = ...,
        postal_greeting_display: Any = ...,
        addressee_id: Any = ...,
        addressee_custom: Any = ...,
        addressee_display: Any = ...,
        is_deceased: Any = ...,
        deceased_date: Any = ...,
        sic_code: Any = ...,
        user_unique_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        preferred_mail_format: Any = ...,
        address_primary: Any = ...,
        address_billing: Any = ...,
        email_primary: Any = ...,
        email_billing: Any = ...,
        phone_primary: Any = ...,
        phone_billing: Any = ...,
        im_primary: Any = ...,
        im_billing: Any = ...,
        groups: Any = ...,
        tags: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OrganizationRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: Any = ...,
        display_name: Any = ...,
        organization_name: Any = ...,
        contact_sub_type: Any = ...,
        do_not_email: Any = ...,
        do_not_phone: Any = ...,
        do_not_mail: Any = ...,
        do_not_sms: Any = ...,
        do_not_trade: Any = ...,
        is_opt_out: Any = ...,
        legal_identifier: Any = ...,
        sort_name: Any = ...,
        nick_name: Any = ...,
        legal_name: Any = ...,
        image_URL: Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: Any = ...,
        hash: Any = ...,
        api_key: Any = ...,
        source: Any = ...,
        communication_style_id: Any = ...,
        email_greeting_id: Any = ...,
        email_greeting_custom: Any = ...,
        email_greeting_display: Any = ...,
        postal_greeting_id: Any = ...,
        postal_greeting_custom: Any = ...,
        postal_greeting_display: Any = ...,
        addressee_id: Any = ...,
        addressee_custom: Any = ...,
        addressee_display: Any = ...,
        is_deceased: Any = ...,
        deceased_date: Any = ...,
        sic_code: Any = ...,
        user_unique_id: Any = ...,
        is_deleted: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        preferred_mail_format: Any = ...,
        address_primary: Any = ...,
        address_billing: Any = ...,
        email_primary: Any = ...,
        email_billing: Any = ...,
        phone_primary: Any = ...,
        phone_billing: Any = ...,
        im_primary: Any = ...,
        im_billing: Any = ...,
        groups: Any = ...,
        tags: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[OrganizationRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        external_identifier: str | None | Any = ...,
        display_name: str | None | Any = ...,
        organization_name: str | None | Any = ...,
        contact_sub_type: Any = ...,
        do_not_email: bool | None | Any = ...,
        do_not_phone: bool | None | Any = ...,
        do_not_mail: bool | None | Any = ...,
        do_not_sms: bool | None | Any = ...,
        do_not_trade: bool | None | Any = ...,
        is_opt_out: bool | None | Any = ...,
        legal_identifier: str | None | Any = ...,
        sort_name: str | None | Any = ...,
        nick_name: str | None | Any = ...,
        legal_name: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: str | None | Any = ...,
        hash: str | None | Any = ...,
        api_key: str | None | Any = ...,
        source: str | None | Any = ...,
        communication_style_id: int | str | None | Any = ...,
        email_greeting_id: int | str | None | Any = ...,
        email_greeting_custom: str | None | Any = ...,
        email_greeting_display: str | None | Any = ...,
        postal_greeting_id: int | str | None | Any = ...,
        postal_greeting_custom: str | None | Any = ...,
        postal_greeting_display: str | None | Any = ...,
        addressee_id: int | str | None | Any = ...,
        addressee_custom: str | None | Any = ...,
        addressee_display: str | None | Any = ...,
        is_deceased: bool | None | Any = ...,
        deceased_date: t.Day | None | Any = ...,
        sic_code: str | None | Any = ...,
        user_unique_id: str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        preferred_mail_format: str | None | Any = ...,
        address_primary: int | str | None | Any = ...,
        address_billing: int | str | None | Any = ...,
        email_primary: int | str | None | Any = ...,
        email_billing: int | str | None | Any = ...,
        phone_primary: int | str | None | Any = ...,
        phone_billing: int | str | None | Any = ...,
        im_primary: int | str | None | Any = ...,
        im_billing: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OrganizationRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        external_identifier: str | None | Any = ...,
        display_name: str | None | Any = ...,
        organization_name: str | None | Any = ...,
        contact_sub_type: Any = ...,
        do_not_email: bool | None | Any = ...,
        do_not_phone: bool | None | Any = ...,
        do_not_mail: bool | None | Any = ...,
        do_not_sms: bool | None | Any = ...,
        do_not_trade: bool | None | Any = ...,
        is_opt_out: bool | None | Any = ...,
        legal_identifier: str | None | Any = ...,
        sort_name: str | None | Any = ...,
        nick_name: str | None | Any = ...,
        legal_name: str | None | Any = ...,
        image_URL: str | None | Any = ...,
        preferred_communication_method: Any = ...,
        preferred_language: str | None | Any = ...,
        hash: str | None | Any = ...,
        api_key: str | None | Any = ...,
        source: str | None | Any = ...,
        communication_style_id: int | str | None | Any = ...,
        email_greeting_id: int | str | None | Any = ...,
        email_greeting_custom: str | None | Any = ...,
        email_greeting_display: str | None | Any = ...,
        postal_greeting_id: int | str | None | Any = ...,
        postal_greeting_custom: str | None | Any = ...,
        postal_greeting_display: str | None | Any = ...,
        addressee_id: int | str | None | Any = ...,
        addressee_custom: str | None | Any = ...,
        addressee_display: str | None | Any = ...,
        is_deceased: bool | None | Any = ...,
        deceased_date: t.Day | None | Any = ...,
        sic_code: str | None | Any = ...,
        user_unique_id: str | None | Any = ...,
        is_deleted: bool | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        preferred_mail_format: str | None | Any = ...,
        address_primary: int | str | None | Any = ...,
        address_billing: int | str | None | Any = ...,
        email_primary: int | str | None | Any = ...,
        email_billing: int | str | None | Any = ...,
        phone_primary: int | str | None | Any = ...,
        phone_billing: int | str | None | Any = ...,
        im_primary: int | str | None | Any = ...,
        im_billing: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[OrganizationRow]: ...

class ParticipantRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "contact_id",
            "event_id",
            "status_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "status_id:name",
            "status_id:label",
            "role_id:name",
            "role_id:label",
            "role_id:description",
            "fee_currency:name",
            "fee_currency:label",
            "fee_currency:description",
            "fee_currency:abbr",
            "campaign_id:name",
            "campaign_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "role_id",
            "fee_level",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "register_date",
            "source",
            "fee_currency",
            "created_date",
            "modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_test",
            "is_pay_later",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["fee_amount"],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "registered_by_id",
            "discount_id",
            "campaign_id",
            "discount_amount",
            "must_wait",
            "transferred_to_contact_id",
            "created_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class ParticipantEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        event_id: Any = ...,
        status_id: Any = ...,
        role_id: Any = ...,
        register_date: Any = ...,
        source: Any = ...,
        fee_level: Any = ...,
        is_test: Any = ...,
        is_pay_later: Any = ...,
        fee_amount: Any = ...,
        registered_by_id: Any = ...,
        discount_id: Any = ...,
        fee_currency: Any = ...,
        campaign_id: Any = ...,
        discount_amount: Any = ...,
        must_wait: Any = ...,
        transferred_to_contact_id: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ParticipantRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        event_id: Any = ...,
        status_id: Any = ...,
        role_id: Any = ...,
        register_date: Any = ...,
        source: Any = ...,
        fee_level: Any = ...,
        is_test: Any = ...,
        is_pay_later: Any = ...,
        fee_amount: Any = ...,
        registered_by_id: Any = ...,
        discount_id: Any = ...,
        fee_currency: Any = ...,
        campaign_id: Any = ...,
        discount_amount: Any = ...,
        must_wait: Any = ...,
        transferred_to_contact_id: Any = ...,
        created_id: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[ParticipantRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        event_id: int | str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        role_id: Any = ...,
        register_date: t.Time | None | Any = ...,
        source: str | None | Any = ...,
        fee_level: Any = ...,
        is_test: bool | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        fee_amount: t.Money | None | Any = ...,
        registered_by_id: int | str | None | Any = ...,
        discount_id: int | str | None | Any = ...,
        fee_currency: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        discount_amount: int | str | None | Any = ...,
        must_wait: int | str | None | Any = ...,
        transferred_to_contact_id: int | str | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ParticipantRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        event_id: int | str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        role_id: Any = ...,
        register_date: t.Time | None | Any = ...,
        source: str | None | Any = ...,
        fee_level: Any = ...,
        is_test: bool | None | Any = ...,
        is_pay_later: bool | None | Any = ...,
        fee_amount: t.Money | None | Any = ...,
        registered_by_id: int | str | None | Any = ...,
        discount_id: int | str | None | Any = ...,
        fee_currency: str | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        discount_amount: int | str | None | Any = ...,
        must_wait: int | str | None | Any = ...,
        transferred_to_contact_id: int | str | None | Any = ...,
        created_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[ParticipantRow]: ...

class PaymentProcessorRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "domain_id",
            "payment_processor_type_id",
            "billing_mode",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "domain_id:name",
            "domain_id:label",
            "payment_processor_type_id:name",
            "payment_processor_type_id:label",
            "payment_instrument_id:name",
            "payment_instrument_id:label",
            "payment_instrument_id:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "title",
            "frontend_title",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "description",
            "user_name",
            "password",
            "signature",
            "url_site",
            "url_api",
            "url_recur",
            "url_button",
            "subject",
            "class_name",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_active",
            "is_default",
            "is_test",
            "is_recur",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "payment_type",
            "payment_instrument_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "accepted_credit_cards",
            "config",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class PaymentProcessorEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        frontend_title: Any = ...,
        description: Any = ...,
        payment_processor_type_id: Any = ...,
        is_active: Any = ...,
        is_default: Any = ...,
        is_test: Any = ...,
        user_name: Any = ...,
        password: Any = ...,
        signature: Any = ...,
        url_site: Any = ...,
        url_api: Any = ...,
        url_recur: Any = ...,
        url_button: Any = ...,
        subject: Any = ...,
        class_name: Any = ...,
        billing_mode: Any = ...,
        is_recur: Any = ...,
        payment_type: Any = ...,
        payment_instrument_id: Any = ...,
        accepted_credit_cards: Any = ...,
        config: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PaymentProcessorRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        frontend_title: Any = ...,
        description: Any = ...,
        payment_processor_type_id: Any = ...,
        is_active: Any = ...,
        is_default: Any = ...,
        is_test: Any = ...,
        user_name: Any = ...,
        password: Any = ...,
        signature: Any = ...,
        url_site: Any = ...,
        url_api: Any = ...,
        url_recur: Any = ...,
        url_button: Any = ...,
        subject: Any = ...,
        class_name: Any = ...,
        billing_mode: Any = ...,
        is_recur: Any = ...,
        payment_type: Any = ...,
        payment_instrument_id: Any = ...,
        accepted_credit_cards: Any = ...,
        config: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[PaymentProcessorRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        domain_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        frontend_title: str | None | Any = ...,
        description: str | None | Any = ...,
        payment_processor_type_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_default: bool | None | Any = ...,
        is_test: bool | None | Any = ...,
        user_name: str | None | Any = ...,
        password: str | None | Any = ...,
        signature: str | None | Any = ...,
        url_site: str | None | Any = ...,
        url_api: str | None | Any = ...,
        url_recur: str | None | Any = ...,
        url_button: str | None | Any = ...,
        subject: str | None | Any = ...,
        class_name: str | None | Any = ...,
        billing_mode: int | str | None | Any = ...,
        is_recur: bool | None | Any = ...,
        payment_type: int | str | None | Any = ...,
        payment_instrument_id: int | str | None | Any = ...,
        accepted_credit_cards: Any = ...,
        config: Any = ...,
        financial_account_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PaymentProcessorRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        frontend_title: str | None | Any = ...,
        description: str | None | Any = ...,
        payment_processor_type_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_default: bool | None | Any = ...,
        is_test: bool | None | Any = ...,
        user_name: str | None | Any = ...,
        password: str | None | Any = ...,
        signature: str | None | Any = ...,
        url_site: str | None | Any = ...,
        url_api: str | None | Any = ...,
        url_recur: str | None | Any = ...,
        url_button: str | None | Any = ...,
        subject: str | None | Any = ...,
        class_name: str | None | Any = ...,
        billing_mode: int | str | None | Any = ...,
        is_recur: bool | None | Any = ...,
        payment_type: int | str | None | Any = ...,
        payment_instrument_id: int | str | None | Any = ...,
        accepted_credit_cards: Any = ...,
        config: Any = ...,
        financial_account_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PaymentProcessorRow]: ...

class PhoneRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "location_type_id:name",
            "location_type_id:label",
            "location_type_id:description",
            "location_type_id:abbr",
            "phone_type_id:name",
            "phone_type_id:label",
            "phone_type_id:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_id",
            "location_type_id",
            "mobile_provider_id",
            "phone_type_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_primary",
            "is_billing",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "phone",
            "phone_ext",
            "phone_numeric",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class PhoneEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        location_type_id: Any = ...,
        is_primary: Any = ...,
        is_billing: Any = ...,
        mobile_provider_id: Any = ...,
        phone: Any = ...,
        phone_ext: Any = ...,
        phone_numeric: Any = ...,
        phone_type_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PhoneRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        location_type_id: Any = ...,
        is_primary: Any = ...,
        is_billing: Any = ...,
        mobile_provider_id: Any = ...,
        phone: Any = ...,
        phone_ext: Any = ...,
        phone_numeric: Any = ...,
        phone_type_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[PhoneRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        location_type_id: int | str | None | Any = ...,
        is_primary: bool | None | Any = ...,
        is_billing: bool | None | Any = ...,
        mobile_provider_id: int | str | None | Any = ...,
        phone: str | None | Any = ...,
        phone_ext: str | None | Any = ...,
        phone_numeric: str | None | Any = ...,
        phone_type_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PhoneRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        location_type_id: int | str | None | Any = ...,
        is_primary: bool | None | Any = ...,
        is_billing: bool | None | Any = ...,
        mobile_provider_id: int | str | None | Any = ...,
        phone: str | None | Any = ...,
        phone_ext: str | None | Any = ...,
        phone_numeric: str | None | Any = ...,
        phone_type_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PhoneRow]: ...

class PledgeRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "contact_id",
            "frequency_interval",
            "frequency_day",
            "installments",
            "status_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "financial_type_id:name",
            "financial_type_id:label",
            "currency:name",
            "currency:label",
            "currency:description",
            "currency:abbr",
            "frequency_unit:name",
            "frequency_unit:label",
            "frequency_unit:description",
            "status_id:name",
            "status_id:label",
            "status_id:description",
            "campaign_id:name",
            "campaign_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "financial_type_id",
            "contribution_page_id",
            "max_reminders",
            "initial_reminder_day",
            "additional_reminder_day",
            "campaign_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "amount",
            "original_installment_amount",
        ],
        /,
    ) -> float: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "currency",
            "acknowledge_date",
            "modified_date",
            "cancel_date",
            "end_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "frequency_unit",
            "start_date",
            "create_date",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_test"],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class PledgeEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        financial_type_id: Any = ...,
        contribution_page_id: Any = ...,
        amount: Any = ...,
        original_installment_amount: Any = ...,
        currency: Any = ...,
        frequency_unit: Any = ...,
        frequency_interval: Any = ...,
        frequency_day: Any = ...,
        installments: Any = ...,
        start_date: Any = ...,
        create_date: Any = ...,
        acknowledge_date: Any = ...,
        modified_date: Any = ...,
        cancel_date: Any = ...,
        end_date: Any = ...,
        max_reminders: Any = ...,
        initial_reminder_day: Any = ...,
        additional_reminder_day: Any = ...,
        status_id: Any = ...,
        is_test: Any = ...,
        campaign_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PledgeRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        financial_type_id: Any = ...,
        contribution_page_id: Any = ...,
        amount: Any = ...,
        original_installment_amount: Any = ...,
        currency: Any = ...,
        frequency_unit: Any = ...,
        frequency_interval: Any = ...,
        frequency_day: Any = ...,
        installments: Any = ...,
        start_date: Any = ...,
        create_date: Any = ...,
        acknowledge_date: Any = ...,
        modified_date: Any = ...,
        cancel_date: Any = ...,
        end_date: Any = ...,
        max_reminders: Any = ...,
        initial_reminder_day: Any = ...,
        additional_reminder_day: Any = ...,
        status_id: Any = ...,
        is_test: Any = ...,
        campaign_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[PledgeRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        contribution_page_id: int | str | None | Any = ...,
        amount: t.Money | None | Any = ...,
        original_installment_amount: t.Money | None | Any = ...,
        currency: str | None | Any = ...,
        frequency_unit: str | None | Any = ...,
        frequency_interval: int | str | None | Any = ...,
        frequency_day: int | str | None | Any = ...,
        installments: int | str | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        create_date: t.Time | None | Any = ...,
        acknowledge_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        cancel_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        max_reminders: int | str | None | Any = ...,
        initial_reminder_day: int | str | None | Any = ...,
        additional_reminder_day: int | str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PledgeRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        contribution_page_id: int | str | None | Any = ...,
        amount: t.Money | None | Any = ...,
        original_installment_amount: t.Money | None | Any = ...,
        currency: str | None | Any = ...,
        frequency_unit: str | None | Any = ...,
        frequency_interval: int | str | None | Any = ...,
        frequency_day: int | str | None | Any = ...,
        installments: int | str | None | Any = ...,
        start_date: t.Time | None | Any = ...,
        create_date: t.Time | None | Any = ...,
        acknowledge_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        cancel_date: t.Time | None | Any = ...,
        end_date: t.Time | None | Any = ...,
        max_reminders: int | str | None | Any = ...,
        initial_reminder_day: int | str | None | Any = ...,
        additional_reminder_day: int | str | None | Any = ...,
        status_id: int | str | None | Any = ...,
        is_test: bool | None | Any = ...,
        campaign_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PledgeRow]: ...

class PriceFieldRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "price_set_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "price_set_id:name",
            "price_set_id:label",
            "html_type:name",
            "html_type:label",
            "visibility_id:name",
            "visibility_id:label",
            "visibility_id:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "label",
            "html_type",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_enter_qty",
            "is_display_amounts",
            "is_active",
            "is_required",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "help_pre",
            "help_post",
            "active_on",
            "expire_on",
            "javascript",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "weight",
            "options_per_line",
            "visibility_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class PriceFieldEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        price_set_id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        html_type: Any = ...,
        is_enter_qty: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        weight: Any = ...,
        is_display_amounts: Any = ...,
        options_per_line: Any = ...,
        is_active: Any = ...,
        is_required: Any = ...,
        active_on: Any = ...,
        expire_on: Any = ...,
        javascript: Any = ...,
        visibility_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceFieldRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        price_set_id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        html_type: Any = ...,
        is_enter_qty: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        weight: Any = ...,
        is_display_amounts: Any = ...,
        options_per_line: Any = ...,
        is_active: Any = ...,
        is_required: Any = ...,
        active_on: Any = ...,
        expire_on: Any = ...,
        javascript: Any = ...,
        visibility_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[PriceFieldRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        price_set_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        html_type: str | None | Any = ...,
        is_enter_qty: bool | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        weight: int | str | None | Any = ...,
        is_display_amounts: bool | None | Any = ...,
        options_per_line: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_required: bool | None | Any = ...,
        active_on: t.Time | None | Any = ...,
        expire_on: t.Time | None | Any = ...,
        javascript: str | None | Any = ...,
        visibility_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceFieldRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        price_set_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        html_type: str | None | Any = ...,
        is_enter_qty: bool | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        weight: int | str | None | Any = ...,
        is_display_amounts: bool | None | Any = ...,
        options_per_line: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        is_required: bool | None | Any = ...,
        active_on: t.Time | None | Any = ...,
        expire_on: t.Time | None | Any = ...,
        javascript: str | None | Any = ...,
        visibility_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceFieldRow]: ...

class PriceFieldValueRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "price_field_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "membership_type_id:name",
            "membership_type_id:label",
            "financial_type_id:name",
            "financial_type_id:label",
            "visibility_id:name",
            "visibility_id:label",
            "visibility_id:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "label",
            "description",
            "help_pre",
            "help_post",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "amount",
            "non_deductible_amount",
        ],
        /,
    ) -> float: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "count",
            "max_value",
            "weight",
            "membership_type_id",
            "membership_num_terms",
            "financial_type_id",
            "visibility_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_default",
            "is_active",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class PriceFieldValueEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        price_field_id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        description: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        amount: Any = ...,
        count: Any = ...,
        max_value: Any = ...,
        weight: Any = ...,
        membership_type_id: Any = ...,
        membership_num_terms: Any = ...,
        is_default: Any = ...,
        is_active: Any = ...,
        financial_type_id: Any = ...,
        non_deductible_amount: Any = ...,
        visibility_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceFieldValueRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        price_field_id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        description: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        amount: Any = ...,
        count: Any = ...,
        max_value: Any = ...,
        weight: Any = ...,
        membership_type_id: Any = ...,
        membership_num_terms: Any = ...,
        is_default: Any = ...,
        is_active: Any = ...,
        financial_type_id: Any = ...,
        non_deductible_amount: Any = ...,
        visibility_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[PriceFieldValueRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        price_field_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        description: str | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        amount: t.Money | None | Any = ...,
        count: int | str | None | Any = ...,
        max_value: int | str | None | Any = ...,
        weight: int | str | None | Any = ...,
        membership_type_id: int | str | None | Any = ...,
        membership_num_terms: int | str | None | Any = ...,
        is_default: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        non_deductible_amount: t.Money | None | Any = ...,
        visibility_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceFieldValueRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        price_field_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        description: str | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        amount: t.Money | None | Any = ...,
        count: int | str | None | Any = ...,
        max_value: int | str | None | Any = ...,
        weight: int | str | None | Any = ...,
        membership_type_id: int | str | None | Any = ...,
        membership_num_terms: int | str | None | Any = ...,
        is_default: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        financial_type_id: int | str | None | Any = ...,
        non_deductible_amount: t.Money | None | Any = ...,
        visibility_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceFieldValueRow]: ...

class PriceSetRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "domain_id:name",
            "domain_id:label",
            "extends:name",
            "extends:label",
            "financial_type_id:name",
            "financial_type_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "domain_id",
            "financial_type_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "title",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_active",
            "is_quick_config",
            "is_reserved",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "help_pre",
            "help_post",
            "javascript",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["extends"],
        /,
    ) -> list[Any]: ...
    @overload
    def __getitem__(
        self,
        name: Literal["min_amount"],
        /,
    ) -> float | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class PriceSetEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        is_active: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        javascript: Any = ...,
        extends: Any = ...,
        financial_type_id: Any = ...,
        is_quick_config: Any = ...,
        is_reserved: Any = ...,
        min_amount: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceSetRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        name: Any = ...,
        title: Any = ...,
        is_active: Any = ...,
        help_pre: Any = ...,
        help_post: Any = ...,
        javascript: Any = ...,
        extends: Any = ...,
        financial_type_id: Any = ...,
        is_quick_config: Any = ...,
        is_reserved: Any = ...,
        min_amount: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[PriceSetRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        domain_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        javascript: str | None | Any = ...,
        extends: Any = ...,
        financial_type_id: int | str | None | Any = ...,
        is_quick_config: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        min_amount: t.Money | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceSetRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: int | str | None | Any = ...,
        name: str | None | Any = ...,
        title: str | None | Any = ...,
        is_active: bool | None | Any = ...,
        help_pre: str | None | Any = ...,
        help_post: str | None | Any = ...,
        javascript: str | None | Any = ...,
        extends: Any = ...,
        financial_type_id: int | str | None | Any = ...,
        is_quick_config: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        min_amount: t.Money | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[PriceSetRow]: ...

class RelationshipRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "contact_id_a",
            "contact_id_b",
            "relationship_type_id",
            "is_permission_a_b",
            "is_permission_b_a",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "relationship_type_id:name",
            "relationship_type_id:label",
            "is_permission_a_b:name",
            "is_permission_a_b:label",
            "is_permission_a_b:icon",
            "is_permission_b_a:name",
            "is_permission_b_a:label",
            "is_permission_b_a:icon",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "start_date",
            "end_date",
            "description",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_active"],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["case_id"],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "created_date",
            "modified_date",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_current"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class RelationshipEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id_a: Any = ...,
        contact_id_b: Any = ...,
        relationship_type_id: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        is_active: Any = ...,
        description: Any = ...,
        is_permission_a_b: Any = ...,
        is_permission_b_a: Any = ...,
        case_id: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        is_current: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[RelationshipRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id_a: Any = ...,
        contact_id_b: Any = ...,
        relationship_type_id: Any = ...,
        start_date: Any = ...,
        end_date: Any = ...,
        is_active: Any = ...,
        description: Any = ...,
        is_permission_a_b: Any = ...,
        is_permission_b_a: Any = ...,
        case_id: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        is_current: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[RelationshipRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id_a: int | str | None | Any = ...,
        contact_id_b: int | str | None | Any = ...,
        relationship_type_id: int | str | None | Any = ...,
        start_date: t.Day | None | Any = ...,
        end_date: t.Day | None | Any = ...,
        is_active: bool | None | Any = ...,
        description: str | None | Any = ...,
        is_permission_a_b: int | str | None | Any = ...,
        is_permission_b_a: int | str | None | Any = ...,
        case_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[RelationshipRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id_a: int | str | None | Any = ...,
        contact_id_b: int | str | None | Any = ...,
        relationship_type_id: int | str | None | Any = ...,
        start_date: t.Day | None | Any = ...,
        end_date: t.Day | None | Any = ...,
        is_active: bool | None | Any = ...,
        description: str | None | Any = ...,
        is_permission_a_b: int | str | None | Any = ...,
        is_permission_b_a: int | str | None | Any = ...,
        case_id: int | str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[RelationshipRow]: ...

class RelationshipTypeRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_type_a:name",
            "contact_type_a:label",
            "contact_type_b:name",
            "contact_type_b:label",
            "contact_sub_type_a:name",
            "contact_sub_type_a:label",
            "contact_sub_type_b:name",
            "contact_sub_type_b:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name_a_b",
            "label_a_b",
            "name_b_a",
            "label_b_a",
            "description",
            "contact_type_a",
            "contact_type_b",
            "contact_sub_type_a",
            "contact_sub_type_b",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_reserved",
            "is_active",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["has_base"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class RelationshipTypeEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name_a_b: Any = ...,
        label_a_b: Any = ...,
        name_b_a: Any = ...,
        label_b_a: Any = ...,
        description: Any = ...,
        contact_type_a: Any = ...,
        contact_type_b: Any = ...,
        contact_sub_type_a: Any = ...,
        contact_sub_type_b: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[RelationshipTypeRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name_a_b: Any = ...,
        label_a_b: Any = ...,
        name_b_a: Any = ...,
        label_b_a: Any = ...,
        description: Any = ...,
        contact_type_a: Any = ...,
        contact_type_b: Any = ...,
        contact_sub_type_a: Any = ...,
        contact_sub_type_b: Any = ...,
        is_reserved: Any = ...,
        is_active: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[RelationshipTypeRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name_a_b: str | None | Any = ...,
        label_a_b: str | None | Any = ...,
        name_b_a: str | None | Any = ...,
        label_b_a: str | None | Any = ...,
        description: str | None | Any = ...,
        contact_type_a: str | None | Any = ...,
        contact_type_b: str | None | Any = ...,
        contact_sub_type_a: str | None | Any = ...,
        contact_sub_type_b: str | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[RelationshipTypeRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name_a_b: str | None | Any = ...,
        label_a_b: str | None | Any = ...,
        name_b_a: str | None | Any = ...,
        label_b_a: str | None | Any = ...,
        description: str | None | Any = ...,
        contact_type_a: str | None | Any = ...,
        contact_type_b: str | None | Any = ...,
        contact_sub_type_a: str | None | Any = ...,
        contact_sub_type_b: str | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_active: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[RelationshipTypeRow]: ...

class SavedSearchRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "api_entity:name",
            "api_entity:label",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "label",
            "api_entity",
            "expires_date",
            "description",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "form_values",
            "api_params",
        ],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "mapping_id",
            "search_custom_id",
            "created_id",
            "modified_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "created_date",
            "modified_date",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_template"],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_current",
            "has_base",
        ],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class SavedSearchEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        form_values: Any = ...,
        mapping_id: Any = ...,
        search_custom_id: Any = ...,
        api_entity: Any = ...,
        api_params: Any = ...,
        created_id: Any = ...,
        modified_id: Any = ...,
        expires_date: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        description: Any = ...,
        is_template: Any = ...,
        tags: Any = ...,
        is_current: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[SavedSearchRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        form_values: Any = ...,
        mapping_id: Any = ...,
        search_custom_id: Any = ...,
        api_entity: Any = ...,
        api_params: Any = ...,
        created_id: Any = ...,
        modified_id: Any = ...,
        expires_date: Any = ...,
        created_date: Any = ...,
        modified_date: Any = ...,
        description: Any = ...,
        is_template: Any = ...,
        tags: Any = ...,
        is_current: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[SavedSearchRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        form_values: Any = ...,
        mapping_id: int | str | None | Any = ...,
        search_custom_id: int | str | None | Any = ...,
        api_entity: str | None | Any = ...,
        api_params: Any = ...,
        created_id: int | str | None | Any = ...,
        modified_id: int | str | None | Any = ...,
        expires_date: t.Time | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        description: str | None | Any = ...,
        is_template: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[SavedSearchRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        form_values: Any = ...,
        mapping_id: int | str | None | Any = ...,
        search_custom_id: int | str | None | Any = ...,
        api_entity: str | None | Any = ...,
        api_params: Any = ...,
        created_id: int | str | None | Any = ...,
        modified_id: int | str | None | Any = ...,
        expires_date: t.Time | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        modified_date: t.Time | None | Any = ...,
        description: str | None | Any = ...,
        is_template: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[SavedSearchRow]: ...

class StateProvinceRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "country_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "abbreviation",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["is_active"],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class StateProvinceEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        abbreviation: Any = ...,
        country_id: Any = ...,
        is_active: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[StateProvinceRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        abbreviation: Any = ...,
        country_id: Any = ...,
        is_active: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[StateProvinceRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        abbreviation: str | None | Any = ...,
        country_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[StateProvinceRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        abbreviation: str | None | Any = ...,
        country_id: int | str | None | Any = ...,
        is_active: bool | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[StateProvinceRow]: ...

class TagRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "parent_id:name",
            "parent_id:label",
            "parent_id:description",
            "parent_id:color",
            "used_for:name",
            "used_for:label",
            "used_for:description",
            "base_module:name",
            "base_module:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "name",
            "label",
        ],
        /,
    ) -> str: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "description",
            "color",
            "created_date",
            "base_module",
            "local_modified_date",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "parent_id",
            "created_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "is_selectable",
            "is_reserved",
            "is_tagset",
        ],
        /,
    ) -> bool: ...
    @overload
    def __getitem__(
        self,
        name: Literal["used_for"],
        /,
    ) -> list[Any] | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["has_base"],
        /,
    ) -> bool | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class TagEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        description: Any = ...,
        parent_id: Any = ...,
        is_selectable: Any = ...,
        is_reserved: Any = ...,
        is_tagset: Any = ...,
        used_for: Any = ...,
        created_id: Any = ...,
        color: Any = ...,
        created_date: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[TagRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: Any = ...,
        label: Any = ...,
        description: Any = ...,
        parent_id: Any = ...,
        is_selectable: Any = ...,
        is_reserved: Any = ...,
        is_tagset: Any = ...,
        used_for: Any = ...,
        created_id: Any = ...,
        color: Any = ...,
        created_date: Any = ...,
        has_base: Any = ...,
        base_module: Any = ...,
        local_modified_date: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[TagRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        description: str | None | Any = ...,
        parent_id: int | str | None | Any = ...,
        is_selectable: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_tagset: bool | None | Any = ...,
        used_for: Any = ...,
        created_id: int | str | None | Any = ...,
        color: str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[TagRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        name: str | None | Any = ...,
        label: str | None | Any = ...,
        description: str | None | Any = ...,
        parent_id: int | str | None | Any = ...,
        is_selectable: bool | None | Any = ...,
        is_reserved: bool | None | Any = ...,
        is_tagset: bool | None | Any = ...,
        used_for: Any = ...,
        created_id: int | str | None | Any = ...,
        color: str | None | Any = ...,
        created_date: t.Time | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[TagRow]: ...

class UFMatchRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal[
            "id",
            "domain_id",
            "uf_id",
        ],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "domain_id:name",
            "domain_id:label",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "uf_name",
            "language",
        ],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["contact_id"],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class UFMatchEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        uf_id: Any = ...,
        uf_name: Any = ...,
        contact_id: Any = ...,
        language: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[UFMatchRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: Any = ...,
        uf_id: Any = ...,
        uf_name: Any = ...,
        contact_id: Any = ...,
        language: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[UFMatchRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        domain_id: int | str | None | Any = ...,
        uf_id: int | str | None | Any = ...,
        uf_name: str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        language: str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[UFMatchRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        domain_id: int | str | None | Any = ...,
        uf_id: int | str | None | Any = ...,
        uf_name: str | None | Any = ...,
        contact_id: int | str | None | Any = ...,
        language: str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[UFMatchRow]: ...

class WebsiteRow(dict[str, Any]):
    @overload
    def __getitem__(
        self,
        name: Literal["id"],
        /,
    ) -> int: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "website_type_id:name",
            "website_type_id:label",
            "website_type_id:description",
        ],
        /,
    ) -> Any: ...
    @overload
    def __getitem__(
        self,
        name: Literal[
            "contact_id",
            "website_type_id",
        ],
        /,
    ) -> int | None: ...
    @overload
    def __getitem__(
        self,
        name: Literal["url"],
        /,
    ) -> str | None: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...

class WebsiteEntity(BaseEntity):
    @overload  # type: ignore[override]
    def get(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        url: Any = ...,
        website_type_id: Any = ...,
        select: Sequence[str] | Any = ...,
        join: Sequence[Any] | Any = ...,
        where: Sequence[Any] | Any = ...,
        groupBy: Sequence[str] | Any = ...,
        having: Sequence[Any] | Any = ...,
        orderBy: Mapping[str, Any] | Any = ...,
        limit: int | Any = ...,
        offset: int | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[WebsiteRow]: ...
    @overload
    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...
    def filter(
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: Any = ...,
        url: Any = ...,
        website_type_id: Any = ...,
        **fields: Any,
    ) -> t.SiteQuery[WebsiteRow]: ...
    @overload  # type: ignore[override]
    def create(
        self,
        params: Mapping[str, Any] | None = ...,
        index: None = ...,
        /,
        *,
        contact_id: int | str | None | Any = ...,
        url: str | None | Any = ...,
        website_type_id: int | str | None | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[WebsiteRow]: ...
    @overload
    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...
    def update(  # type: ignore[override]
        self,
        params: Mapping[str, Any] | None = ...,
        /,
        *,
        id: Any = ...,
        contact_id: int | str | None | Any = ...,
        url: str | None | Any = ...,
        website_type_id: int | str | None | Any = ...,
        where: Sequence[Any] | Any = ...,
        chain: Mapping[str, Any] | Any = ...,
        checkPermissions: bool | Any = ...,
        **fields: Any,
    ) -> Result[WebsiteRow]: ...

class Api(BaseApi):
    Activity: ActivityEntity
    ActivityContact: ActivityContactEntity
    Address: AddressEntity
    Campaign: CampaignEntity
    Case: CaseEntity
    CaseContact: CaseContactEntity
    CaseType: CaseTypeEntity
    Contact: ContactEntity
    ContactType: ContactTypeEntity
    Contribution: ContributionEntity
    ContributionPage: ContributionPageEntity
    ContributionRecur: ContributionRecurEntity
    ContributionSoft: ContributionSoftEntity
    Country: CountryEntity
    CustomField: CustomFieldEntity
    CustomGroup: CustomGroupEntity
    Domain: DomainEntity
    Email: EmailEntity
    EntityTag: EntityTagEntity
    Event: EventEntity
    FinancialType: FinancialTypeEntity
    Group: GroupEntity
    GroupContact: GroupContactEntity
    Household: HouseholdEntity
    Individual: IndividualEntity
    LineItem: LineItemEntity
    LocationType: LocationTypeEntity
    Mailing: MailingEntity
    Membership: MembershipEntity
    MembershipStatus: MembershipStatusEntity
    MembershipType: MembershipTypeEntity
    MessageTemplate: MessageTemplateEntity
    Note: NoteEntity
    OptionGroup: OptionGroupEntity
    OptionValue: OptionValueEntity
    Organization: OrganizationEntity
    Participant: ParticipantEntity
    PaymentProcessor: PaymentProcessorEntity
    Phone: PhoneEntity
    Pledge: PledgeEntity
    PriceField: PriceFieldEntity
    PriceFieldValue: PriceFieldValueEntity
    PriceSet: PriceSetEntity
    Relationship: RelationshipEntity
    RelationshipType: RelationshipTypeEntity
    SavedSearch: SavedSearchEntity
    StateProvince: StateProvinceEntity
    Tag: TagEntity
    UFMatch: UFMatchEntity
    Website: WebsiteEntity
    @classmethod
    def connect(cls, site: str | None = None, **options: Any) -> Self: ...
    @classmethod
    def of(cls, api: BaseApi) -> Self: ...
