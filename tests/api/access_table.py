"""Who gets in where: one row for every operation. A route without one fails the test.

What a row may say is in `access_rows`, what things there are in `access_things`. Rows of
one area stand together, in the order of the API's description.
"""

from typing import Any
from uuid import UUID

from services.people.access import Permission
from services.scoring import packs
from tests.api.access_alerts import ALERTS
from tests.api.access_boards import BOARD_SOCKETS, BOARDS
from tests.api.access_figures import FIGURES
from tests.api.access_rows import EMPTY, Row, Who
from tests.factories import GREETING_AND_PROMISE

P = Permission
_PERIOD = {"from_date": "2026-03-01", "until_date": "2026-03-02"}
_TRIAL = {"scorecard_id": "{scorecard_id}", "number": 1, "unit_ids": ["{own_unit_id}"], **_PERIOD}
_PACK_KEY = "greeting_en"
_PACK = packs.shipped()[_PACK_KEY].model_dump(mode="json", by_alias=True)
_CARD = GREETING_AND_PROMISE.model_dump(mode="json")
_WHOLE: Any = {"outside": 403, "whole": True}
_SOUND = ("audio/wav", b"not a sound")
_PROVIDER = {"key": "made", "name": "Made", "issuer": "http://127.0.0.1:9", "client_id": "x"}
_POLICY = {
    "password_min_length": 10,
    "passwords_for": "everyone",
    "second_factor_roles": [],
    "default_role": None,
    "default_unit_id": None,
}
_LOOKS_AFTER = (P.RECORDINGS_WRITE, P.SOURCES_MANAGE)

_SESSION = (
    Row("read_session", Who.SIGNED_IN),
    Row("sign_in", Who.ANYBODY, body={"login": "nobody", "password": "nothing"}),
    Row("sign_out", Who.ANYBODY),
    Row("read_sign_in_step", Who.ANYBODY),
    Row("give_second_factor", Who.ANYBODY, body={"code": "000000"}),
    Row("choose_password", Who.ANYBODY, body={"password": "correct horse battery"}),
    Row("begin_enrolment", Who.ANYBODY),
    Row("confirm_enrolment", Who.ANYBODY, body={"code": "000000"}),
    Row("read_ways_in", Who.ANYBODY),
    Row("go_to_provider", Who.ANYBODY, path={"key": "corp"}),
    Row("come_back_from_provider", Who.ANYBODY, path={"key": "corp"}),
    Row("list_own_sessions", Who.SIGNED_IN),
    Row("end_own_sessions", Who.SIGNED_IN, query="keep_current=true"),
    Row("end_session", Who.SIGNED_IN, "open session"),
    Row("read_security", Who.SIGNED_IN),
    Row("change_password", Who.SIGNED_IN, body={"old_password": "x", "password": "y"}),
    Row("begin_second_factor", Who.SIGNED_IN, body={"password": "x"}),
    Row("confirm_second_factor", Who.SIGNED_IN, body={"code": "000000"}),
    Row("renew_recovery_codes", Who.SIGNED_IN, body={"code": "000000"}),
    Row("remove_second_factor", Who.SIGNED_IN, body={"code": "000000"}),
    Row("read_health", Who.ANYBODY),
    Row("read_readiness", Who.ANYBODY),
)

