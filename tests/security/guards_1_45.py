"""The guards of requirements 1 to 45: sessions, forms, headers, redirects and limits, signing in."""

from __future__ import annotations

from tests.security.guards import Guard

SESSIONS = "tests/security/test_sessions.py::test_s"
CSRF = "tests/security/test_csrf.py::test_s"
HEADERS = "tests/security/test_headers.py::test_s"
LIMITS = "tests/security/test_redirects_proxy_limits.py::test_s"
SIGN_IN = "tests/security/test_sign_in.py::test_s"
BALLOTS = "tests/security/test_straight_ballots.py::test_s"

CHECKS = "forms_api/auth/checks.py"
ASKING = "forms_api/auth/asking.py"
STRAIGHT = "forms_api/straight.py"
VIEWS = "forms_api/views/sign_in.py"
LINKS = "forms_api/services/sign_in.py"
CODES = "forms_api/services/codes.py"
ROWS = "forms_api/services/sessions.py"
BASE = "templates/shared/base.html"

COOKIE = SESSIONS + "01_the_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts"
USED = SESSIONS + "05_use_is_noted_once_in_five_minutes_and_never_lengthens_the_end"
SIGNED_OUT = SESSIONS + "06_signing_out_kills_the_session_on_the_server_and_clears_the_browser"
ENDED = SESSIONS + "07_signing_out_everywhere_and_leaving_end_all_sessions_at_once"
REPLACED = SESSIONS + "08_a_replaced_secret_key_ends_sessions_and_forms_after_its_grace"
OTHER_SITE = CSRF + "12_a_form_from_another_site_is_refused_even_with_its_token"
STATIC = HEADERS + "17_static_pages_carry_the_policy_too"
LOOSE = LIMITS + "26_a_spoofed_first_address_is_not_what_is_counted"
TOO_LONG = LIMITS + "29_a_long_body_is_refused_before_it_is_read_and_many_or_long_fields_after"
SCANNED = SIGN_IN + "36_get_and_head_never_consume_a_link_and_the_page_presses_nothing_itself"
VOIDED = SIGN_IN + "38_a_new_request_voids_the_links_before_it_and_three_an_hour_are_mailed"
SHEET = SIGN_IN + "42_printed_codes_are_long_kept_hard_to_guess_and_a_new_sheet_voids_the_old"
GUESSED = SIGN_IN + "43_tries_are_counted_by_beginning_and_for_all_and_no_answer_tells_what_was_wrong"
UNSAFE = SIGN_IN + "45_an_old_mailbox_that_is_not_safe_hears_nothing_and_a_printed_code_stands_for_it"

JSON = LIMITS + "30_json_that_is_deep_double_or_no_text_gets_400"
READER = "forms_api/api/reader.py"

SIGN_OUT = '    """Sign this browser out and give it a fresh cookie."""\n'
ORIGIN = "    return origin is not None and urlsplit(origin).netloc not in (own_host, urlsplit(base_url).netloc)\n"
FETCH_SITE = '    if fetch_site is not None and fetch_site not in ("same-origin", "none"):\n        '
PRESSED = "        try:\n            member = sign_in.use_link("
ALL = "headers = [*HEADERS.items(), "

