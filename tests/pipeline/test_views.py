"""The moves as an officer presses them."""

import pytest
from django.urls import reverse

from households.models import Enrolment
from otoppath.pipeline import moves
from otoppath.pipeline.paths import ENROLMENT_PATH
from tests import factories as f
from tests.pipeline.evidence import ENROLMENT_PROOFS, ready_for_step_2

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def ready():
    record = f.enrolment()
    ready_for_step_2(record)
    return record


def press(client, verb, record, kind="enrolment", **data):
    address = reverse(f"pipeline:{kind}_{verb}", args=[record.uuid])
    return client.post(address, data, follow=True)


def said(response):
    return " ".join(str(m) for m in response.context["messages"])


def test_the_button_moves_the_record_and_says_where_it_is(client_of, officer, ready):
    response = press(client_of(officer), "advance", ready, step=1)

    ready.refresh_from_db()
    assert ready.step == 2
    assert "เลื่อนไปขั้นตอนที่ 2 แล้ว" in said(response)


def test_a_second_press_says_who_moved_it_and_when(client_of, officer, chief, ready):
    moves.advance_one(ready, 1, by=chief)

    response = press(client_of(officer), "advance", ready, step=1)

    assert chief.display_name in said(response)
    assert ready.events.count() == 1


def test_a_refusal_names_everything_missing(client_of, officer):
    record = f.enrolment()

    response = press(client_of(officer), "advance", record, step=1)

    assert "แจ้งประกาศความเป็นส่วนตัวแก่ครัวเรือนแล้ว" in said(response)


@pytest.mark.parametrize("step", ["", "x", "99999999", "-1"])
def test_a_damaged_step_moves_nothing(client_of, officer, ready, step):
    press(client_of(officer), "advance", ready, step=step)

    ready.refresh_from_db()
    assert ready.step == 1


def test_the_ticked_rows_of_a_list_move_and_the_others_are_told_why_not(client_of, officer, ready):
    lacking, outside = f.enrolment(), f.enrolment(f.household(f.OUTSIDE_VILLAGE))
    ready_for_step_2(outside)
    data = {"step": 1, "pick": [str(r.uuid) for r in (ready, lacking, outside)]}

    response = client_of(officer).post(reverse("pipeline:enrolment_advance_many"), data)

    stayed = [record.pk for record, _why in response.context["stayed"]]
    for record in (ready, outside):
        record.refresh_from_db()
    assert (ready.step, outside.step) == (2, 1)
    assert stayed == [lacking.pk]


def test_who_was_quicker_is_named_for_each_row_and_nothing_is_praised(
    client_of, officer, chief, ready
):
    moves.advance_one(ready, 1, by=chief)

    response = client_of(officer).post(
        reverse("pipeline:enrolment_advance_many"), {"step": 1, "pick": [str(ready.uuid)]}
    )

    ((record, why),) = response.context["stayed"]
    assert (record, chief.display_name in why) == (ready, True)
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]


def test_the_filters_of_a_list_stay_on_after_its_rows_moved(client_of, officer, ready):
    chosen = f"http://testserver{reverse('households:enrolment_list')}?step=1&ready=on"
    elsewhere = "https://evil.example/households/enrolments/?step=1"

    def sent_from(page):
        client = client_of(officer)
        address = reverse("pipeline:enrolment_advance_many")
        return client.post(address, {"step": 1, "pick": []}, headers={"referer": page}).url

    assert sent_from(chosen) == "/households/enrolments/?step=1&ready=on"
    assert sent_from(elsewhere) == "/households/enrolments/"


def test_rows_that_are_no_uuid_are_passed_over(client_of, officer):
    data = {"step": 1, "pick": ["", "x", "'; DROP TABLE"]}

    response = client_of(officer).post(reverse("pipeline:enrolment_advance_many"), data)

    assert response.status_code == 302


def test_sending_back_without_saying_what_to_put_right_is_refused(client_of, officer):
    record = f.enrolment(step=2)

    response = press(client_of(officer), "send_back", record, step=2, fixes="  ")

    record.refresh_from_db()
    assert (response.status_code, record.step) == (422, 2)


def test_what_was_sent_back_shows_on_the_page_with_who_asked_for_it(client_of, chief):
    record = f.enrolment(step=2)

    response = press(client_of(chief), "send_back", record, step=2, fixes="ขอสำเนามติ")

    assert "ขอสำเนามติ" in response.text


def test_a_waiver_shows_by_whom_and_why(client_of, chief):
    record = f.enrolment(step=2)

    response = press(
        client_of(chief), "waive", record, requirement="trainer", reason="other", note="ปราชญ์ป่วย"
    )

    assert chief.display_name in response.text
    assert "ปราชญ์ป่วย" in response.text


def test_what_is_met_or_may_never_be_waived_is_no_choice(client_of, chief):
    record = f.enrolment()
    ENROLMENT_PROOFS["wanted"](record)

    html = client_of(chief).get(reverse("pipeline:enrolment_waive", args=[record.uuid])).text

    assert 'value="route"' not in html  # chosen already
    assert 'value="wanted"' not in html
    assert 'value="notice"' not in html
    assert 'value="ready"' in html