_ORGANISATION = (
    Row("list_units", P.BOARD_READ, "unit", outside=EMPTY),
    Row("list_agents", P.BOARD_READ, "agent", outside=EMPTY),
    Row("list_campaigns", P.BOARD_READ, "campaign"),
    Row("list_boards", P.BOARD_READ, "unit", outside=EMPTY),
    Row("read_board", P.BOARD_READ, "unit"),
    Row("read_replay", P.BOARD_READ, "unit", query="from=2026-03-02T09:00:00Z&minutes=5"),
    Row(
        "create_unit",
        P.PEOPLE_MANAGE,
        "unit",
        outside=422,
        body={"name": "New", "kind": "team", "parent_id": "{unit_id}"},
    ),
    Row("read_unit", P.BOARD_READ, "unit"),
    Row("change_unit", P.PEOPLE_MANAGE, "unit", body={"timezone": "Asia/Tokyo"}),
    Row("archive_unit", P.PEOPLE_MANAGE, "unit", lacks="unit-above-scope"),
    Row(
        "create_agent",
        P.PEOPLE_MANAGE,
        "unit",
        outside=422,
        body={"code": "new", "name": "New", "unit_id": "{unit_id}"},
    ),
    Row("read_agent", P.BOARD_READ, "agent"),
    Row("change_agent", P.PEOPLE_MANAGE, "agent", body={"name": "Ann"}),
    Row("list_memberships", P.BOARD_READ, "agent"),
    Row("transfer_agent", P.PEOPLE_MANAGE, "member", body={"unit_id": "{unit_id}"}),
    Row("withdraw_transfer", P.PEOPLE_MANAGE, "member"),
    Row("list_identities", P.PEOPLE_MANAGE, "agent"),
    Row(
        "link_identity",
        P.PEOPLE_MANAGE,
        "member",
        body={"source_id": "{source_id}", "external_id": "ext"},
    ),
    Row("unlink_identity", P.PEOPLE_MANAGE, "member"),
    Row("list_unmatched_names", P.PEOPLE_MANAGE, "unmatched name", **_WHOLE),
    Row("count_unmatched_names", P.PEOPLE_MANAGE, **_WHOLE),
    Row("list_source_names", P.PEOPLE_MANAGE, "source"),
    Row(
        "match_names",
        P.PEOPLE_MANAGE,
        "unmatched name",
        **_WHOLE,
        body={"items": [{"identity_id": "{identity_id}", "agent_id": "{agent_id}"}]},
    ),
    Row(
        "ignore_names",
        P.PEOPLE_MANAGE,
        "unmatched name",
        **_WHOLE,
        body={"identity_ids": ["{identity_id}"]},
    ),
    Row("create_campaign", P.CAMPAIGNS_MANAGE, body={"code": "new", "name": "New"}),
    Row("read_campaign", P.BOARD_READ, "campaign"),
    Row("change_campaign", P.CAMPAIGNS_MANAGE, "campaign", body={"product": "Loans"}),
    Row("export_organisation", P.PEOPLE_MANAGE, query="template=true&format=csv"),
    Row(
        "preview_organisation_import",
        P.PEOPLE_MANAGE,
        content=("application/octet-stream", b"Code,Name\n"),
    ),
    # Of another who began it, it does not exist either.
    Row(
        "read_organisation_import",
        P.PEOPLE_MANAGE,
        "organisation import",
        lacks="organisation-import-not-found",
    ),
    Row(
        "list_organisation_import_rows",
        P.PEOPLE_MANAGE,
        "organisation import",
        lacks="organisation-import-not-found",
    ),
    Row("apply_organisation_import", P.PEOPLE_MANAGE, "organisation import"),
    Row("list_history", P.PEOPLE_MANAGE, "unit", query="subject=unit:{unit_id}"),
)

_CALLS = (
    Row("list_calls", P.CALLS_READ, "call", outside=EMPTY),
    Row("read_call", P.CALLS_READ, "call"),
    Row("read_transcript", P.CALLS_READ, "call"),
    Row("read_acoustics", P.CALLS_READ, "call", lacks="acoustics-not-measured"),
    Row("list_evaluations", P.CALLS_READ, "call"),
    Row("reveal_call", P.PII_READ, "call", body={"what": "words"}),
    Row("read_privacy", P.PRIVACY_MANAGE),
    Row("change_privacy", P.PRIVACY_MANAGE, body={}),
    Row("list_transcripts", P.CALLS_READ, "call"),
    Row("read_one_transcript", P.CALLS_READ, "transcript"),
    Row("read_waveform", P.CALLS_LISTEN, "call"),
    Row("play_audio", P.CALLS_LISTEN, "call"),
    Row("put_recording", P.RECORDINGS_WRITE, "call", content=_SOUND),
    Row(
        "swap_speakers",
        P.TRANSCRIPTS_CORRECT,
        "transcript",
        body={"transcript_id": "{transcript_id}"},
    ),
)

_RECORDINGS = (
    Row("post_recording", P.RECORDINGS_WRITE),
    Row("list_recordings", P.RECORDINGS_WRITE, "recording", outside=EMPTY),
    Row("retry_recording", P.RECORDINGS_WRITE, "recording"),
    Row("hear_again", P.TRANSCRIPTS_CORRECT, "recording", body={}),
    Row("hurry_recording", (P.TRANSCRIPTS_CORRECT, P.HEARING_MANAGE), "recording"),
    Row("cancel_recording", P.HEARING_MANAGE, "recording"),
    Row("list_fetches", _LOOKS_AFTER, "fetch", outside=EMPTY),
    Row("retry_fetch", _LOOKS_AFTER, "fetch"),
    Row("list_missing_recordings", _LOOKS_AFTER, "silent call", outside=EMPTY),
    Row(
        "list_unmatched_recordings",
        _LOOKS_AFTER,
        "unmatched recording",
        outside=EMPTY,
        whole=True,
    ),
    Row(
        "match_recording",
        _LOOKS_AFTER,
        "unmatched recording",
        whole=True,
        body={"call_id": "{call_id}"},
    ),
    Row("discard_recording", _LOOKS_AFTER, "unmatched recording", whole=True),
    Row("list_watched_files", P.SOURCES_MANAGE, "watched file", **_WHOLE),
)

