"""Made-up content for the pages of /components/; nobody in it exists."""

from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms


class SampleForm(forms.Form):
    """One field of each kind, in two groups of meaning."""

    house_no = forms.CharField(label="บ้านเลขที่", help_text="ตามทะเบียนบ้าน เช่น 42/1")
    village = forms.ChoiceField(
        label="หมู่บ้าน",
        choices=[("", "เลือกหมู่บ้าน"), ("36100103", "บ้านโนนงาม หมู่ที่ 3 ต.ผักปัง")],
    )
    visited_on = forms.CharField(
        label="วันที่เยี่ยมบ้าน", help_text="พิมพ์เป็น พ.ศ. เช่น 12 ต.ค. 2569 หรือ 12/10/69"
    )
    route = forms.ChoiceField(
        label="เส้นทาง",
        widget=forms.RadioSelect,
        choices=[
            ("group", "รวมกลุ่ม"),
            ("single", "เจ้าของรายเดียว"),
            ("own_use", "ทำใช้ในครัวเรือน ไม่เข้าสู่ OTOP"),
        ],
    )
    income = forms.DecimalField(
        label="รายได้รวมต่อปี",
        help_text="ทุกแหล่งของทุกคนในครัวเรือน ใน 12 เดือนที่ผ่านมา",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    expense = forms.DecimalField(
        label="รายจ่ายรวมต่อปี", widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    source = forms.MultipleChoiceField(
        label="แหล่งข้อมูล",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("asked", "สอบถามครัวเรือน"), ("ledger", "บัญชีครัวเรือน"), ("slip", "ใบเสร็จรับเงิน")],
    )
    note = forms.CharField(label="บันทึกเพิ่มเติม", required=False, widget=forms.Textarea({"rows": 3}))
    photo = forms.FileField(
        label="ภาพถ่าย", required=False, help_text="ไฟล์ JPG หรือ PNG ไม่เกิน 10 เมกะไบต์"
    )
    notice_given = forms.BooleanField(
        label="แจ้งการคุ้มครองข้อมูลส่วนบุคคลให้ครัวเรือนทราบแล้ว",
        help_text="อ่านข้อความในแบบแจ้งให้ฟังทุกครั้งก่อนบันทึก",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset("ครัวเรือน", "house_no", "village", "visited_on", "route"),
            Fieldset(
                "รายได้และรายจ่าย",
                AppendedText("income", "บาท/ปี"),
                AppendedText("expense", "บาท/ปี"),
                "source",
            ),
            Fieldset("หลักฐาน", "note", "photo", "notice_given"),
        )


class SampleFilter(forms.Form):
    """Search and two filters."""

    q = forms.CharField(label="ค้นหาชื่อ บ้านเลขที่ หรือหมู่บ้าน", required=False)
    step = forms.ChoiceField(
        label="ขั้นตอน", required=False, choices=[("", "ทุกขั้นตอน"), ("2", "2 ภูมิปัญญาและอาชีพ")]
    )
    readiness = forms.ChoiceField(
        label="ความพร้อม", required=False, choices=[("", "ทั้งหมด"), ("ready", "พร้อม")]
    )


def refused_form() -> SampleForm:
    """Return the form as it comes back when it could not be saved."""
    form = SampleForm({"house_no": "42/1", "income": "หนึ่งแสน", "route": "group"})
    form.is_valid()
    return form


def context() -> dict[str, Any]:
    """Return what the pieces draw."""
    return {
        "trail": [
            {"label": "ภูเขียว", "url": "#"},
            {"label": "ต.ผักปัง", "url": "#"},
            {"label": "บ้านโนนงาม หมู่ที่ 3", "url": "#"},
            {"label": "ครัวเรือน", "url": ""},
        ],
        "steps": STEPS,
        "lines": LINES,
        "tiles": TILES,
        "facts": FACTS,
        "events": EVENTS,
        "week": WEEK,
        "funnel": FUNNEL,
        "months": MONTHS,
        "columns": COLUMNS,
        "rows": ROWS,
        "households": HOUSEHOLDS,
        "board": BOARD,
        "places": PLACES,
        "wizard": WIZARD,
        "tones": ["leaf", "turmeric", "lac", "indigo", "plain"],
        "actions": [
            {"value": "advance", "label": "เลื่อนไปขั้นตอนที่ 3"},
            {"value": "print", "label": "พิมพ์ทะเบียน"},
        ],
    }


STEPS = [
    {"number": 1, "label": "คัดเลือกและรวมกลุ่ม", "state": "done", "date": "29 ต.ค. 2569"},
    {"number": 2, "label": "ภูมิปัญญาและอาชีพ", "state": "current", "note": "อยู่มาแล้ว 24 วัน"},
    {"number": 3, "label": "พัฒนาอาชีพ", "state": "ahead"},
    {"number": 4, "label": "ลงทะเบียน OTOP", "state": "ahead"},
    {"number": 5, "label": "ตลาดประชารัฐ", "state": "ahead"},
]
LINES = [
    {
        "state": "met",
        "text": "ระบุภูมิปัญญาหรือทักษะที่ใช้ได้",
        "detail": "ทอผ้าขิดลายขอ (ปราชญ์ชุมชน หมู่ที่ 3) · บันทึก 2 พ.ย. 2569",
        "url": "#",
    },
    {
        "state": "met",
        "text": "มีปราชญ์ชุมชนหรือวิทยากรดูแล",
        "detail": "วิทยากรสัมมาชีพชุมชน หมู่ที่ 3 · ตั้งแต่ 5 พ.ย. 2569",
        "url": "#",
    },
    {
        "state": "missing",
        "text": "เลือกอาชีพที่เหมาะสมพร้อมเหตุผล",
        "detail": "ต้องการฝึก: ทอผ้า · ระบบแนะนำ 3 อาชีพ",
        "url": "#",
        "url_label": "เลือกอาชีพ",
    },
    {
        "state": "waived",
        "text": "เข้าร่วมกิจกรรมของอาชีพ 1 ครั้ง",
        "by": "พัฒนาการอำเภอภูเขียว",
        "reason": "ฝึกกับศูนย์ศิลปาชีพแล้วเมื่อปีก่อน",
    },
    {
        "state": "predates",
        "text": "มีประธาน เลขานุการ และเหรัญญิก",
        "by": "พัฒนากร",
        "reason": "คณะกรรมการชุดปี 2566",
        "url": "#",
    },
]
TILES = [
    {
        "count": 3,
        "label": "คำขอลงทะเบียน OTOP ที่เอกสารไม่ครบ",
        "reason": "ปิดรับในอีก 9 วัน",
        "tone": "lac",
        "url": "#",
    },
    {
        "count": 17,
        "label": "บันทึกเยี่ยมบ้านรอตรวจสอบ",
        "reason": "ค้างนานที่สุด 4 วัน",
        "tone": "turmeric",
        "url": "#",
    },
    {"count": 26, "label": "ครัวเรือนที่ครบเงื่อนไข รอเลื่อนขั้นตอน", "url": "#"},
    {
        "count": 5,
        "label": "กลุ่มที่อยู่ขั้นตอนเดิมเกิน 60 วัน",
        "reason": "ส่วนใหญ่ยังไม่มีบันทึกการผลิต",
        "url": "#",
    },
]
FACTS = [
    ("เลขประจำตัวประชาชน", "x-xxxx-xxxxx-12-3"),
    ("โทรศัพท์", "08x-xxx-4567"),
    ("อาชีพที่ต้องการฝึก", "ทอผ้า"),
    ("กลุ่ม", "กลุ่มทอผ้าขิดบ้านผักปัง", "#"),
    ("อาชีพที่เลือก", ""),
    ("ปีงบประมาณ", "2570 · ครัวเรือนเป้าหมาย"),
]
EVENTS = [
    {
        "at": "5 พ.ย. 2569 เวลา 10.24 น.",
        "text": "กำหนดวิทยากรสัมมาชีพ",
        "by": "นางสาวสมมุติ ตัวอย่างดี",
    },
    {
        "at": "29 ต.ค. 2569 เวลา 15.02 น.",
        "text": "เลื่อนไปขั้นตอนที่ 2 ครบ 6 เงื่อนไข",
        "by": "นางสาวสมมุติ ตัวอย่างดี",
    },
    {
        "at": "12 ต.ค. 2569 เวลา 09.10 น.",
        "text": "เยี่ยมบ้าน บันทึกผ่านโทรศัพท์",
        "by": "อช. บ้านโนนงาม",
    },
]
WEEK = [
    {"at": "อังคาร 24 พ.ย.", "text": "ฝึกอาชีพทอผ้าขิด กลุ่มทอผ้าขิดบ้านผักปัง · 12 ครัวเรือน"},
    {"at": "พฤหัสบดี 26 พ.ย.", "text": "ตลาดประชารัฐคนไทยยิ้มได้ ที่ว่าการอำเภอ"},
    {"at": "ศุกร์ 27 พ.ย.", "text": "คณะอนุกรรมการ นตผ.อำเภอ · 8 ผลิตภัณฑ์"},
]
FUNNEL = [
    {"label": "1 คัดเลือกและรวมกลุ่ม", "value": 1214, "url": "#"},
    {"label": "2 ภูมิปัญญาและอาชีพ", "value": 731, "url": "#"},
    {"label": "3 พัฒนาอาชีพ", "value": 488, "url": "#"},
    {"label": "4 ลงทะเบียน OTOP", "value": 240, "url": "#", "note": "12 รายรอผลจังหวัด"},
    {"label": "5 ตลาดประชารัฐ", "value": 127, "url": "#"},
]
MONTHS = [
    {"label": "ส.ค. 2569", "value": 84200},
    {"label": "ก.ย. 2569", "value": 112650},
    {"label": "ต.ค. 2569", "value": 96400},
    {"label": "พ.ย. 2569", "value": 141300, "note": "ถึงวันที่ 22"},
]
COLUMNS = [
    {"label": "ครั้งที่"},
    {"label": "แหล่งข้อมูล"},
    {"label": "รายได้/ปี", "numeric": True},
    {"label": "รายจ่าย/ปี", "numeric": True},
    {"label": "คงเหลือ", "numeric": True},
]
ROWS = [
    [
        {"text": "ก่อนเข้าร่วม ต.ค. 2569"},
        {"text": "สอบถามครัวเรือน", "url": "#"},
        {"text": "142,000"},
        {"text": "151,500"},
        {"text": "−9,500"},
    ],
    [
        {"text": "ติดตามประจำปี ก.ย. 2570"},
        {"text": "บัญชีครัวเรือน"},
        {"text": "168,400"},
        {"text": "149,000"},
        {"text": "19,400"},
    ],
]
HOUSEHOLDS = [
    {
        "name": "นางตัวอย่าง ใจสมมุติ",
        "house": "42/1",
        "village": "บ้านโนนงาม หมู่ที่ 3 ต.ผักปัง",
        "step": "2 ภูมิปัญญาและอาชีพ",
        "missing": "เลือกอาชีพที่เหมาะสมพร้อมเหตุผล",
        "days": 24,
        "state": "พร้อม",
        "tone": "leaf",
    },
    {
        "name": "นายสมมุติ นามสกุลยาวเพื่อการทดสอบ",
        "house": "107",
        "village": "บ้านหนองแวงใหม่พัฒนา หมู่ที่ 12 ต.กวางโจน",
        "step": "1 คัดเลือกและรวมกลุ่ม",
        "missing": "ประเมินความพร้อม",
        "days": 61,
        "state": "ต้องเตรียมความพร้อม",
        "tone": "turmeric",
    },
    {
        "name": "นางสาวทดลอง ไม่มีจริง",
        "house": "9/3",
        "village": "บ้านโนนงาม หมู่ที่ 3 ต.ผักปัง",
        "step": "3 พัฒนาอาชีพ",
        "missing": "",
        "days": 8,
        "state": "ยังไม่พร้อม",
        "tone": "lac",
    },
]
_CARDS = [
    {
        "name": "กลุ่มทอผ้าขิดบ้านผักปัง",
        "village": "บ้านผักปัง หมู่ที่ 1",
        "missing": "ยังไม่มีบันทึกการผลิตครบ 3 เดือน",
        "days": 62,
    },
    {
        "name": "กลุ่มแปรรูปกล้วยบ้านสมมุติ",
        "village": "บ้านสมมุติ หมู่ที่ 7",
        "missing": "",
        "days": 12,
    },
]
BOARD = [
    {"number": 1, "label": "คัดเลือกและรวมกลุ่ม", "count": 4, "cards": _CARDS},
    {"number": 2, "label": "ภูมิปัญญาและอาชีพ", "count": 3, "cards": _CARDS[:1]},
    {"number": 3, "label": "พัฒนาอาชีพ", "count": 6, "cards": _CARDS},
    {"number": 4, "label": "ลงทะเบียน OTOP", "count": 3, "cards": _CARDS[1:]},
    {"number": 5, "label": "ตลาดประชารัฐ", "count": 0, "cards": []},
]
PLACES = [
    {"name": "ต.ผักปัง", "enrolments": 412, "share": 61, "income": "+12,400"},
    {"name": "ต.กวางโจน", "enrolments": 388, "share": 54, "income": "+9,850"},
    {"name": "ต.หนองคอนไทย", "enrolments": 270, "share": 37, "income": "−1,200"},
]
WIZARD = [
    {"label": "เลือกไฟล์", "state": "done", "url": "#"},
    {"label": "จับคู่คอลัมน์", "state": "done", "url": "#"},
    {"label": "ตรวจผล", "state": "current"},
    {"label": "บันทึก", "state": "ahead"},
]
