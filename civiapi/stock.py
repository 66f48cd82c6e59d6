"""Facts of a stock CiviCRM 6.15, as its own metadata says them."""

from __future__ import annotations

#: The entities of a stock CiviCRM 6, and older ones.
V3_ENTITIES: list[str] = """
    Acl AclRole ActionSchedule Activity ActivityContact ActivityType Address Afform Attachment Batch
    Campaign Case CaseContact CaseType Constant Contact ContactType Contribution ContributionPage
    ContributionProduct ContributionRecur ContributionSoft Country CustomField CustomGroup CustomSearch
    CustomValue Cxn CxnApp Dashboard DashboardContact Dedupe Domain Email Entity EntityBatch
    EntityFinancialAccount EntityFinancialTrxn EntityTag Event Exception Extension File FinancialAccount
    FinancialItem FinancialTrxn FinancialType Grant Group GroupContact GroupNesting GroupOrganization Im
    Job JobLog LineItem LocationType LocBlock Logging Mailing MailingAB MailingComponent MailingContact
    MailingEventConfirm MailingEventQueue MailingEventResubscribe MailingEventSubscribe
    MailingEventUnsubscribe MailingGroup MailingJob MailingRecipients MailSettings Mapping MappingField
    Membership MembershipBlock MembershipLog MembershipPayment MembershipStatus MembershipType
    MessageTemplate Navigation Note OpenID OptionGroup OptionValue Order Participant ParticipantPayment
    ParticipantStatusType Payment PaymentProcessor PaymentProcessorType PaymentToken Pcp Phone Pledge
    PledgePayment Premium PriceField PriceFieldValue PriceSet PrintLabel Product Profile RecurringEntity
    Relationship RelationshipType ReportInstance ReportTemplate Rule RuleGroup SavedSearch Setting
    SiteEmailAddress SmsProvider StateProvince StatusPreference Survey SurveyRespondant System SystemLog
    Tag UFField UFGroup UFJoin UFMatch User Website WordReplacement
""".split()

#: The actions that they have between them.
V3_ACTIONS: list[str] = """
    acl_cache_flush addtimeline apply calc cancel check cleanup clone completetransaction create
    createmissinglogtables delete disable disable_expired_relationships download duplicatecheck enable
    event_domain_unsubscribe event_resubscribe event_subscribe event_unsubscribe execute fetch_activities
    fetch_bounces fill flush geocode get get_merge_conflicts getactions getcount getdefaults
    getdisplayvalue getduplicates getfield getfields getlist getmergedfrom getmergedto getmissingindices
    getoptions getrefcount getremote getrows getsingle getstatistics gettokens gettree getunique getvalue
    graph_stats group_cache_flush group_rebuild install log mail_report merge pay preview
    process_batch_merge process_mailing process_membership process_participant process_pledge
    process_respondent process_sms proximity rebuildmultilingualschema refresh refund repeattransaction
    replace reset restore revert run_payment_cron send send_reminder send_test sendconfirmation setvalue
    stats submit transact uninstall update update_email_resetdate update_greeting updateindexes
    updatelogtables upgrade utf8conversion validate version_check
""".split()