_HEARING = (
    Row("read_hearing", P.HEARING_READ),
    Row(
        "list_queued_recordings",
        P.HEARING_READ,
        "recording",
        outside=EMPTY,
        query="campaign_id={campaign_id}",
    ),
    Row("pause_hearing", P.HEARING_MANAGE, **_WHOLE, body={}),
    Row("resume_hearing", P.HEARING_MANAGE, "pause", **_WHOLE),
    Row("set_campaign_hearing", P.HEARING_MANAGE, "campaign", body={"language": "zh"}),
)

_DIALERS = (
    Row("list_sources", P.HEARING_READ, "source"),
    Row("read_source", P.HEARING_READ, "source"),
    Row("list_silent_sources", P.SOURCES_MANAGE, **_WHOLE),
    Row("list_dialers", P.SOURCES_MANAGE),
    Row(
        "change_source",
        P.SOURCES_MANAGE,
        "source",
        **_WHOLE,
        body={"region": "CN"},
    ),
    Row("read_source_health", P.SOURCES_MANAGE, "source", **_WHOLE),
    Row("list_deliveries", P.SOURCES_MANAGE, "delivery", **_WHOLE),
    Row("read_delivery", P.SOURCES_MANAGE, "delivery", **_WHOLE),
    Row("replay_delivery", P.SOURCES_MANAGE, "delivery", **_WHOLE),
    Row(
        "test_file_patterns",
        P.SOURCES_MANAGE,
        "source",
        **_WHOLE,
        body={"names": ["a.wav"]},
    ),
    Row("post_events", Who.DIALERS, outside=401, content=("application/json", b"[]")),
    Row("post_hook", Who.DIALERS, outside=401, path={"dialer": "twilio"}),
    Row("call_hook", Who.DIALERS, outside=401, path={"dialer": "twilio"}),
    Row("post_vcon", Who.DIALERS, outside=401),
)

_IMPORTS = (
    Row(
        "upload_import",
        P.IMPORTS_MANAGE,
        "source",
        **_WHOLE,
        query="source={source_id}&file_name=a.csv",
        content=("application/octet-stream", b"a,b\n1,2\n"),
    ),
    Row("list_imports", P.IMPORTS_MANAGE, "import", **_WHOLE),
    Row("get_import", P.IMPORTS_MANAGE, "import", **_WHOLE),
    Row("preview_import", P.IMPORTS_MANAGE, "import", **_WHOLE, body={}, lacks="file-forgotten"),
    Row("start_import", P.IMPORTS_MANAGE, "import", **_WHOLE, body={}, lacks="file-forgotten"),
    Row("cancel_import", P.IMPORTS_MANAGE, "import", **_WHOLE),
    Row("resume_import", P.IMPORTS_MANAGE, "import", **_WHOLE),
    Row("download_import_errors", P.IMPORTS_MANAGE, "import", **_WHOLE),
    Row("list_mappings", P.IMPORTS_MANAGE, "mapping", **_WHOLE),
    Row(
        "save_mapping",
        P.IMPORTS_MANAGE,
        "mapping",
        **_WHOLE,
        body={"source_id": "{source_id}", "mapping": {"columns": []}},
    ),
    Row("delete_mapping", P.IMPORTS_MANAGE, "mapping", **_WHOLE),
)

