"""Bringing the places up to a list: what is new, changed, refused, closed."""

import gzip
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from otoppath.places.loading import TooManyMissing, load_places
from otoppath.places.models import Place
from otoppath.places.names import place_name
from otoppath.thai.dates import today
from tests import factories

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[3] / "shared" / "data"
HEADER = "code,name_th,name_en,postcode,latitude,longitude"
DISTRICT = [
    "36,ชัยภูมิ,Chaiyaphum,,,",
    "3610,ภูเขียว,Phu Khiao,36110,,",
    "361001,ผักปัง,Phak Pang,36110,,",
    "36100101,บ้านผักปัง,Ban Phak Pang,,16.36330,102.13263",
    "36100102,บ้านโนนงาม,Ban Non Ngam,,16.36257,102.14352",
]


@pytest.fixture
def write(tmp_path):
    """Write a list of lines under a header and return its path."""

    def write_lines(*lines, header=HEADER, name="places.csv"):
        path = tmp_path / name
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write_lines


def load(*paths, **options):
    return load_places(paths, **options)


def counts(report):
    return {
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": report.refused,
    }


def refusals(report):
    return [(refusal.number, refusal.reason) for refusal in report.refusals]


def test_list_becomes_places_with_every_column(write):
    report = load(write(*DISTRICT))
    village = Place.objects.get(code="36100101")
    assert counts(report) == {"read": 5, "new": 5, "changed": 0, "unchanged": 0, "refused": 0}
    assert (village.name_th, village.name_en) == ("บ้านผักปัง", "Ban Phak Pang")
    assert (village.latitude, village.longitude) == (Decimal("16.36330"), Decimal("102.13263"))
    assert Place.objects.get(code="3610").postcode == "36110"


def test_loading_again_changes_nothing_and_writes_nothing(write, django_assert_num_queries):
    load(write(*DISTRICT))
    before = list(Place.objects.values_list("code", "updated_at"))
    # Reading what there is, and the savepoint of a transaction that writes nothing.
    with django_assert_num_queries(3):
        report = load(write(*DISTRICT))
    assert report.changed_nothing
    assert report.unchanged == 5
    assert list(Place.objects.values_list("code", "updated_at")) == before


def test_only_the_place_that_changed_is_written(write):
    load(write(*DISTRICT))
    before = dict(Place.objects.values_list("code", "updated_at"))
    renamed = [line.replace("บ้านโนนงาม", "บ้านโนนใหม่") for line in DISTRICT]

    report = load(write(*renamed))

    after = dict(Place.objects.values_list("code", "updated_at"))
    assert (report.changed, report.unchanged) == (1, 4)
    assert [code for code in after if after[code] != before[code]] == ["36100102"]
    assert [place.code for place in Place.objects.search("โนนใหม่")] == ["36100102"]
    assert place_name("36100102") == "บ้านโนนใหม่"


def test_blank_cell_does_not_take_away_what_is_known(write):
    load(write(*DISTRICT))
    report = load(write("36100101,บ้านผักปัง,,,,"))
    village = Place.objects.get(code="36100101")
    assert report.changed_nothing
    assert (village.name_en, village.latitude) == ("Ban Phak Pang", Decimal("16.36330"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("3610x,ก,,,,", 'รหัส "3610x" ต้องเป็นตัวเลข 2, 4, 6 หรือ 8 หลัก'),
        ("361,ก,,,,", 'รหัส "361" ต้องเป็นตัวเลข 2, 4, 6 หรือ 8 หลัก'),
        ("3611,,,,,", "ไม่มีชื่อพื้นที่"),
        (f"3611,{'ก' * 151},,,,", "ชื่อยาวเกิน 150 ตัวอักษร"),
        ("3611,ก,,", "มี 4 ช่อง แต่หัวตารางมี 6 ช่อง"),
        ("40010101,ก,,,,", "ยังไม่มีพื้นที่ระดับบน รหัส 400101"),
        ("3610,อื่น,,,,", "รหัส 3610 ซ้ำกับแถวที่ 3 ของ places.csv แต่ข้อมูลไม่ตรงกัน"),
    ],
)
def test_bad_line_is_refused_by_number_and_reason_and_the_good_ones_stay(write, line, reason):
    report = load(write(*DISTRICT[:4], line, DISTRICT[4]))
    assert refusals(report) == [(6, reason)]
    assert counts(report) == {"read": 6, "new": 5, "changed": 0, "unchanged": 0, "refused": 1}
    assert Place.objects.count() == 5


