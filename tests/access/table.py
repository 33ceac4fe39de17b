"""Every address, and who may open it: the table of design section 5, address by address.

V volunteer, O officer, C chief, S supervisor, U auditor, A administrator. Everybody else is
answered "forbidden"; nobody at all is sent to the login. A record of another province does not
exist, whoever asks.
"""

from typing import NamedTuple


class Line(NamedTuple):
    """Who may, the record in the address, how it is asked for, further parts of the address."""

    who: str
    record: str = ""
    method: str = "get"
    more: tuple = ()
    key: str = "uuid"


ALL, OFFICE, READERS = "VOCSUA", "OC", "OCU"
POST = "post"

TABLE = {
    # Everybody
    "home": Line(ALL),
    "pipeline:requirement_list": Line(ALL),
    "accounts:account_detail": Line(ALL),
    "account_change_password": Line(ALL),
    "account_reauthenticate": Line(ALL),
    "mfa_index": Line(ALL),
    "mfa_activate_totp": Line(ALL),
    "account_logout": Line(ALL),
    # Progress
    "dashboards:place_detail": Line("OCSUA", "place", key="code"),
    "dashboards:rows": Line("OCSU", "place", more=("enrolments",), key="code"),
    # Lists that somebody comes back to
    "dashboards:saved_list": Line("VOCU", more=("households",)),
    # Accounts
    "accounts:user_list": Line("CA"),
    "accounts:user_create": Line("CA"),
    **{
        f"accounts:user_{verb}": Line("CA", "account")
        for verb in ("detail", "change", "assign", "reset", "close")
    },
    "accounts:acting_list": Line("CA"),
    "accounts:acting_create": Line("CA", "account"),
    "accounts:acting_end": Line("CA", "acting"),
    "accounts:year_list": Line("CSUA"),
    "accounts:year_detail": Line("CSUA", "year", key="fiscal_year"),
    "accounts:year_create": Line("A"),
    "accounts:year_change": Line("A", "year", key="fiscal_year"),
    "accounts:access_log": Line("CSUA"),
    # Moves
    **{
        f"pipeline:{kind}_{verb}": Line(who, kind, method)
        for kind in ("enrolment", "group")
        for verb, who, method in (
            ("advance", OFFICE, POST),
            ("advance_far", OFFICE, POST),
            ("send_back", OFFICE, "get"),
            ("waive", "C", "get"),
        )
    },
    "pipeline:enrolment_advance_many": Line(OFFICE, method=POST),
    "pipeline:group_advance_many": Line(OFFICE, method=POST),
    "pipeline:group_take_in": Line(OFFICE, "group"),
    "pipeline:group_confirm_take_in": Line("C", "group", POST),
    "pipeline:group_decline_take_in": Line(OFFICE, "group"),
    "pipeline:enrolment_fix_list": Line("VOCU", "enrolment"),
    "pipeline:group_fix_list": Line(READERS, "group"),
    "pipeline:enrolment_evidence": Line("VOCU", "enrolment", more=("notice",)),
    "pipeline:group_evidence": Line(READERS, "group", more=("gathered",)),
    "pipeline:enrolment_waiver_lift": Line("C", "enrolment", POST, ("notice",)),
    "pipeline:group_waiver_lift": Line("C", "group", POST, ("gathered",)),
    # Households
    "households:household_list": Line("VOCU"),
    "households:household_create": Line("VOC"),
    "households:household_add": Line("VOC", method=POST),
    "households:household_detail": Line("VOCU", "household"),
    "households:household_change": Line("VOC", "household"),
    "households:household_move": Line(OFFICE, "household"),
    "households:household_close": Line(OFFICE, "household"),
    "households:household_erase": Line("C", "household"),
    "households:person_create": Line("VOC", "household"),
    "households:person_detail": Line("VOCU", "person"),
    "households:person_change": Line("VOC", "person"),
    "households:person_leave": Line("VOC", "person"),
    "households:person_reveal": Line(OFFICE, "person"),
    "households:household_export": Line(OFFICE),
    "households:import_create": Line(OFFICE),
    "households:import_template": Line(OFFICE),
    "households:import_detail": Line(OFFICE, "batch"),
    "households:import_progress": Line(OFFICE, "batch"),
    "households:import_again": Line(OFFICE, "batch", POST),
    "households:import_columns": Line(OFFICE, "batch"),
    "households:import_repairs": Line(OFFICE, "batch"),
    "households:import_alike": Line(OFFICE, "batch"),
    "households:import_commit": Line(OFFICE, "batch", POST),
    "households:import_refused": Line(OFFICE, "batch"),
    "households:import_undo": Line(OFFICE, "batch"),
    "households:import_drop": Line(OFFICE, "batch", POST),
    "households:comparison_list": Line(OFFICE),
    "households:comparison_create": Line(OFFICE),
    "households:comparison_detail": Line(OFFICE, "comparison"),
    "households:comparison_decide": Line(OFFICE, "comparison", POST),
    "households:comparison_commit": Line(OFFICE, "comparison", POST),
    "households:comparison_refresh": Line(OFFICE, "comparison", POST),
    "households:duplicate_list": Line(OFFICE),
    "households:duplicate_refresh": Line(OFFICE, method=POST),
    "households:duplicate_answer": Line(OFFICE, "pair", POST),
    "households:household_merge": Line(OFFICE, "pair"),
    "households:merge_detail": Line(OFFICE, "merge"),
    "households:merge_take_back": Line(OFFICE, "merge", POST),
    "households:waiting_list": Line(OFFICE),
    "households:entry_accept_many": Line(OFFICE, method=POST),
    "households:returned_list": Line("VOC"),
    "households:entry_detail": Line("VOCU", "visit", more=("visit",)),
    "households:entry_change": Line(OFFICE, "visit", more=("visit",)),
    "households:entry_accept": Line(OFFICE, "visit", POST, ("visit",)),
    "households:entry_withdraw": Line("", "visit", more=("visit",)),  # who entered it, nobody else
    "households:entry_send_back": Line(OFFICE, "visit", more=("visit",)),
    "households:enrolment_list": Line("VOCU"),
    "households:enrolment_summary": Line("VOCU"),
    "households:grid_change": Line("VOC", "place", key="code"),
    "households:grid_sheet": Line(OFFICE, "place", key="code"),
    "households:grid_load": Line(OFFICE, "place", POST, key="code"),
    "households:enrolment_nominate": Line(OFFICE, method=POST),
    "households:enrolment_detail": Line("VOCU", "enrolment"),
    **{
        f"households:{fact}": Line("VOC", "enrolment")
        for fact in (
            "notice_create",
            "wanted_create",
            "income_create",
            "readiness_create",
            "wisdom_use_create",
            "visit_create",
        )
    },
    **{
        f"households:{fact}": Line(OFFICE, "enrolment")
        for fact in (
            "enrolment_selection",
            "route_change",
            "trainer_create",
            "chosen_create",
            "enrolment_exit",
        )
    },
    "households:trainer_end": Line(OFFICE, "trainer"),
    "households:photo_detail": Line("VOCU", "photo"),
    "households:meeting_list": Line("VOCU"),
    "households:meeting_create": Line(OFFICE),
    "households:meeting_detail": Line("VOCU", "meeting"),
    "households:meeting_change": Line(OFFICE, "meeting"),
    "households:meeting_file": Line("VOCU", "meeting"),
    "households:sage_list": Line("VOCU"),
    "households:sage_create": Line(OFFICE),
    "households:sage_detail": Line("VOCU", "sage"),
    "households:sage_change": Line(OFFICE, "sage"),
    "households:wisdom_list": Line("VOCU"),
    "households:wisdom_create": Line(OFFICE),
    "households:wisdom_detail": Line("VOCU", "wisdom"),
    "households:wisdom_change": Line(OFFICE, "wisdom"),
    # Groups
    **{
        f"groups:{page}": Line(READERS)
        for page in ("group_list", "group_board", "group_register", "activity_list")
    },
    **{
        f"groups:{page}": Line(OFFICE)
        for page in ("group_create", "group_begin", "group_export", "village_activity_create")
    },
    **{
        f"groups:{page}": Line(READERS, record)
        for page, record in (
            ("group_detail", "group"),
            ("choice_list", "group"),
            ("production_list", "group"),
            ("meeting_detail", "group_meeting"),
            ("meeting_file", "group_meeting"),
            ("plan_detail", "plan"),
            ("activity_detail", "activity"),
            ("photo_detail", "activity_photo"),
        )
    },
    **{
        f"groups:{page}": Line(OFFICE, record)
        for page, record in (
            ("group_change", "group"),
            ("group_close", "group"),
            ("rules_change", "group"),
            ("wisdom_change", "group"),
            ("membership_create", "group"),
            ("membership_change", "membership"),
            ("membership_leave", "membership"),
            ("term_create", "group"),
            ("term_end", "term"),
            ("meeting_create", "group"),
            ("meeting_change", "group_meeting"),
            ("raw_material_create", "group"),
            ("raw_material_change", "material"),
            ("surroundings_create", "group"),
            ("plan_create", "group"),
            ("plan_change", "plan"),
            ("plan_item_create", "plan"),
            ("plan_item_change", "plan_item"),
            ("activity_create", "group"),
            ("activity_change", "activity"),
            ("attendance_change", "activity"),
            ("photo_create", "activity"),
            ("production_create", "group"),
            ("production_change", "production"),
            ("enrolment_join", "enrolment"),
            ("enrolment_activities", "enrolment"),
        )
    },
    "groups:plan_item_done": Line(OFFICE, "plan_item", POST),
    # Products
    "products:product_list": Line("OCSU"),
    "products:producer_list": Line("OCSU"),
    "products:registration_list": Line("OCSU"),
    "products:product_create": Line(OFFICE),
    "products:producer_create": Line(OFFICE),
    **{
        f"products:{page}": Line("OCSU", record)
        for page, record in (
            ("product_detail", "product"),
            ("photo_detail", "product_photo"),
            ("certificate_file", "certificate"),
            ("producer_detail", "producer"),
            ("registration_detail", "registration"),
        )
    },
    **{
        f"products:{page}": Line(OFFICE, record)
        for page, record in (
            ("product_change", "product"),
            ("product_stop", "product"),
            ("cost_create", "product"),
            ("photo_create", "product"),
            ("certificate_create", "product"),
            ("certificate_change", "certificate"),
            ("producer_change", "producer"),
            ("registration_documents", "registration"),
        )
    },
    "products:registration_create": Line(OFFICE, "product", POST),
    "products:registration_move": Line(OFFICE, "registration", more=("submitted",)),
    "products:group_products": Line(READERS, "group"),
    "products:enrolment_products": Line(READERS, "enrolment"),
    # Markets
    "markets:market_list": Line(READERS),
    "markets:market_create": Line(OFFICE),
    "markets:market_detail": Line(READERS, "market"),
    "markets:day_detail": Line(READERS, "day"),
    **{
        f"markets:{page}": Line(OFFICE, record)
        for page, record in (
            ("market_change", "market"),
            ("market_close", "market"),
            ("stall_create", "market"),
            ("vendor_create", "market"),
            ("allotment_create", "market"),
            ("day_create", "market"),
            ("vendor_change", "vendor"),
            ("vendor_leave", "vendor"),
            ("allotment_end", "allotment"),
            ("day_change", "day"),
            ("day_sales", "day"),
            ("sale_withdraw", "sale"),
            ("share_withdraw", "share"),
        )
    },
    "markets:share_create": Line(OFFICE, "day", more=("group",)),
    "markets:group_stalls": Line(READERS, "group"),
    "markets:group_sales": Line(READERS, "group"),
    "markets:enrolment_sales": Line(READERS, "enrolment"),
    # Of a record that is closed, of an account that is: asked of any, refused to who may not.
    "households:household_reopen": Line(OFFICE, "household", POST),
    "households:enrolment_rejoin": Line(OFFICE, "enrolment", POST),
    "groups:group_reopen": Line(OFFICE, "group", POST),
    "accounts:user_reopen": Line("CA", "account", POST),
    "accounts:user_reset_factor": Line("CA", "account", POST),
}

# The parts of the system, by their namespaces; what has none is the frame around them.
PARTS = [*sorted({name.partition(":")[0] for name in TABLE if ":" in name}), ""]

# Told apart by more than role and area; each has a test of its own.
ELSEWHERE = {
    "account_login": "tests/accounts/test_login.py",
    "mfa_authenticate": "tests/accounts/test_second_factor.py",
    "mfa_reauthenticate": "tests/accounts/test_second_factor.py",
    "mfa_deactivate_totp": "tests/accounts/test_second_factor.py",
    "mfa_view_recovery_codes": "tests/accounts/test_second_factor.py",
    "mfa_generate_recovery_codes": "tests/accounts/test_second_factor.py",
    "health_live": "tests/dashboards/test_health.py",
    "health_ready": "tests/dashboards/test_health.py",
    "set_language": "tests/access/test_access.py",
    "dashboards:components": "tests/dashboards/test_components.py",
    "dashboards:example": "tests/dashboards/test_components.py",
}