_RULES = (
    Row("get_scorecard_schema", P.SCORECARDS_READ),
    Row("check_scorecard", P.SCORECARDS_READ, body=_CARD),
    Row(
        "try_scorecard",
        P.SCORECARDS_READ,
        "call",
        body={"body": _CARD, "call_id": "{call_id}"},
    ),
    Row("list_scorecards", P.SCORECARDS_READ, "scorecard"),
    Row("create_scorecard", P.SCORECARDS_WRITE, body={"name": "Card"}),
    Row("list_scorecard_versions", P.SCORECARDS_READ, "scorecard"),
    Row("get_scorecard_version", P.SCORECARDS_READ, "scorecard"),
    Row("export_scorecard_version", P.SCORECARDS_READ, "scorecard"),
    Row("diff_scorecard_versions", P.SCORECARDS_READ, "scorecard", query="against=1"),
    Row("add_scorecard_version", P.SCORECARDS_WRITE, "draft", body=_CARD),
    Row("import_scorecard_version", P.SCORECARDS_WRITE, "draft", body=_CARD),
    Row("edit_scorecard_version", P.SCORECARDS_WRITE, "draft", body=_CARD),
    Row("publish_scorecard_version", P.SCORECARDS_WRITE, "draft"),
    Row("retire_scorecard_version", P.SCORECARDS_WRITE, "draft"),
    Row("list_campaign_scorecards", P.SCORECARDS_READ, "campaign"),
    Row("set_campaign_scorecards", P.SCORECARDS_WRITE, "campaign", body={"items": []}),
    Row("set_campaign_facts", P.SCORECARDS_WRITE, "campaign", body={"facts": {}}),
    Row("list_word_packs", P.SCORECARDS_READ),
    Row("get_word_pack", P.SCORECARDS_READ, path={"key": _PACK_KEY}),
    Row("save_word_pack", P.SCORECARDS_WRITE, path={"key": _PACK_KEY}, body=_PACK),
    Row("delete_word_pack", P.SCORECARDS_WRITE, path={"key": _PACK_KEY}),
    Row("restore_word_pack", P.SCORECARDS_WRITE, path={"key": _PACK_KEY}),
)

_TRIALS = (
    Row("start_backtest", P.SCORECARDS_WRITE, "trial", outside=422, body=_TRIAL),
    Row("list_backtests", P.SCORECARDS_WRITE, "backtest", outside=EMPTY),
    Row("get_backtest", P.SCORECARDS_WRITE, "backtest"),
    Row("list_backtest_calls", P.SCORECARDS_WRITE, "backtest"),
    Row("cancel_backtest", P.SCORECARDS_WRITE, "backtest"),
    Row("start_rescore", P.SCORECARDS_WRITE, "trial", outside=422, body={"name": "a", **_TRIAL}),
    Row("list_rescores", P.SCORECARDS_WRITE, "rescore", outside=EMPTY),
    Row("get_rescore", P.SCORECARDS_WRITE, "rescore"),
    Row("cancel_rescore", P.SCORECARDS_WRITE, "rescore"),
    Row("adopt_rescore", P.SCORECARDS_WRITE, "rescore"),
)

_USER = {"login": "new", "name": "New", "role": "lead", "unit_id": "{unit_id}"}
_AWAY = {"from_at": "2999-01-01T00:00:00Z", "until_at": "2999-01-02T00:00:00Z"}