def test_what_hangs_below_a_refused_line_is_refused_as_well(write):
    lines = [DISTRICT[0], "3610,,,,,", *DISTRICT[2:4]]
    report = load(write(*lines))
    assert refusals(report) == [
        (3, "ไม่มีชื่อพื้นที่"),
        (4, "ยังไม่มีพื้นที่ระดับบน รหัส 3610"),
        (5, "ยังไม่มีพื้นที่ระดับบน รหัส 361001"),
    ]


def test_line_that_is_not_utf8_is_refused_and_says_so(tmp_path):
    path = tmp_path / "mixed.csv"
    good, bad = "36,ชัยภูมิ,,,,\n".encode(), "37,อำนาจเจริญ,,,,\n".encode("tis-620")
    path.write_bytes(f"{HEADER}\n".encode() + bad + good)
    report = load(path)
    assert refusals(report) == [(2, "มีอักขระที่อ่านไม่ได้ บันทึกไฟล์เป็น UTF-8 แล้วลองใหม่")]
    assert Place.objects.get().code == "36"


def test_line_number_counts_the_lines_inside_a_quoted_cell(write):
    report = load(write('36,"ชัย\nภูมิ",,,,', "xx,ก,,,,"))
    assert Place.objects.get().name_th == "ชัย ภูมิ"
    assert refusals(report)[0][0] == 4


@pytest.mark.parametrize("where", ["95.81599,14.2", "16.3,1030292333", "16.3,", "nan,102.1", "ก,ข"])
def test_impossible_coordinate_is_left_out_and_the_place_stays(write, where):
    report = load(write(*DISTRICT[:3], f"36100101,บ้านผักปัง,,,{where}"))
    assert report.new == 4
    assert [(remark.number, "จึงรับไว้โดยไม่มีพิกัด" in remark.reason) for remark in report.remarks] == [
        (5, True)
    ]
    assert Place.objects.get(code="36100101").latitude is None


def test_impossible_postcode_is_left_out_and_the_place_stays(write):
    report = load(write("36,ชัยภูมิ,,3611,,"))
    assert (report.new, len(report.remarks)) == (1, 1)
    assert Place.objects.get().postcode == ""


def test_thai_digits_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "thai.csv"
    path.write_text(f"{HEADER}\n๓๖,ชัยภูมิ,,๓๖๐๐๐,๑๕.๘,๑๐๒.๐\n", encoding="utf-8-sig")
    load(path)
    place = Place.objects.get()
    assert (place.code, place.postcode, place.latitude) == ("36", "36000", Decimal("15.8"))


def test_packed_list_is_read_like_a_plain_one(write, tmp_path):
    packed = tmp_path / "places.csv.gz"
    packed.write_bytes(gzip.compress(write(*DISTRICT).read_bytes()))
    assert load(packed).new == 5


# --- Closing and replacing ----------------------------------------------------------------


def test_place_missing_from_a_newer_list_stays_unless_asked(write):
    load(write(*DISTRICT))
    report = load(write(*DISTRICT[:4]))
    assert report.closed == 0
    assert Place.objects.current().count() == 5


def test_place_missing_from_a_newer_list_is_closed_when_asked_and_never_deleted(write):
    load(write(*DISTRICT))
    report = load(write(*DISTRICT[:4]), close_missing=["3610"])
    closed = Place.objects.get(code="36100102")
    assert report.closed == 1
    assert closed.valid_to == today() - timedelta(days=1)
    assert Place.objects.current().count() == 4


def test_closing_stays_inside_the_named_places_and_the_levels_of_the_list(write):
    for code in ("36110101", "36100201"):
        factories.place(code)
    load(write(*DISTRICT))
    report = load(write(*DISTRICT[:4]), close_missing=["361001"])
    assert report.closed == 1
    assert not Place.objects.get(code="36100102").is_current


def test_closing_again_closes_nothing_more(write):
    load(write(*DISTRICT))
    load(write(*DISTRICT[:4]), close_missing=["36"])
    assert load(write(*DISTRICT[:4]), close_missing=["36"]).changed_nothing


def test_refused_line_does_not_close_the_place_it_names(write):
    load(write(*DISTRICT))
    report = load(write(*DISTRICT[:4], "36100102,,,,,"), close_missing=["36"])
    assert (report.refused, report.closed) == (1, 0)
    assert Place.objects.get(code="36100102").is_current


def test_closed_place_that_is_in_the_complete_list_again_opens(write):
    load(write(*DISTRICT))
    load(write(*DISTRICT[:4]), close_missing=["36"])
    report = load(write(*DISTRICT), close_missing=["36"])
    assert report.changed == 1
    assert Place.objects.get(code="36100102").is_current