GUARDS: tuple[Guard, ...] = (
    Guard(1, "forms_api/config.py", '"__Host-rsn" if self.secure_cookies else "rsn"', COOKIE, '"rsn"'),
    Guard(1, CHECKS, "            secure=config.secure_cookies,\n", COOKIE),
    Guard(1, CHECKS, "            httponly=True,\n", COOKIE),
    Guard(
        2, CHECKS, '            samesite="Lax",\n', SESSIONS + "02_the_cookie_stays_behind_when_another_site_posts"
    ),
    Guard(
        3, ROWS, "hashlib.sha256(token.encode()).hexdigest()",
        SESSIONS + "03_the_cookie_is_a_reference_of_32_bytes_and_the_store_knows_only_its_hash", "token",
    ),
    Guard(
        4, CHECKS, "    if before is not None:\n        sessions.end(current.store(), current.browser())\n",
        SESSIONS + "04_every_change_of_rights_changes_the_token_and_the_old_one_is_dead",
    ),
    Guard(
        4, "forms_api/services/acting.py", "        unit.sessions.remove(session.id)\n",
        SESSIONS + "04_every_change_of_rights_changes_the_token_and_the_old_one_is_dead",
    ),
    Guard(
        5, ROWS, "now < session.expires_at and now < session.used_at + idle",
        SESSIONS + "05_a_session_ends_idle_and_at_last_by_the_servers_clock", "now < session.used_at + idle",
    ),
    Guard(5, ROWS, "    if not ran_out and noted_lately(session, now):\n        return\n", USED),
    Guard(
        5, STRAIGHT, " or not noted_lately(session, now)",
        BALLOTS + "05_a_ballot_notes_the_use_of_a_session_like_any_form",
    ),
    Guard(6, VIEWS, '    answer.headers["Clear-Site-Data"] = \'"cache", "storage"\'\n', SIGNED_OUT),
    Guard(6, CHECKS, f"{SIGN_OUT}    sessions.end(current.store(), current.browser())\n", SIGNED_OUT, SIGN_OUT),
    Guard(7, VIEWS, "    sessions.end_all(current.store(), current.member().id)\n", ENDED),
    Guard(7, ROWS, "member is None or member.standing is Standing.LEFT", ENDED, "member is None"),
    Guard(
        8, ROWS, "    if session.key and keys is not None and session.key not in keys:\n        return None\n",
        REPLACED,
    ),
    Guard(8, "forms_api/config.py", " if now < old.until)", REPLACED, ")"),
    Guard(
        9, CHECKS, "    if here.csrf_verdict is Token.FOREIGN:\n        abort(400)\n",
        CSRF + "09_every_unsafe_route_refuses_a_form_without_a_token_of_this_browser_and_hour",
    ),
    Guard(
        9, STRAIGHT, " is not Token.GOOD:\n",
        BALLOTS + "09_a_ballot_without_a_token_of_this_browser_and_hour_goes_into_no_box", " is None:\n",
    ),
    Guard(
        10, "forms_api/auth/csrf.py", 'f"rsn/csrf/v1|{browser}|{hour}{whose}"',
        CSRF + "10_asking_for_a_link_and_using_it_need_a_token_of_the_pre_session", 'f"rsn/csrf/v1|{hour}{whose}"',
    ),
    Guard(
        11, "forms_api/views/share.py", "        _prefill(form)\n",
        CSRF + "11_no_built_page_posts_and_a_link_from_one_lands_on_a_form_filled_in_and_not_on_its_effect",
        "        pass\n",
    ),
    Guard(12, ASKING, f"{FETCH_SITE}return True\n", OTHER_SITE, f"{FETCH_SITE}pass\n"),
    Guard(12, ASKING, ORIGIN, OTHER_SITE, "    return False\n"),
    Guard(
        12, STRAIGHT, " or from_another_site(fetch_site, origin, host, config.base_url)",
        BALLOTS + "12_a_ballot_from_another_site_goes_into_no_box",
    ),
    Guard(
        13, CHECKS, ' and not getattr(asked.view, "keeps_text", False)',
        CSRF + "13_a_form_that_was_open_too_long_comes_again_with_its_text",
    ),
    Guard(
        14, CHECKS, "        abort(415)\n", CSRF + "14_a_body_that_is_neither_json_nor_a_form_is_refused",
        "        pass\n",
    ),
    Guard(
        14, STRAIGHT, '        environ.get("CONTENT_TYPE") == FORM_TYPE\n        and not',
        BALLOTS + "14_a_ballot_that_is_no_form_goes_into_no_box", "        not",
    ),
    Guard(
        15, "presentation/policy.py",
        "script-src 'self'; ",
        CSRF + "15_what_members_write_is_cleaned_and_its_page_runs_no_script",
        "script-src *; ",
    ),
    Guard(
        16, CHECKS, "asked.changes and here.session is not None",
        CSRF + "16_get_head_and_options_change_nothing_in_the_store", "here.session is not None",
    ),
    Guard(
        17, "forms_api/headers.py", ALL, HEADERS + "17_the_policy_is_exact_on_every_answer_of_the_service",
        "headers = [",
    ),
    Guard(17, "rsn/static_site.py", "**SAFE_HEADERS, ", STATIC),
    Guard(
        17, BASE, '<meta http-equiv="Content-Security-Policy" ',
        HEADERS + "17_every_page_says_its_policy_itself_for_hosts_that_set_no_headers", '<meta name="policy" ',
    ),
    Guard(
        18, BASE, '<link rel="stylesheet" href="{{ shell.asset("site.css") }}">',
        HEADERS + "18_no_page_holds_a_script_a_style_or_a_handler_inline", "<style>main { margin: 0 }</style>",
    ),
    Guard(
        19, "presentation/policy.py", '    "X-Content-Type-Options": "nosniff",\n',
        HEADERS + "19_every_answer_says_how_it_may_be_used",
    ),
    Guard(
        19, "forms_api/headers.py", ', *([("Strict-Transport-Security", HSTS)] if secure else [])',
        HEADERS + "19_every_answer_says_how_it_may_be_used",
    ),
    Guard(
        20, "forms_api/headers.py", "*self._headers, NO_STORE]",
        HEADERS + "20_nothing_the_service_says_is_kept_by_a_browser", "*self._headers]",
    ),
    # What must not be there has no line: the row puts it there.
    Guard(
        21, "forms_api/headers.py", ALL, HEADERS + "21_no_other_site_may_read_an_answer",
        'headers = [("Access-Control-Allow-Origin", "*"), *HEADERS.items(), ',
    ),
    Guard(
        22, BASE, 'href="{{ shell.asset("site.css") }}"', HEADERS + "22_no_page_loads_anything_from_elsewhere",
        'href="https://styles.example/site.css"',
    ),
    Guard(
        23, "forms_api/app.py", '    app.config["TRUSTED_HOSTS"] = list(config.trusted_hosts)\n',
        HEADERS + "23_an_unknown_host_gets_400",
    ),
    Guard(
        23, STRAIGHT, "        return get_host(scheme, named, None, trusted)\n",
        BALLOTS + "23_a_ballot_to_an_unknown_host_goes_into_no_box", "        return named\n",
    ),
    Guard(
        23, "forms_api/errors.py", "    if request_ctx.url_adapter is None:\n",
        BALLOTS + "23_a_ballot_to_an_unknown_host_goes_into_no_box", "    if False:\n",
    ),
    Guard(
        23, VIEWS, 'current.config().base_url.rstrip("/") + url_for(".link"',
        HEADERS + "23_links_in_mails_are_made_from_the_settings_whatever_the_host",
        'request.host_url.rstrip("/") + url_for(".link"',
    ),
    Guard(
        24, "rsn/listening.py", "        ident=None,\n",
        HEADERS + "24_the_server_says_neither_its_name_nor_its_version",
    ),
    Guard(
        24, "forms_api/startup.py", "    if debug or named:\n", HEADERS + "24_no_trace_and_no_debugger",
        "    if named:\n",
    ),
    Guard(
        25, "forms_api/auth/ways.py", '    home = url_for("me.show")\n',
        LIMITS + "25_after_signing_in_nobody_is_led_off_the_service",
        '    if asked:\n        return asked\n    home = url_for("me.show")\n',
    ),
    Guard(26, "forms_api/app.py", "x_for=config.proxy_hops", LOOSE, "x_for=config.proxy_hops + 1"),
    Guard(
        27, "forms_api/limits_kept.py",
        "SqliteCounts(config.limits_file) if config.limits_file else MemoryCounts()",
        LIMITS + "27_limits_outlive_a_restart_and_are_shared_by_processes", "MemoryCounts()",
    ),
    Guard(
        27, "forms_api/limits.py", "rsn/limit-key/v1|{day:%Y-%m-%d}",
        LIMITS + "27_what_is_counted_holds_no_address_and_no_day_is_like_another", "rsn/limit-key/v1|",
    ),
    Guard(
        27, "forms_api/limits.py", "            if not wait:\n",
        LIMITS + "27_one_network_cannot_use_up_what_is_for_all", "            if True:\n",
    ),
    Guard(
        28, "forms_api/errors.py", '{"Retry-After": str(error.seconds)}',
        LIMITS + "28_a_limit_answers_429_and_when_to_come_back_to_members_and_others_alike", "{}",
    ),
    Guard(
        29, CHECKS, "len(lengths) > config.max_fields or ", TOO_LONG,
    ),
    Guard(
        29, CHECKS, " or max(lengths, default=0) > config.max_field_chars * times", TOO_LONG,
    ),
    Guard(30, READER, "            if depth > MOST_DEPTH:\n", JSON, "            if False:\n"),
    Guard(30, READER, "            parse_constant=_no_number,\n", JSON),
    Guard(30, READER, "            object_pairs_hook=_object,\n", JSON),
    Guard(30, READER, "    _demand_whole_signs(found)\n", JSON),
    Guard(
        32, "rsn/strict_http.py",
        '            raise ParsingError("Content-Length and Transfer-Encoding exclude each other")\n',
        LIMITS + "32_a_request_that_says_its_length_twice_is_refused", "            pass\n",
    ),
    Guard(
        32, "rsn/listening.py", "        server.channel_class = StrictChannel\n",
        LIMITS + "32_a_request_that_says_its_length_twice_is_refused", "        pass\n",
    ),
    Guard(
        33, "forms_api/services/intents.py", "    demand_room(unit, member, len(drafts), today)\n",
        LIMITS + "33_a_member_has_so_many_needs_open_and_no_more",
    ),
    Guard(
        33, "forms_api/services/proposals.py", "        _check_room(unit, member)\n",
        LIMITS + "33_a_member_has_so_many_proposals_looking_for_sponsors_and_no_more",
    ),
    Guard(
        34, LINKS, "LinkToken(name, key,", SIGN_IN + "34_a_token_is_32_random_bytes_and_only_its_hash_is_kept",
        "LinkToken(fresh, key,",
    ),
    Guard(35, LINKS, " or now >= link.expires_at", SIGN_IN + "35_a_link_lives_ten_minutes_at_most"),
    Guard(
        35, LINKS, "        if fits or link.tries <= 1:\n",
        SIGN_IN + "35_of_fifty_presses_at_once_one_signs_in", "        if link.tries <= 1:\n",
    ),
    Guard(
        36, VIEWS, f"    if form.validate_on_submit():\n{PRESSED}", SCANNED, f"    if True:\n{PRESSED}"
    ),
    Guard(
        36, LINKS, "tries=link.tries - 1",
        SIGN_IN + "36_another_browser_needs_the_six_signs_and_has_five_tries", "tries=link.tries",
    ),
    Guard(
        37, LINKS, "fits = link.browser == browser or ",
        SIGN_IN + "37_a_link_does_not_sign_another_browser_in_silently", "fits = True or ",
    ),
    Guard(38, LINKS, "old.expires_at <= now or theirs:", VOIDED, "old.expires_at <= now:"),
    Guard(38, VIEWS, "        per_key=MAILS_PER_ADDRESS,\n", VOIDED),
    Guard(
        39,
        VIEWS,
        "        outbox.send(mail)\n",
        SIGN_IN + "39_the_time_of_the_answer_tells_nobody_who_is_a_member",
        "        outbox._now(mail)\n",
    ),
    Guard(
        40,
        VIEWS,
        "        outbox.compose_only(mail)\n",
        SIGN_IN + "40_nobody_but_members_gets_a_mail",
        "        outbox.send(mail)\n",
    ),
    Guard(
        41, "templates/forms/sign_in/link.html", '<meta name="referrer" content="strict-origin">\n',
        SIGN_IN + "41_a_token_stands_in_no_log_no_title_and_no_referer",
    ),
    Guard(
        42, CODES, "        for old in unit.codes.where(member=member):\n            unit.codes.remove(old.id)\n",
        SHEET,
    ),
    Guard(42, CODES, "n=2**12", SIGN_IN + "42_a_code_is_known_by_a_memory_hard_hash", "n=2"),
    Guard(43, VIEWS, "        per_key=CODES_PER_BEGINNING,\n", GUESSED),
    Guard(43, CODES, '.translate(str.maketrans("OIL", "011"))[:4]', GUESSED, "[:4]"),
    Guard(
        44, ASKING, "actor.steward and not session.twofold",
        SIGN_IN + "44_the_desk_opens_to_a_mailed_link_and_a_printed_code_together", "False",
    ),
    Guard(
        44, CODES, "        if only and row.member != only:\n            raise CodeUnknown\n",
        SIGN_IN + "44_another_members_code_is_no_second_secret_and_is_not_used_up",
    ),
    Guard(
        44, "forms_api/auth/guards.py",
        "session is None or not proved_lately(session, current.now())",
        SIGN_IN + "44_what_hands_much_over_or_cannot_be_undone_asks_for_a_proof_of_the_last_ten_minutes", "False",
    ),
    Guard(
        45, "forms_api/services/address_change.py", "NEW if unsafe or not found.email else OLD",
        SIGN_IN + "45_an_address_changes_only_when_the_old_mailbox_and_the_new_have_confirmed", "NEW",
    ),
    Guard(
        45, "forms_api/services/address_change.py",
        "        if unsafe and found.email and not by_code:\n            raise CodeFirst\n", UNSAFE,
    ),
)  # fmt: skip