_PEOPLE = (
    Row("list_users", P.USERS_MANAGE, "user", outside=EMPTY),
    Row("create_user", P.USERS_MANAGE, "unit", outside=403, body=_USER),
    Row("read_user", P.USERS_MANAGE, "user"),
    Row("change_user", P.USERS_MANAGE, "user", body={"name": "New"}),
    Row("reset_user_password", P.USERS_MANAGE, "user"),
    Row("list_roles", P.USERS_MANAGE, "role"),
    Row(
        "create_role",
        P.USERS_MANAGE,
        body={"name_zh": "新", "name_en": "New", "based_on": "lead", "permissions": []},
    ),
    Row("change_role", P.USERS_MANAGE, "role", body={"permissions": []}),
    Row("delete_role", P.USERS_MANAGE, "role"),
    Row("list_deputies", Who.SIGNED_IN),
    Row("list_stand_ins", Who.SIGNED_IN),
    Row(
        "create_deputy",
        P.USERS_MANAGE,
        "user",
        body={"user_id": "{user_id}", "deputy_id": "{user_id}", **_AWAY},
    ),
    Row("end_deputy", Who.SIGNED_IN, "deputy"),
    Row("list_broken_glass", (P.BREAK_GLASS, P.USERS_MANAGE)),
    Row(
        "break_glass",
        P.BREAK_GLASS,
        "any call",
        body={"call_id": "{call_id}", "reason": "a complaint came in"},
    ),
    Row("revoke_broken_glass", (P.BREAK_GLASS, P.USERS_MANAGE), "broken glass"),
    Row("list_notices", Who.SIGNED_IN),
    Row("read_notices", Who.SIGNED_IN, body={}),
    Row("list_keys", P.KEYS_MANAGE, "key"),
    Row(
        "create_key",
        P.KEYS_MANAGE,
        body={"name": "key", "source": "keyed", "scopes": ["calls:read"]},
    ),
    Row("revoke_key", P.KEYS_MANAGE, "key"),
    Row(
        "change_key",
        P.KEYS_MANAGE,
        "key",
        body={"name": "key", "expires_at": None, "networks": []},
    ),
    Row("rotate_key", P.KEYS_MANAGE, "key", body={}),
    Row("read_system", P.SYSTEM_READ),
    Row("read_system_day", P.SYSTEM_READ),
    Row("list_sessions", P.USERS_MANAGE, "signed-in user"),
    Row("end_sessions", P.USERS_MANAGE, "signed-in user"),
    Row("reset_second_factor", P.USERS_MANAGE, "signed-in user"),
    Row("list_identity_providers", P.USERS_MANAGE, "provider"),
    Row("create_identity_provider", P.USERS_MANAGE, body=_PROVIDER),
    Row("change_identity_provider", P.USERS_MANAGE, "provider", body=_PROVIDER),
    Row("delete_identity_provider", P.USERS_MANAGE, "provider"),
    Row("test_identity_provider", P.USERS_MANAGE, "provider", lacks="provider-silent"),
    Row("read_group_mappings", P.USERS_MANAGE),
    Row("replace_group_mappings", P.USERS_MANAGE, body={"mappings": []}),
    Row("read_sign_in_policy", P.USERS_MANAGE),
    Row("change_sign_in_policy", P.USERS_MANAGE, body=_POLICY),
    Row("list_audit_entries", P.AUDIT_READ),
    Row("list_audit_acts", P.AUDIT_READ),
    Row("get_audit_head", P.AUDIT_READ),
    Row("export_audit_entries", P.AUDIT_READ),
)


def _scim(operation: str, **fields: Any) -> Row:
    """For a directory's key: people and dialers are turned away."""
    return Row(operation, Who.DIALERS, outside=403, **fields)


_SCIM = (
    _scim("scim_read_config"),
    _scim("scim_list_resource_types"),
    _scim("scim_list_schemas"),
    _scim("scim_list_users"),
    _scim("scim_list_groups"),
    _scim("scim_read_resource_type", path={"name": "User"}),
    _scim("scim_read_schema", path={"urn": "x"}),
    _scim("scim_create_user", body={"userName": "x"}),
    _scim("scim_create_group", body={"displayName": "x"}),
    _scim("scim_read_user", path={"user_id": "x"}),
    _scim("scim_replace_user", path={"user_id": "x"}, body={}),
    _scim("scim_patch_user", path={"user_id": "x"}, body={}),
    _scim("scim_delete_user", path={"user_id": "x"}),
    _scim("scim_read_group", path={"group_id": "x"}),
    _scim("scim_replace_group", path={"group_id": "x"}, body={}),
    _scim("scim_patch_group", path={"group_id": "x"}, body={}),
    _scim("scim_delete_group", path={"group_id": "x"}),
)

_KEEP: Any = {"rules": [{"name": "All"}]}
_UNKNOWN = "00000000-0000-4000-8000-000000000000"
_RUN: Any = {"path": {"run_id": _UNKNOWN}, "lacks": "run-not-found"}
_ABOUT = {"about": "customer", "subject": "13800138000"}
_REQUEST: Any = {"path": {"request_id": _UNKNOWN}, "lacks": "request-not-found"}

_RETENTION = (
    Row("read_retention_policy", P.RETENTION_MANAGE),
    Row("list_retention_policies", P.RETENTION_MANAGE),
    Row("preview_retention", P.RETENTION_MANAGE, body=_KEEP),
    Row(
        "save_retention_policy",
        P.RETENTION_MANAGE,
        body=_KEEP | {"after": 999},
        lacks="policy-changed",
    ),
    Row("list_legal_holds", P.RETENTION_MANAGE),
    Row(
        "place_legal_hold",
        P.RETENTION_MANAGE,
        body={"kind": "customer", "subject": "13800138000", "reason": "x"},
    ),
    Row(
        "lift_legal_hold",
        P.RETENTION_MANAGE,
        body={"reason": "x"},
        path={"hold_id": _UNKNOWN},
        lacks="hold-not-found",
    ),
    Row("list_retention_runs", P.RETENTION_MANAGE),
    Row("start_retention_run", P.RETENTION_MANAGE, lacks="no-rules"),
    Row("read_retention_run", P.RETENTION_MANAGE, **_RUN),
    Row("read_deletion_certificate", P.RETENTION_MANAGE, **_RUN),
    Row("look_for_personal_data", P.RETENTION_MANAGE, body=_ABOUT),
    Row("list_data_requests", P.RETENTION_MANAGE),
    Row("create_data_request", P.RETENTION_MANAGE, body=_ABOUT | {"kind": "export"}),
    Row("read_data_request", P.RETENTION_MANAGE, **_REQUEST),
    Row("download_data_export", P.RETENTION_MANAGE, **_REQUEST),
)

