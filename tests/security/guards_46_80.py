"""The guards of requirements 46 to 80: content, privacy, authorisation and integrity, operations."""

from __future__ import annotations

from tests.security.guards import Guard

CONTENT = "tests/security/test_content.py::"
MARKDOWN = "presentation/markdown_text.py"
OUT_PLACES = "site_builder/out_places.py"
YAML = "site_builder/content/yaml_tree.py"
SIGNS = "domain/signs.py"
NAMES = "domain/names.py"
ENTRIES = "forms_api/services/entries.py"
OUT = "tests/security/test_content_out.py::"
PRIVACY = "tests/security/test_data_logs_privacy.py::"
BALLOTS = "tests/security/test_straight_ballots.py::"
INTEGRITY = "tests/security/test_authorisation_integrity.py::"
LOG = "tests/forms_api/publish/test_log.py::"
BACKUP = "tests/forms_api/backup/test_backup.py::"
OPERATIONS = "tests/security/test_operations.py::"

GUARDS: tuple[Guard, ...] = (
    Guard(
        46,
        "presentation/markdown_reader.py",
        '("html", "image_link",',
        CONTENT + "test_s46_members_markdown_makes_the_elements_named_and_no_others",
        '("image_link",',
    ),
    Guard(
        46,
        MARKDOWN,
        "        tags=set(tags),\n",
        CONTENT + "test_s46_what_passed_the_reader_is_cleaned_all_the_same",
    ),
    Guard(
        46,
        MARKDOWN,
        "        attribute_filter=_kept,\n",
        CONTENT + "test_s46_a_link_that_leaves_the_schemes_or_the_site_loses_its_address",
    ),
    Guard(
        47,
        MARKDOWN,
        "return _cleaned(_converted(text, top, definitions=False), MEMBER_TAGS, _MEMBER_REL)",
        CONTENT + "test_s47_what_is_hostile_makes_nothing_that_is_not_named",
        "return _converted(text, top, definitions=False)",
    ),
    Guard(
        48,
        MARKDOWN,
        '    if brackets > MAX_BRACKETS or brackets - text.count("]") > MAX_OPEN_BRACKETS:\n        return True\n',
        CONTENT + "test_s48_a_text_made_to_be_slow_costs_no_more_than_an_honest_one",
    ),
    Guard(
        48,
        MARKDOWN,
        "    if _too_much(text, MAX_MEMBER_BYTES):\n        return _as_typed(text)\n",
        CONTENT + "test_s48_a_text_longer_than_the_cap_is_shown_as_it_was_typed",
    ),
    Guard(
        49,
        "presentation/environment.py",
        "        autoescape=True,\n",
        CONTENT + "test_s49_what_is_put_into_a_template_comes_out_as_it_was",
    ),
    Guard(
        50,
        "forms_api/addresses.py",
        r'regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"',
        CONTENT + "test_s50_no_part_of_an_address_takes_what_no_slug_of_ours_can_be",
        r'regex = r"[^/]+"',
    ),
    Guard(
        50,
        "forms_api/addresses.py",
        '"default": OwnId, "string": OwnId, ',
        CONTENT + "test_s50_no_id_takes_what_no_id_of_ours_can_be",
    ),
    Guard(
        50,
        "domain/slugs.py",
        '_OTHER = re.compile(r"[^a-z0-9]+")',
        CONTENT + "test_s50_a_slug_is_made_by_us_whatever_the_name",
        '_OTHER = re.compile(r"\\s+")',
    ),
    Guard(
        51,
        OUT_PLACES,
        'if relative.is_absolute() or ".." in relative.parts or not relative.parts:',
        CONTENT + "test_s51_no_path_leaves_the_output_folder",
        "if not relative.parts:",
    ),
    Guard(
        51,
        OUT_PLACES,
        "if S_ISLNK(os.lstat(place).st_mode):",
        CONTENT + "test_s51_no_symlink_is_written_through",
        "if os.lstat(place) is None:",
    ),
    Guard(
        51,
        "site_builder/staging.py",
        "return target + ASIDE",
        CONTENT + "test_s51_who_reads_a_page_reads_the_old_one_or_the_new_one",
        "return target",
    ),
    Guard(
        52,
        YAML,
        "            self.refuse(event, f\"'*{event.anchor}' points to another place.\", "
        '"Write the text out here.")\n',
        CONTENT + "test_s52_what_yaml_could_do_to_a_reader_is_refused",
    ),
    Guard(
        52,
        YAML,
        "            elif key.text in values:\n",
        CONTENT + "test_s52_what_yaml_could_do_to_a_reader_is_refused",
        "            elif False:\n",
    ),
    Guard(
        53,
        SIGNS,
        "    if category in REFUSED_CATEGORIES or sign in BIDI or sign in LOOKS_EMPTY:\n"
        "        return Fault.UNFIT\n",
        CONTENT + "test_s53_a_sign_that_cannot_be_shown_is_refused_by_both_programs",
    ),
    Guard(
        53,
        SIGNS,
        "        elif marks > MOST_MARKS:\n            yield place, Fault.TOWER\n",
        CONTENT + "test_s53_a_tower_of_marks_is_refused",
    ),
    Guard(
        53,
        "forms_api/forms/base.py",
        "        field.validators = (CleanText(lines=lines), *field.validators)\n",
        CONTENT + "test_s53_every_text_field_of_every_form_refuses_them",
        "        field.validators = (*field.validators,) if lines else field.validators\n",
    ),
    Guard(
        54,
        NAMES,
        ".translate(_SMALL).translate(_SMALL)",
        CONTENT + "test_s54_a_name_that_looks_like_another_is_refused",
    ),
    Guard(
        54,
        ENTRIES,
        "    if member.standing is not Standing.APPLICANT:\n        check_name(unit, draft.name, member.id)\n",
        CONTENT + "test_s54_a_name_that_looks_like_another_is_refused",
    ),
    Guard(
        54,
        "forms_api/services/admission.py",
        "        check_name(unit, found.entry.name, member)\n",
        CONTENT + "test_s54_a_steward_cannot_let_in_somebody_whose_name_looks_like_anothers",
    ),
    Guard(
        54,
        "forms_api/forms/entry.py",
        "MaxLength(80), OneScript(), NoContact()]",
        CONTENT + "test_s54_a_word_in_two_alphabets_is_refused_and_a_name_in_one_is_not",
        "MaxLength(80), NoContact()]",
    ),
    Guard(
        56,
        "presentation/spreadsheets.py",
        """return f"'{text}" if _FORMULA.search(text) else text""",
        OUT + "test_s56_a_cell_that_a_spreadsheet_would_run_is_disarmed",
        "return text",
    ),
    Guard(
        57,
        "site_builder/syndication/icalendar.py",
        r"""    lines = "\n".join(said.splitlines()) + ("\n" if said.endswith("\n") else "")""",
        OUT + "test_s57_a_title_makes_no_line_and_no_component_in_a_calendar",
        "    lines = said",
    ),
    Guard(
        57,
        "site_builder/syndication/icalendar.py",
        """    plain = _FORBIDDEN.sub("", lines)\n""",
        OUT + "test_s57_a_control_sign_is_left_out_of_a_calendar",
        "    plain = lines\n",
    ),
    Guard(
        58,
        "forms_api/mail.py",
        "        raise HeaderSmuggled\n",
        OUT + "test_s58_a_header_nobody_put_in_keeps_a_mail_from_going_out",
        "        pass\n",
    ),
    Guard(
        58,
        "forms_api/mail.py",
        ' or not _ADDRESS.fullmatch(text) or "=?" in text',
        OUT + "test_s58_an_address_that_could_leave_its_header_is_none",
    ),
    Guard(
        59,
        "site_builder/syndication/feed_files.py",
        "escape(_NOT_XML.sub('', text))",
        OUT + "test_s59_a_feed_is_a_feed_whatever_stands_in_it",
        "escape(text)",
    ),
    Guard(
        60,
        "forms_api/auth/checks.py",
        "    elif kind != FORM_TYPE and not (asked.proves_itself and kind == MULTIPART):\n        abort(415)\n",
        OUT + "test_s60_no_file_is_taken_and_no_page_asks_for_one",
    ),
    Guard(
        61,
        "forms_api/publish/members.py",
        "entry = seen_by(member, Audience.PUBLIC) if member.standing in SHOWN else None",
        PRIVACY + "test_s61_what_is_not_open_to_everybody_is_in_no_file_of_the_record",
        "entry = member.entry if member.standing in SHOWN else None",
    ),
    Guard(
        62,
        ENTRIES,
        "closed = replace(found, consents=consents_from(found, {}, now.date()))",
        PRIVACY + "test_s62_what_is_taken_back_is_gone_with_the_next_publish",
        "closed = found",
    ),
    Guard(
        63,
        "forms_api/event_log.py",
        'return record.getMessage() if ours else f"a message of {record.name}"',
        PRIVACY + "test_s63_what_another_library_says_is_not_written_down",
        "return record.getMessage()",
    ),
    Guard(
        63,
        "forms_api/event_log.py",
        "kinds.append(type(behind).__name__)",
        PRIVACY + "test_s63_what_is_written_down_of_a_fault_holds_nothing_anybody_typed",
        "kinds.append(repr(behind))",
    ),
    Guard(
        64,
        "forms_api/errors.py",
        "return _page(500, *FAILED, number=_noted(error))",
        PRIVACY + "test_s64_a_fault_of_ours_is_a_plain_page_with_a_number",
        "return repr(error), 500",
    ),
    Guard(
        65,
        "forms_api/services/retention.py",
        "            unit.members.remove(member.id)\n",
        PRIVACY + "test_s65_what_was_kept_long_enough_is_deleted_and_the_rest_is_not",
    ),
    Guard(
        67,
        "domain/privacy.py",
        "shown = count if shown_count(count) is not None and shown_count(rest) is not None else None",
        PRIVACY + "test_s67_no_difference_of_two_tables_is_a_small_number",
        "shown = shown_count(count)",
    ),
    Guard(
        68,
        "forms_api/auth/guards.py",
        "        if not member.steward:\n            abort(403)\n",
        INTEGRITY + "test_s68_every_route_lets_in_whom_its_guard_names_and_nobody_else",
    ),
    Guard(
        68,
        "forms_api/straight.py",
        " or session.acting_for",
        BALLOTS + "test_s68_a_ballot_of_nobody_or_by_another_hand_goes_into_no_box",
    ),
    Guard(
        68,
        "forms_api/app.py",
        "        raise Unguarded(sorted(unguarded))\n",
        INTEGRITY + "test_s68_a_view_without_a_guard_keeps_the_service_from_starting",
        "        pass\n",
    ),
    Guard(
        69,
        "forms_api/forms/base.py",
        "            bodies.refuse_unknown(unknown)\n",
        INTEGRITY + "test_s69_a_field_the_form_does_not_have_is_refused_with_all_the_rest",
        "            pass\n",
    ),
    Guard(
        70,
        "forms_api/services/casting.py",
        "        unit.ballots.remove(replaced.id)\n",
        INTEGRITY + "test_s70_fifty_ballots_of_one_member_at_once_are_one[memory]",
    ),
    Guard(
        72,
        "domain/governance/lifecycle.py",
        "return shut_at(this_reading(events), voting_days) if state_after(events) is State.VOTING else None",
        INTEGRITY + "test_s72_a_clock_set_back_reopens_nothing",
        "return shut_at(this_reading(events), voting_days)",
    ),
    Guard(
        55,
        "templates/forms/me/show.html",
        "<bdi>{{ me.entry.name }}</bdi>",
        OUT + "test_s55_members_text_is_set_apart_on_every_page_of_the_service",
        "{{ me.entry.name }}",
    ),
    Guard(
        66,
        "forms_api/services/own_data.py",
        "_without(row, others)",
        PRIVACY + "test_s66_what_a_member_saves_of_themself_holds_no_ballot_and_nobodys_name",
        "row",
    ),
    Guard(
        73,
        "forms_api/secret_file.py",
        "    if file.stat().st_mode & 0o077:\n        raise SecretTooOpen(file)\n",
        OPERATIONS + "test_s73_the_secret_key_is_made_for_its_owner_alone_and_refused_when_others_may_read_it",
    ),
    Guard(
        75,
        "Makefile",
        "PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes",
        OPERATIONS + "test_s75_every_requirement_is_pinned_to_its_hash_and_installed_only_so",
        "PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check",
    ),
    Guard(
        78,
        "site_builder/plan.py",
        '    "reporting:units",\n',
        OPERATIONS + "test_s78_the_site_says_where_holes_are_reported_and_until_when",
    ),
    Guard(
        79,
        "rsn/static_site.py",
        ' or any(part.startswith(".") and part != WELL_KNOWN for part in Path(path).parts)',
        OPERATIONS + "test_s79_no_source_no_hidden_file_and_no_listing_is_handed_out",
    ),
    Guard(
        71,
        "forms_api/store/journal.py",
        "            self.sure(lambda: self.disk.fdatasync(file))\n",
        "tests/faults/test_power_cut_store.py::"
        "test_a_power_cut_at_any_operation_of_one_writer_takes_nothing_acknowledged",
    ),
    Guard(
        74,
        "forms_api/publish/log.py",
        """self._folder.write("old-vkeys", earlier if earlier.endswith(old) else earlier + old)""",
        LOG + "test_a_key_that_follows_is_logged_and_both_sign_the_checkpoint_over_it",
        "_ = (earlier, old)",
    ),
    Guard(
        76,
        "forms_api/backup/restoring.py",
        " and collection.name not in VOID:",
        BACKUP + "test_what_let_somebody_in_is_void_and_letters_for_a_vote_are_good",
        ":",
    ),
    Guard(
        76,
        "forms_api/backup/restoring.py",
        "erased = erasure.again(store, _erased(shown), now, content=content)",
        BACKUP + "test_who_was_erased_after_the_backup_does_not_come_back",
        "erased = 0",
    ),
    Guard(
        77,
        "forms_api/backup/restoring.py",
        "    if shorter.size and root(shorter.size) != shorter.root:\n",
        BACKUP + "test_a_fork_under_the_same_key_is_refused_with_both_heads",
        "    if False:\n",
    ),
)
