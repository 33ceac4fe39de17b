"""The public formats, in the shapes they are published in."""

import json

import pytest

from otoppath.places.sources import SourceError, read_places

PROVINCE = {
    "id": 25,
    "provinceCode": 36,
    "provinceNameEn": "Chaiyaphum",
    "provinceNameTh": "ชัยภูมิ",
}
DISTRICT = {
    "id": 365,
    "provinceCode": 36,
    "districtCode": 3610,
    "districtNameEn": "Phu Khiao",
    "districtNameTh": "ภูเขียว",
    "postalCode": 36110,
}
SUBDISTRICT = {
    "id": 3001,
    "provinceCode": 36,
    "districtCode": 3610,
    "subdistrictCode": 361001,
    "subdistrictNameEn": "Phak Pang",
    "subdistrictNameTh": "ผักปัง",
    "postalCode": 36110,
}


def village(code, name, **fields):
    """A record of villages-by-province/*.json."""
    return {
        "id": code,
        "level": 4,
        "level_name": {"th": "หมู่บ้าน", "en": "village"},
        "name": {"th": name, "en": "", "slug": code},
        "code": {"dopa": code},
        "parent": {"id": code[:6], "level": 3, "name": {"th": "ผักปัง", "en": "Phak Pang"}},
        "ancestors": [{"id": "36", "level": 1, "name": {"th": "ชัยภูมิ"}}],
        "children_count": {},
        "metadata": {},
        "geo": {"lat": "16.363300335333406", "lon": "102.13262647390366"},
        "source": {},
    } | fields


@pytest.fixture
def read(tmp_path):
    """Rows of a file with this content; anything but text is written as JSON."""

    def read_content(content, name="file.json"):
        path = tmp_path / name
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        return list(read_places(path))

    return read_content


def values(rows):
    return [row.values for row in rows]


def test_provinces_json(read):
    assert values(read([PROVINCE])) == [
        {"code": "36", "name_th": "ชัยภูมิ", "name_en": "Chaiyaphum", "postcode": ""}
    ]


def test_districts_json(read):
    assert values(read([DISTRICT])) == [
        {"code": "3610", "name_th": "ภูเขียว", "name_en": "Phu Khiao", "postcode": "36110"}
    ]


def test_subdistricts_json(read):
    assert values(read([SUBDISTRICT])) == [
        {"code": "361001", "name_th": "ผักปัง", "name_en": "Phak Pang", "postcode": "36110"}
    ]


def test_geography_json_gives_each_place_above_once(read):
    second = SUBDISTRICT | {
        "subdistrictCode": 361002,
        "subdistrictNameTh": "กวางโจน",
        "subdistrictNameEn": "Kwang Chon",
    }
    rows = read([PROVINCE | DISTRICT | SUBDISTRICT, PROVINCE | DISTRICT | second])
    assert [(row.number, row.values["code"]) for row in rows] == [
        (1, "36"),
        (1, "3610"),
        (1, "361001"),
        (2, "361002"),
    ]


def test_villages_by_province_json_with_the_prefix_added_where_it_lacked(read):
    rows = read([village("36100101", "บ้านผักปัง"), village("36100103", "โนนงาม")])
    assert [row.values["name_th"] for row in rows] == ["บ้านผักปัง", "บ้านโนนงาม"]
    assert rows[0].values["latitude"] == "16.363300335333406"


def test_village_without_a_name_is_not_named_ban(read):
    assert read([village("36100101", "")])[0].values["name_th"] == ""


def test_village_without_a_position_has_none(read):
    row = read([village("36100101", "ผักปัง", geo={"lat": None, "lon": None})])[0]
    assert (row.values["latitude"], row.values["longitude"]) == ("", "")


@pytest.mark.parametrize(
    ("moo", "is_left_out"), [("00", True), ("01", False), ("50", False), ("51", True), ("73", True)]
)
def test_only_moo_one_to_fifty_are_villages(read, moo, is_left_out):
    assert read([village(f"361001{moo}", "ผักปัง")])[0].is_left_out is is_left_out


def test_villages_csv(read):
    rows = read(
        "id,name.th,name.en,name.slug,code.dopa,geo.lat,geo.lon\n"
        "36100101,ผักปัง,Ban Phak Pang,36100101,36100101,16.3633,102.1326\n",
        name="villages.csv",
    )
    assert values(rows) == [
        {
            "code": "36100101",
            "name_th": "บ้านผักปัง",
            "name_en": "Ban Phak Pang",
            "postcode": "",
            "latitude": "16.3633",
            "longitude": "102.1326",
        }
    ]


def test_all_flat_csv_with_the_words_of_bangkok_taken_off(read):
    rows = read(
        "id,level,level_name.th,name.th,name.en,zip_codes,geo.lat,geo.lon\n"
        "1001,2,เขต,เขต พระนคร,Khet Phra Nakhon,,13.753,100.500\n"
        "100101,3,แขวง,แขวง พระบรมมหาราชวัง,Phra Borom Maha Ratchawang,10200;10201,13.751,100.492\n",
        name="all-flat.csv",
    )
    assert [(row.values["name_th"], row.values["postcode"]) for row in rows] == [
        ("พระนคร", ""),
        ("พระบรมมหาราชวัง", "10200"),
    ]


def test_ndjson_with_a_broken_line_reports_it_and_reads_on(read):
    lines = [
        json.dumps(village("36100101", "ผักปัง")),
        '{"id": ',
        json.dumps(village("36100102", "ก")),
    ]
    rows = read("\n".join(lines), name="all.ndjson")
    assert [(row.number, bool(row.problem)) for row in rows] == [(1, False), (2, True), (3, False)]


def test_item_that_is_no_record_is_reported_and_the_rest_is_read(read):
    rows = read(["ชัยภูมิ", PROVINCE])
    assert [(row.number, row.problem) for row in rows] == [(1, "ไม่ใช่รายการของพื้นที่"), (2, "")]


@pytest.mark.parametrize("content", ["", "code,name_th\n", "a,b\n1,2\n", "[]", '[{"a": 1}]', "[{"])
def test_file_that_is_no_list_of_places_is_refused_as_a_whole(read, content):
    with pytest.raises(SourceError):
        read(content)


def test_damaged_archive_is_refused_as_a_whole(tmp_path):
    path = tmp_path / "places.csv.gz"
    path.write_bytes(b"\x1f\x8bnot really packed")
    with pytest.raises(SourceError, match="อ่านไฟล์"):
        list(read_places(path))