_MARKS = ("added_id", "comment_id", "correction_id")
_REVIEWED = (P.REVIEWS_READ, P.REVIEWS_WRITE, P.REVIEWS_MANAGE)
_SAVED = {"revision": 0}
_NO_MARK: Any = {"path": {name: str(UUID(int=1)) for name in _MARKS}, "lacks": "mark-not-found"}
_PLACE = {"rule_key": "greeting", "start_s": 0.5, "end_s": 1}
_WORDS = {"utterance": 0, "char_start": 0, "char_end": 1}

_QUEUE = (P.REVIEWS_WRITE, P.REVIEWS_MANAGE)
_BODY = {"layers": [{"kind": "random"}]}
_NO_PLAN: Any = {"path": {"plan_id": str(UUID(int=1))}, "lacks": "plan-not-found"}
_NO_DRAW: Any = {"path": {"draw_id": str(UUID(int=1))}, "lacks": "draw-not-found"}

_REVIEWS = (
    # Nobody is shown what waits of the own team, so the list names none to some who get in.
    Row("list_review_tasks", _QUEUE),
    Row(
        "create_review_tasks",
        P.REVIEWS_MANAGE,
        "scored call",
        outside=422,
        body={"call_ids": ["{call_id}"]},
    ),
    Row("take_next_review_task", P.REVIEWS_WRITE, body={}),
    Row("hand_out_review_tasks", P.REVIEWS_MANAGE, body={"rehearse": True}),
    Row("read_review_task", _QUEUE, "review task"),
    Row("claim_review_task", P.REVIEWS_WRITE, "review task"),
    Row("release_review_task", _QUEUE, "review task"),
    Row("withdraw_review_task", P.REVIEWS_MANAGE, "review task"),
    Row(
        "assign_review_task",
        P.REVIEWS_MANAGE,
        "review task",
        body={"assignee_id": str(UUID(int=1))},
        lacks="not-a-reviewer",
    ),
    Row("list_sampling_plans", P.REVIEWS_MANAGE),
    Row("create_sampling_plan", P.REVIEWS_MANAGE, body={"name": "All", "body": _BODY}),
    Row(
        "preview_sampling_plan",
        P.REVIEWS_MANAGE,
        body={"body": _BODY, "from": "2026-11-01T00:00:00Z", "until": "2026-11-02T00:00:00Z"},
    ),
    Row(
        "list_sample_coverage",
        P.REVIEWS_READ,
        "covered agent",
        outside=EMPTY,
        query="from=2026-03-01T00:00:00Z&to=2026-03-08T00:00:00Z",
    ),
    Row("read_sampling_plan", P.REVIEWS_MANAGE, **_NO_PLAN),
    Row("change_sampling_plan", P.REVIEWS_MANAGE, **_NO_PLAN, body={"revision": 1}),
    Row("archive_sampling_plan", P.REVIEWS_MANAGE, **_NO_PLAN),
    Row("draw_sample", P.REVIEWS_MANAGE, **_NO_PLAN),
    Row("read_plan_progress", P.REVIEWS_MANAGE, **_NO_PLAN),
    Row("read_workload", P.REVIEWS_MANAGE),
    Row("read_own_workload", P.REVIEWS_WRITE),
    Row("list_inspectors", P.REVIEWS_MANAGE),
    Row(
        "change_inspector",
        P.REVIEWS_MANAGE,
        body={},
        path={"user_id": str(UUID(int=1))},
        lacks="inspector-not-found",
    ),
    Row("list_sample_draws", P.REVIEWS_MANAGE),
    Row("read_sample_draw", P.REVIEWS_MANAGE, **_NO_DRAW),
    Row("recompute_sample_draw", P.REVIEWS_MANAGE, **_NO_DRAW),
    Row("open_review", P.REVIEWS_WRITE, "scored call", body={"call_id": "{call_id}"}),
    Row("list_reviews", _REVIEWED, "finished review", outside=EMPTY),
    Row("read_review", _REVIEWED, "finished review"),
    Row("list_call_reviews", _REVIEWED, "finished review"),
    Row("finalise_review", P.REVIEWS_WRITE, "review", body=_SAVED),
    Row("discard_review", (P.REVIEWS_WRITE, P.REVIEWS_MANAGE), "review"),
    Row("supersede_review", P.REVIEWS_WRITE, "finished review", body={"reason": "It was not"}),
    Row("try_review_corrections", P.REVIEWS_WRITE, "review"),
    Row("give_verdict", P.REVIEWS_WRITE, "review", body={"verdict": "unsure", **_SAVED}),
    Row("take_verdict_back", P.REVIEWS_WRITE, "review", query="revision=0"),
    Row(
        "answer_rule",
        P.REVIEWS_WRITE,
        "review",
        path={"rule_key": "greeting"},
        body={"answer": "passed", **_SAVED},
    ),
    Row(
        "take_answer_back",
        P.REVIEWS_WRITE,
        "review",
        path={"rule_key": "greeting"},
        query="revision=0",
    ),
    Row("add_missed_hit", P.REVIEWS_WRITE, "review", body=_PLACE | _SAVED),
    Row("remove_missed_hit", P.REVIEWS_WRITE, "review", query="revision=0", **_NO_MARK),
    Row("add_review_comment", P.REVIEWS_WRITE, "review", body={"text": "Good", **_SAVED}),
    Row("change_review_comment", P.REVIEWS_WRITE, "review", body=_SAVED, **_NO_MARK),
    Row("remove_review_comment", P.REVIEWS_WRITE, "review", query="revision=0", **_NO_MARK),
    Row("correct_words", P.REVIEWS_WRITE, "review", body=_WORDS | _SAVED | {"said": "a"}),
    Row("take_correction_back", P.REVIEWS_WRITE, "review", query="revision=0", **_NO_MARK),
    Row("write_review_feedback", P.REVIEWS_WRITE, "review", body={"praise": "Good", **_SAVED}),
    Row("list_rule_precision", P.REVIEWS_READ),
    Row(
        "list_rule_rejections",
        P.REVIEWS_READ,
        "scorecard",
        query="scorecard_id={scorecard_id}&rule_key=greeting",
    ),
    Row(
        "mute_rule",
        P.REVIEWS_MANAGE,
        "scorecard",
        body={"scorecard_id": "{scorecard_id}", "rule_key": "greeting", "reason": "Too wide"},
    ),
    Row(
        "lift_rule_mute",
        P.REVIEWS_MANAGE,
        "scorecard",
        body={"scorecard_id": "{scorecard_id}", "rule_key": "greeting"},
    ),
    Row("list_word_suggestions", P.HEARING_MANAGE),
    Row(
        "accept_word_suggestion",
        P.HEARING_MANAGE,
        "campaign",
        body={"campaign_id": "{campaign_id}", "said": "nothing"},
        lacks="suggestion-unknown",
    ),
    Row(
        "dismiss_word_suggestion",
        P.HEARING_MANAGE,
        "campaign",
        body={"campaign_id": "{campaign_id}", "said": "nothing"},
        lacks="suggestion-unknown",
    ),
)