def test_list_of_one_district_does_not_close_the_country_by_mistake(write):
    for number in range(1, 21):
        factories.place(f"361101{number:02d}")
    with pytest.raises(TooManyMissing, match="--close-missing"):
        load(write(*DISTRICT), close_missing=[])
    assert Place.objects.current().filter(code__gte="3611", code__lt="3612").count() == 22
    assert not Place.objects.filter(code="3610").exists()


def test_replaced_place_ends_and_names_the_one_that_took_over(write):
    load(write(*DISTRICT))
    header = HEADER + ",replaced_by"
    lines = ["36100102,บ้านโนนงาม,,,,,36100103", "36100103,บ้านโนนงามใหม่,,,,,"]
    report = load(write(*lines, header=header))
    old = Place.objects.get(code="36100102")
    assert (report.new, report.changed) == (1, 1)
    assert old.replaced_by_id == "36100103"
    assert not old.is_current
    assert load(write(*lines, header=header)).changed_nothing


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        ("36100199", "ไม่พบพื้นที่ที่มาแทน รหัส 36100199"),
        ("36100102", "พื้นที่แทนที่ตัวเองไม่ได้"),
        ("x", 'รหัส "x" ต้องเป็นตัวเลข 2, 4, 6 หรือ 8 หลัก'),
    ],
)
def test_replacement_that_cannot_be_is_refused(write, after, reason):
    load(write(*DISTRICT))
    line = f"36100102,บ้านโนนงาม,,,,,{after}"
    report = load(write(line, header=HEADER + ",replaced_by"))
    assert refusals(report) == [(2, reason)]
    assert Place.objects.get(code="36100102").replaced_by is None


# --- The command --------------------------------------------------------------------------


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("load_places", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_command_says_what_became_of_each_line(write):
    path = write(*DISTRICT[:4], "xx,ก,,,,")
    out, err = run(path)
    assert "ใหม่: 4\n" in out
    assert "ไม่รับ: 1\n" in out
    assert err == 'places.csv แถวที่ 6: รหัส "xx" ต้องเป็นตัวเลข 2, 4, 6 หรือ 8 หลัก\n'


def test_command_says_that_nothing_changed(write):
    path = write(*DISTRICT)
    assert "ไม่มีอะไรเปลี่ยนแปลง" not in run(path)[0]
    assert "ไม่มีอะไรเปลี่ยนแปลง" in run(path)[0]


def test_command_closes_below_the_codes_it_is_given(write):
    run(write(*DISTRICT))
    out, _ = run(write(*DISTRICT[:4]), "--close-missing", "3610")
    assert "ปิด: 1\n" in out


@pytest.mark.parametrize("arguments", [["missing.csv"], ["{list}", "--close-missing", "361"]])
def test_command_refuses_a_missing_file_and_a_wrong_code(write, arguments):
    path = str(write(*DISTRICT))
    with pytest.raises(CommandError):
        run(*[argument.format(list=path) for argument in arguments])
    assert not Place.objects.exists()


# --- The real lists -----------------------------------------------------------------------


@pytest.mark.skipif(
    not (DATA / "phukhiao_places.csv").exists(), reason="the list of Phu Khiao is not beside us"
)
def test_real_list_of_phu_khiao_loads_whole_and_again_changes_nothing():
    path = DATA / "phukhiao_places.csv"
    report = load(path)
    levels = [Place.objects.filter(level=level).count() for level in (1, 2, 3, 4)]
    assert (report.new, report.refused) == (168, 0)
    assert levels == [1, 1, 11, 155]
    assert load(path).changed_nothing


@pytest.mark.skipif(
    not (DATA / "thailand_places.csv.gz").exists(), reason="the national list is not beside us"
)
def test_real_list_of_a_province_loads_whole_with_progress(tmp_path):
    path, told = tmp_path / "chaiyaphum.csv", []
    with gzip.open(DATA / "thailand_places.csv.gz", "rt", encoding="utf-8-sig") as country:
        header, *lines = country
    path.write_text(header + "".join(n for n in lines if n.startswith("36")), encoding="utf-8")

    report = load(path, tell=told.append)
    levels = [Place.objects.filter(level=level).count() for level in (1, 2, 3, 4)]
    assert (report.new, report.refused) == (1_761, 0)
    assert levels == [1, 16, 124, 1_620]
    assert told
    assert load(path).changed_nothing