def test_lifting_a_waiver_asks_for_the_evidence_again(client_of, officer, chief):
    record = f.enrolment(step=2)
    moves.waive(record, "trainer", by=chief, reason="other", note="ปราชญ์ป่วย")
    lift = reverse("pipeline:enrolment_waiver_lift", args=[record.uuid, "trainer"])

    pages = [client_of(user).get(record.get_absolute_url()).text for user in (officer, chief)]
    client_of(chief).post(lift)

    assert [f'action="{lift}"' in page for page in pages] == [False, True]
    assert record.waivers.filter(lapsed_at=None).count() == 0


@pytest.fixture
def sent_back(chief):
    """A record that two things were named of, and the page where they are put right."""
    record = f.enrolment(step=2)
    moves.send_back(record, 2, by=chief, fixes=["ขอสำเนามติ", "ขอลายเซ็น"])
    return record, reverse("pipeline:enrolment_fix_list", args=[record.uuid])


def open_fixes(record):
    return [fix.text for fix in record.fixes.filter(fixed_at=None).order_by("id")]


def test_each_thing_named_is_a_line_of_the_checklist(client_of, officer, chief, sent_back):
    record, address = sent_back

    response = client_of(officer).get(record.get_absolute_url())

    lines = [line for line in response.context["path"]["checklist"] if line["url"] == address]
    assert [line["text"] for line in lines] == ["ขอสำเนามติ", "ขอลายเซ็น"]
    assert all(chief.display_name in line["detail"] for line in lines)


def test_putting_right_asks_how(client_of, officer, sent_back):
    record, address = sent_back

    response = client_of(officer).post(address, {"fix-1": " ", "fix-2": ""})

    assert response.status_code == 422
    assert "อย่างน้อยหนึ่งข้อ" in response.text
    assert open_fixes(record) == ["ขอสำเนามติ", "ขอลายเซ็น"]


def test_one_thing_is_put_right_and_the_other_stays_open(client_of, officer, sent_back):
    record, address = sent_back

    response = client_of(officer).post(address, {"fix-1": "แนบสำเนาแล้ว", "fix-2": ""})

    assert response.url == address
    assert open_fixes(record) == ["ขอลายเซ็น"]


def test_after_the_last_thing_the_record_is_next(client_of, officer, sent_back):
    record, address = sent_back

    response = client_of(officer).post(address, {"fix-1": "แนบแล้ว", "fix-2": "ลงชื่อแล้ว"})

    assert response.url == record.get_absolute_url()
    assert open_fixes(record) == []


def test_an_auditor_reads_what_was_named_and_puts_nothing_right(client_of, auditor, sent_back):
    record, address = sent_back

    read = client_of(auditor).get(address)
    sent = client_of(auditor).post(address, {"fix-1": "แนบแล้ว"})

    assert "ขอสำเนามติ" in read.text
    assert 'name="fix-1"' not in read.text
    assert (sent.status_code, len(open_fixes(record))) == (403, 2)


def test_the_evidence_of_a_met_requirement_is_listed(client_of, officer):
    record = f.enrolment()
    ENROLMENT_PROOFS["wanted"](record)
    address = reverse("pipeline:enrolment_evidence", args=[record.uuid, "wanted"])

    assert len(client_of(officer).get(address).context["rows"]) == 1


def test_a_requirement_that_does_not_exist_is_not_found(client_of, officer):
    record = f.enrolment()
    address = reverse("pipeline:enrolment_evidence", args=[record.uuid, "no-such"])

    assert client_of(officer).get(address).status_code == 404


def test_the_page_of_a_record_takes_few_queries_for_its_checklist(
    client_of, officer, django_assert_max_num_queries
):
    record = f.enrolment(step=5)
    thresholds_judgement_and_waivers = 3
    with django_assert_max_num_queries(thresholds_judgement_and_waivers):
        ENROLMENT_PATH.explain(record, ENROLMENT_PATH.thresholds_of(record))


def test_the_table_of_requirements_says_every_sentence_once(client_of, officer):
    from otoppath.pipeline.paths import PATHS

    html = client_of(officer).get(reverse("pipeline:requirement_list")).text

    sentences = [str(r.text) for path in PATHS.values() for r in path.requirements if r.is_listed]
    assert [s for s in sentences if s not in html] == []


def test_the_command_prints_every_requirement(capsys):
    from django.core.management import call_command

    call_command("list_requirements")

    said_on_screen = capsys.readouterr().out
    assert "income_before: บันทึกรายได้และรายจ่ายก่อนเข้าร่วม" in said_on_screen
    assert "registered" in said_on_screen


# --- Own use ------------------------------------------------------------------------------