_CALIBRATION: Any = {"path": {"calibration_id": _UNKNOWN}, "lacks": "calibration-not-found"}
_JUDGES = (P.REVIEWS_WRITE, P.REVIEWS_MANAGE)

_CALIBRATIONS = (
    Row(
        "start_calibration",
        P.REVIEWS_MANAGE,
        body={
            "name": "November",
            "scorecard_version_id": _UNKNOWN,
            "call_ids": [_UNKNOWN],
            "rater_ids": [_UNKNOWN, _UNKNOWN],
            "key": "consensus",
        },
        lacks="call-not-to-calibrate",
    ),
    Row("list_calibrations", _JUDGES),
    Row("list_possible_raters", P.REVIEWS_MANAGE),
    Row("draw_calls_to_calibrate", P.REVIEWS_MANAGE, query="count=1&seed=1"),
    Row("read_calibration_drift", P.REVIEWS_MANAGE),
    Row(
        "ask_for_regrades",
        P.REVIEWS_MANAGE,
        body={"reviewer_id": _UNKNOWN, "count": 1, "since": "2026-03-01T00:00:00Z", "seed": 1},
        lacks="nothing-to-regrade-here",
    ),
    Row("list_regrades", P.REVIEWS_MANAGE),
    Row("read_calibration", _JUDGES, **_CALIBRATION),
    Row("close_calibration", P.REVIEWS_MANAGE, **_CALIBRATION),
    Row("cancel_calibration", P.REVIEWS_MANAGE, **_CALIBRATION),
    Row("read_calibration_outcome", _JUDGES, **_CALIBRATION),
    Row(
        "settle_calibration_item",
        P.REVIEWS_MANAGE,
        body={"answer": "passed"},
        path={"calibration_id": _UNKNOWN, "call_id": _UNKNOWN, "rule_key": "manner"},
        lacks="calibration-not-found",
    ),
)