#: The entities of a stock CiviCRM 6 and its shipped extensions.
V4_ENTITIES: list[str] = """
    ACL ACLEntityRole ActionSchedule Activity ActivityContact Address Afform AfformBehavior
    AfformSubmission AuthxCredential Batch BouncePattern BounceType Campaign Case CaseActivity CaseContact
    CaseType Contact ContactType Contribution ContributionPage ContributionProduct ContributionRecur
    ContributionSoft Country County CustomField CustomGroup Dashboard DashboardContact DedupeException
    DedupeRule DedupeRuleGroup Discount Domain Email Entity EntityBatch EntityFile EntityFinancialAccount
    EntityFinancialTrxn EntitySet EntityTag Event EventCartParticipant ExampleData Extension File
    FinancialAccount FinancialItem FinancialTrxn FinancialType Grant Group GroupContact GroupNesting
    GroupOrganization GroupSubscription Household Iframe IM Individual Job JobLog LineItem LocationType
    LocBlock Log Mailing MailingComponent MailingEventBounce MailingEventConfirm MailingEventDelivered
    MailingEventOpened MailingEventQueue MailingEventReply MailingEventSubscribe
    MailingEventTrackableURLOpen MailingEventUnsubscribe MailingGroup MailingJob MailingTrackableURL
    MailSettings Managed Mapping MappingField Membership MembershipBlock MembershipLog MembershipStatus
    MembershipType MessageTemplate Navigation Note OAuthClient OAuthContactToken OAuthProvider
    OAuthSessionToken OAuthSysToken OpenID OptionGroup OptionValue Order Organization Participant
    ParticipantStatusType Payment PaymentProcessor PaymentProcessorType PaymentToken PCP PCPBlock
    Permission Phone Pledge PledgeBlock PledgePayment PreferencesDate Premium PremiumsProduct PriceField
    PriceFieldValue PriceSet PriceSetEntity PrintLabel Product Queue QueueItem RecentItem Relationship
    RelationshipCache RelationshipType Report ReportInstance RiverleaStream Role RolePermission Route
    SavedSearch SearchDisplay SearchParamSet SearchSegment Session Setting SiteEmailAddress SiteToken
    SmsProvider StateProvince StatusPreference SubscriptionHistory Survey System Tag Totp Translation
    TranslationSource UFField UFGroup UFJoin UFMatch User UserJob UserRole Website WordReplacement
    WorkflowMessage WorldRegion
""".split()

#: The actions that they have between them.
V4_ACTIONS: list[str] = """
    activate authorizationCode autocomplete cancel cancelSubscription check checkAccess claimItems
    clientCredential confirmSeed continueCheckout convert create createAction createBatch delete download
    emailReport export flush get getActions getAfforms getChecksum getCoordinates getDefault getDuplicates
    getFields getLinks getMarkup getMergedFrom getMergedTo getOptions getProviders getSearchKit
    getSearchTasks getTemplateFields getWithFileContent importBatch inlineEdit installScript loadAdminData
    login mergeDuplicates passwordReset prefill process processQueue rebuild reconcile refresh refund
    render renderScript replace requestPasswordResetEmail reset resetPaths revert rotateKey run runBatch
    runItems runQueue save saveAction saveFile sendPasswordResetEmail set submit submitDraft submitFile
    testConnection translate update updateAction updateAmountOnRecur userPassword validate
    validateChecksum
""".split()

#: Entities that are no database tables: no joins, no groupBy, no paging by id.
ARRAY_BACKED = frozenset(
    """
    Afform AfformBehavior Entity EntitySet ExampleData Extension GroupSubscription Iframe OAuthProvider
    OAuthSessionToken Permission RecentItem RolePermission Route Setting WorkflowMessage
    """.split()
)

#: A write to these, and to all whose name ends in Type, changes what a site knows of its own fields and
#: options.  As CiviCRM reads names: without regard to case and underscores.
METADATA = frozenset(
    name.lower()
    for name in """
        Afform Campaign Country County CustomField CustomGroup CustomSearch Domain Extension FinancialAccount
        Group LocationType Managed MembershipStatus OptionGroup OptionValue PaymentProcessor PriceField
        PriceFieldValue PriceSet RelationshipType ReportTemplate SavedSearch SearchDisplay SearchSegment
        Setting SiteEmailAddress StateProvince System Tag UFGroup WordReplacement WorldRegion
    """.split()
)