@pytest.fixture
def own_use_done(officer):
    """A household of own use at its end: steps 4 and 5 were never its own."""
    record = f.enrolment(route="own_use", step=3)
    for requirement in ENROLMENT_PATH.requirements:
        if requirement.step <= 3 and requirement.is_listed and requirement.code != "joined":
            ENROLMENT_PROOFS[requirement.code](record)
    Enrolment.objects.filter(pk=record.pk).update(route="own_use")
    record.refresh_from_db()
    moves.advance_one(record, 3, by=officer)
    record.refresh_from_db()
    return record


def test_own_use_at_its_end_is_not_at_risk_for_the_steps_it_leaves_out(
    client_of, officer, own_use_done
):
    response = client_of(officer).get(own_use_done.get_absolute_url())

    assert own_use_done.step == 6
    assert response.context["path"]["slipped"] == []
    assert [line["state"] for line in response.context["path"]["steps"]] == ["done"] * 3 + [
        "skipped"
    ] * 2
    assert "สำเร็จตามแนวทางสัมมาชีพ" in response.text


def test_own_use_at_its_end_counts_as_at_risk_nowhere(own_use_done):
    thresholds = ENROLMENT_PATH.thresholds_of(own_use_done)

    assert not ENROLMENT_PATH.slipped(Enrolment.objects.all(), thresholds).exists()


def test_what_the_route_does_not_ask_is_not_on_the_checklist(client_of, officer):
    single, undecided, group = (f.enrolment(route=r) for r in ("single_owner", "", "group"))
    client = client_of(officer)

    def asks_for_a_group(record):
        lines = client.get(record.get_absolute_url()).context["path"]["checklist"]
        return any("เป็นสมาชิกกลุ่ม" in str(line["text"]) for line in lines)

    assert [asks_for_a_group(r) for r in (single, undecided, group)] == [False, False, True]


# --- What is behind, and what does not walk -----------------------------------------------


def test_the_evidence_of_finished_steps_stays_in_reach(client_of, auditor, officer, ready):
    moves.advance_one(ready, 1, by=officer)

    response = client_of(auditor).get(ready.get_absolute_url())

    (block,) = response.context["path"]["finished"]
    evidence = reverse("pipeline:enrolment_evidence", args=[ready.uuid, "selected"])
    assert evidence in [line.get("url") for line in block["lines"]]
    assert f'href="{evidence}"' in response.text


def test_what_predates_the_system_is_told_of_a_group_taken_in(client_of, officer):
    group = f.group()
    moves.take_in(group, 3, by=officer, note="ทะเบียนอำเภอ 12/2560")

    response = client_of(officer).get(group.get_absolute_url())

    lines = [line for block in response.context["path"]["finished"] for line in block["lines"]]
    assert {line["state"] for line in lines} == {"predates"}
    assert "ทะเบียนอำเภอ 12/2560" in response.text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"selection": "reserve"}, "รอเข้าแทนครัวเรือนเป้าหมาย"),
        ({"selection": "not_selected"}, "ไม่ได้รับคัดเลือกในปีนี้"),
        ({"exited_on": "2026-10-01", "exit_reason": "moved"}, "ออกจากเส้นทางแล้ว"),
    ],
)
def test_a_record_that_does_not_walk_says_why(client_of, officer, fields, told):
    record = f.enrolment()
    Enrolment.objects.filter(pk=record.pk).update(**fields)

    heading, sentence = client_of(officer).get(record.get_absolute_url()).context["path"]["still"]

    assert told in heading + sentence


def test_who_has_left_is_not_sent_back(client_of, officer):
    left = f.enrolment(step=2)
    Enrolment.objects.filter(pk=left.pk).update(exited_on="2026-10-01", exit_reason="moved")
    closed = f.group(step=2, closed_on="2026-10-01", closed_reason="dissolved")
    client = client_of(officer)

    for kind, record in (("enrolment", left), ("group", closed)):
        page = client.get(record.get_absolute_url())
        response = press(client, "send_back", record, kind, step=2, fixes="x")
        record.refresh_from_db()
        assert (page.context["path"]["may_send_back"], record.step) == (False, 2)
        assert "ไม่ได้อยู่บนเส้นทางแล้ว" in said(response)


def test_a_group_without_its_number_is_not_taken_in_and_what_was_typed_stays(client_of, officer):
    group = f.group()

    response = press(client_of(officer), "take_in", group, "group", step=5, note="ทะเบียนเดิม")

    assert response.status_code == 422
    assert "ทะเบียนเดิม" in response.text
    assert "เลขทะเบียน" in str(response.context["form"].errors["step"])


def test_a_household_of_a_group_is_told_that_the_province_has_the_application(client_of, officer):
    person = f.enrolment(step=4, route="group").household.persons.get()
    group = f.membership(who=person).group
    f.registration(f.product(f.producer(group)), status="district_endorsed", days=9)
    record = person.household.enrolments.get()

    lines = client_of(officer).get(record.get_absolute_url()).context["path"]["checklist"]

    assert "9 วัน" in lines[0]["detail"]


def test_the_table_gives_the_numbers_of_the_year(client_of, officer):
    html = client_of(officer).get(reverse("pipeline:requirement_list")).text

    assert "ภายใน 6 เดือน" in html
    assert "อย่างน้อย 5" in html