_RESULT: Any = {"path": {"review_id": _UNKNOWN}, "lacks": "result-not-found"}
_APPEAL: Any = {"path": {"appeal_id": _UNKNOWN}, "lacks": "appeal-not-found"}
_CLIP: Any = {"path": {"clip_id": _UNKNOWN}, "lacks": "clip-not-found"}
_DECISION = {"step": 0, "reason": "evidence_holds", "text": "It was said"}

_RESULTS = (
    Row("read_result_policy", (P.REVIEWS_READ, P.REVIEWS_MANAGE)),
    Row("change_result_policy", P.REVIEWS_MANAGE, body={}),
    Row(
        "release_reviews",
        P.REVIEWS_MANAGE,
        "finished review",
        body={"review_ids": ["{review_id}"]},
    ),
    Row("acknowledge_result", P.APPEALS_FILE, **_RESULT),
    Row("list_results", P.APPEALS_FILE),
    Row("read_result", P.APPEALS_FILE, **_RESULT),
    Row("read_my_page", P.APPEALS_FILE),
    Row(
        "file_appeal",
        P.APPEALS_FILE,
        body={"review_id": _UNKNOWN, "rule_key": "greeting", "reason": "other", "text": "No"},
        lacks="result-not-found",
    ),
    Row("list_appeals", (P.APPEALS_FILE, P.APPEALS_DECIDE)),
    Row("read_appeal", (P.APPEALS_FILE, P.APPEALS_DECIDE), **_APPEAL),
    Row("accept_appeal", P.APPEALS_DECIDE, body=_DECISION, **_APPEAL),
    Row("deny_appeal", P.APPEALS_DECIDE, body=_DECISION, **_APPEAL),
    Row("hand_appeal_on", P.APPEALS_DECIDE, body=_DECISION, **_APPEAL),
    Row("withdraw_appeal", P.APPEALS_FILE, **_APPEAL),
    Row("list_same_cause", P.APPEALS_DECIDE, **_APPEAL),
    Row("resolve_same_cause", P.APPEALS_DECIDE, body={"review_ids": [_UNKNOWN]}, **_APPEAL),
    Row(
        "create_clip",
        P.CLIPS_SHARE,
        body={"call_id": _UNKNOWN, "from_s": 0, "to_s": 1, "title": "A", "kind": "library"},
        lacks="call-not-found",
    ),
    Row("list_clips", P.CALLS_LISTEN),
    Row("list_clip_recipients", P.CLIPS_SHARE),
    Row("read_clip", P.CALLS_LISTEN, **_CLIP),
    Row("change_clip", P.CLIPS_SHARE, body={}, **_CLIP),
    Row("delete_clip", P.CLIPS_SHARE, **_CLIP),
    Row("play_clip", P.CALLS_LISTEN, **_CLIP),
)

TABLE = (
    *ALERTS,
    *BOARDS,
    *FIGURES,
    *_RESULTS,
    *_CALIBRATIONS,
    *_RETENTION,
    *_SCIM,
    *_SESSION,
    *_ORGANISATION,
    *_CALLS,
    *_RECORDINGS,
    *_HEARING,
    *_DIALERS,
    *_IMPORTS,
    *_RULES,
    *_TRIALS,
    *_REVIEWS,
    *_PEOPLE,
)

SOCKETS = (
    *BOARD_SOCKETS,
    Row("/api/v1/calls/{call_id}/presence", (P.REVIEWS_WRITE, P.REVIEWS_MANAGE), "call"),
    Row("/api/v1/boards/{board_id}/live", P.BOARD_READ, "unit"),
    Row("/api/v1/imports/live", P.IMPORTS_MANAGE, **_WHOLE),
)
"""Websockets, by path. They close with 4000 + the status."""