_ALL = "language chain checkPermissions debug "
_OWN = {
    "get": _ALL + "select join where groupBy having orderBy limit offset translationMode",
    "create": _ALL + "values",
    "update": _ALL + "values where orderBy limit offset reload",
    "save": _ALL + "records defaults match reload",
    "replace": _ALL + "where records defaults match reload orderBy limit offset",
    "delete": _ALL + "where orderBy limit offset",
}
_WRITES = ("create", "update", "save")
_MORE = {
    ("Address", _WRITES): "streetParsing skipGeocode fixAddress",
    ("Afform", ("get", *_WRITES)): "formatWhitespace layoutFormat",
    ("Campaign Event Relationship", ("get",)): "current",
    ("Case Contact Household Individual Organization", ("delete",)): "useTrash",
    ("CustomField CustomGroup", ("get",)): "useCache",
    ("Domain", ("get",)): "currentDomain",
    ("Entity", ("get",)): "includeCustom",
    ("EntitySet", ("get",)): "sets",
    ("File", ("delete",)): "deleteFile",
    ("GroupContact", _WRITES): "method tracking",
    ("GroupSubscription", _WRITES): "method tracking doubleOptin",
    (
        "Payment",
        ("create",),
    ): "notificationForPayment notificationForCompleteOrder disableActionsOnCompleteOrder",
    ("Payment", ("get",)): "contributionID",
    ("User", _WRITES): "actorPassword",
}
_INSTEAD = {
    ("AuthxCredential", "create"): _ALL + "contactId ttl",
    ("Order", "create"): _ALL + "contributionValues contributionRecurValues lineItems",
    ("Setting", "get"): _ALL + "select domainId contactId",
}
OWN_PARAMS: dict[tuple[str | None, str], frozenset[str]] = {
    **{(None, action): frozenset(names.split()) for action, names in _OWN.items()},
    **{
        (entity, action): frozenset((_OWN[action] + " " + names).split())
        for (entities, actions), names in _MORE.items()
        for entity in entities.split()
        for action in actions
    },
    **{key: frozenset(names.split()) for key, names in _INSTEAD.items()},
}
#: Params that are fields of these entities as well.
AMBIGUOUS = {entity: frozenset({"language"}) for entity in ("Mailing", "Translation", "UFMatch", "User")}

#: Unique indexes: where one is covered by ``match``, a save sent twice cannot double.
UNIQUE: dict[str, list[frozenset[str]]] = {
    entity.strip(): [frozenset(columns.split()) for columns in indexes.split(",")]
    for entity, _, indexes in (
        line.partition(":")
        for line in """
            ActionSchedule: name
            ActivityContact: contact_id activity_id record_type_id
            Batch: name
            Campaign: name, external_identifier
            CaseContact: case_id contact_id
            CaseType: name
            Contact: external_identifier
            ContactType: name
            Contribution: trxn_id, invoice_id
            ContributionPage: name
            ContributionRecur: trxn_id, invoice_id
            Country: name iso_code
            County: name state_province_id
            CustomField: label custom_group_id, name custom_group_id
            CustomGroup: title extends, name
            DashboardContact: dashboard_id contact_id
            DedupeException: contact_id1 contact_id2
            DedupeRuleGroup: name
            Domain: name
            EntityBatch: batch_id entity_id entity_table
            EntityFile: entity_id entity_table file_id
            EntityFinancialAccount: entity_id entity_table account_relationship
            EntityTag: entity_id entity_table tag_id
            Extension: full_name
            FinancialAccount: name
            Group: title, name
            GroupContact: contact_id group_id
            GroupOrganization: group_id organization_id
            Household: external_identifier
            Individual: external_identifier
            LocationType: name
            Mapping: name
            MembershipType: name
            OpenID: openid
            OptionGroup: name
            Organization: external_identifier
            PaymentProcessor: name is_test domain_id
            PaymentProcessorType: name
            PriceSet: name
            PriceSetEntity: entity_table entity_id
            Queue: name
            RelationshipCache: relationship_id orientation
            RelationshipType: name_a_b, name_b_a
            RiverleaStream: name
            SavedSearch: name
            SearchDisplay: saved_search_id name
            SearchSegment: name
            Session: session_id
            Setting: domain_id contact_id name
            SiteToken: name domain_id, label domain_id
            StateProvince: name country_id
            Tag: name
            TranslationSource: source_key
            UFGroup: name
            UFMatch: uf_name domain_id, contact_id domain_id
            User: username, uf_name domain_id, contact_id domain_id
            UserJob: name
            WordReplacement: domain_id find_word
        """.strip().splitlines()
    )
}
