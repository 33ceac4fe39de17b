import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import otoppath.places.ranges
import otoppath.privacy.fields
import otoppath.thai.fields
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models
from otoppath.migrating import Migration as NarrowMigration


class Migration(NarrowMigration):

    dependencies = [
        ('accounts', '__first__'),
        ('households', '0008_occupation_name_en'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalimportbatch',
            name='areas',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='พื้นที่ของแฟ้ม'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='areas',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='พื้นที่ของแฟ้ม'),
        ),
        migrations.RemoveIndex(
            model_name='household',
            name='household_updated',
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='absent',
            field=models.PositiveIntegerField(default=0, verbose_name='มีเฉพาะในระบบ'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='accepted',
            field=models.JSONField(blank=True, default=list, verbose_name='แถวที่ยอมรับข้อเสนอซ่อม'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='accepts_all',
            field=models.BooleanField(default=False, verbose_name='ยอมรับข้อเสนอซ่อมทุกแถว'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='alike',
            field=models.PositiveIntegerField(default=0, verbose_name='แถวใหม่ที่อาจซ้ำ'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='chosen_from',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='households.importbatch', verbose_name='จากการเทียบบัญชี'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='columns',
            field=models.JSONField(blank=True, default=list, verbose_name='คอลัมน์'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='committed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ยืนยันนำเข้า'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='forgotten_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ลบข้อมูลส่วนบุคคลเมื่อ'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='is_asked',
            field=models.BooleanField(default=False, verbose_name='ตรวจเลขประจำตัวนอกพื้นที่แล้ว'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='is_mapped',
            field=models.BooleanField(default=False, verbose_name='เลือกคอลัมน์แล้ว'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='kind',
            field=models.CharField(choices=[('import', 'นำเข้า'), ('comparison', 'เทียบกับบัญชี')], default='import', max_length=10, verbose_name='ใช้แฟ้มเพื่อ'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='left_out',
            field=models.JSONField(blank=True, default=list, verbose_name='แถวที่ไม่ใช่ครัวเรือน'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='list_name',
            field=models.CharField(blank=True, max_length=60, verbose_name='ชื่อบัญชี'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='list_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ปีของบัญชี'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='listed_on',
            field=models.DateField(blank=True, null=True, verbose_name='บัญชีลงวันที่'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='other_sheets',
            field=models.JSONField(blank=True, default=list, verbose_name='แผ่นงานอื่นในแฟ้ม'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='proposed',
            field=models.PositiveIntegerField(default=0, verbose_name='แถวที่มีข้อเสนอซ่อมข้อความ'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='sheet',
            field=models.CharField(blank=True, max_length=100, verbose_name='แผ่นงาน'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='source',
            field=models.CharField(blank=True, choices=[('bmn', 'จปฐ.'), ('tpmap', 'TPMAP'), ('thaiqm', 'ThaiQM'), ('other', 'บัญชีอื่น')], max_length=6, verbose_name='แหล่งบัญชี'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='told',
            field=models.TextField(blank=True, verbose_name='เหตุผล'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='undecided',
            field=models.PositiveIntegerField(default=0, verbose_name='ยังไม่ตัดสิน'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='undone_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ยกเลิกการนำเข้าเมื่อ'),
        ),
        migrations.AddField(
            model_name='historicalimportbatch',
            name='undone_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ยกเลิกการนำเข้า'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='absent',
            field=models.PositiveIntegerField(default=0, verbose_name='มีเฉพาะในระบบ'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='accepted',
            field=models.JSONField(blank=True, default=list, verbose_name='แถวที่ยอมรับข้อเสนอซ่อม'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='accepts_all',
            field=models.BooleanField(default=False, verbose_name='ยอมรับข้อเสนอซ่อมทุกแถว'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='alike',
            field=models.PositiveIntegerField(default=0, verbose_name='แถวใหม่ที่อาจซ้ำ'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='chosen_from',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='written', to='households.importbatch', verbose_name='จากการเทียบบัญชี'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='columns',
            field=models.JSONField(blank=True, default=list, verbose_name='คอลัมน์'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='committed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ยืนยันนำเข้า'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='forgotten_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ลบข้อมูลส่วนบุคคลเมื่อ'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='is_asked',
            field=models.BooleanField(default=False, verbose_name='ตรวจเลขประจำตัวนอกพื้นที่แล้ว'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='is_mapped',
            field=models.BooleanField(default=False, verbose_name='เลือกคอลัมน์แล้ว'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='kind',
            field=models.CharField(choices=[('import', 'นำเข้า'), ('comparison', 'เทียบกับบัญชี')], default='import', max_length=10, verbose_name='ใช้แฟ้มเพื่อ'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='left_out',
            field=models.JSONField(blank=True, default=list, verbose_name='แถวที่ไม่ใช่ครัวเรือน'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='list_name',
            field=models.CharField(blank=True, max_length=60, verbose_name='ชื่อบัญชี'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='list_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ปีของบัญชี'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='listed_on',
            field=models.DateField(blank=True, null=True, verbose_name='บัญชีลงวันที่'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='other_sheets',
            field=models.JSONField(blank=True, default=list, verbose_name='แผ่นงานอื่นในแฟ้ม'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='proposed',
            field=models.PositiveIntegerField(default=0, verbose_name='แถวที่มีข้อเสนอซ่อมข้อความ'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='sheet',
            field=models.CharField(blank=True, max_length=100, verbose_name='แผ่นงาน'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='source',
            field=models.CharField(blank=True, choices=[('bmn', 'จปฐ.'), ('tpmap', 'TPMAP'), ('thaiqm', 'ThaiQM'), ('other', 'บัญชีอื่น')], max_length=6, verbose_name='แหล่งบัญชี'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='told',
            field=models.TextField(blank=True, verbose_name='เหตุผล'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undecided',
            field=models.PositiveIntegerField(default=0, verbose_name='ยังไม่ตัดสิน'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undone_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ยกเลิกการนำเข้าเมื่อ'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ยกเลิกการนำเข้า'),
        ),
        migrations.AlterField(
            model_name='enrolment',
            name='exit_reason',
            field=models.CharField(blank=True, choices=[('withdrew', 'ขอถอนตัว'), ('moved', 'ย้ายออกจากพื้นที่'), ('died', 'เสียชีวิต'), ('duplicate', 'ลงทะเบียนซ้ำ'), ('changed_occupation', 'เปลี่ยนอาชีพ'), ('merged', 'รวมกับการเข้าร่วมของระเบียนซ้ำ')], max_length=20, verbose_name='เหตุที่ออก'),
        ),
        migrations.AlterField(
            model_name='historicalenrolment',
            name='exit_reason',
            field=models.CharField(blank=True, choices=[('withdrew', 'ขอถอนตัว'), ('moved', 'ย้ายออกจากพื้นที่'), ('died', 'เสียชีวิต'), ('duplicate', 'ลงทะเบียนซ้ำ'), ('changed_occupation', 'เปลี่ยนอาชีพ'), ('merged', 'รวมกับการเข้าร่วมของระเบียนซ้ำ')], max_length=20, verbose_name='เหตุที่ออก'),
        ),
        migrations.AlterField(
            model_name='historicalhousehold',
            name='batch',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='households.importbatch', verbose_name='การนำเข้าแฟ้ม'),
        ),
        migrations.AlterField(
            model_name='historicalhousehold',
            name='checked_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตรวจสอบ'),
        ),
        migrations.AlterField(
            model_name='historicalhousehold',
            name='corrected_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้แก้ไขที่รอตรวจ'),
        ),
        migrations.AlterField(
            model_name='historicalhousehold',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก'),
        ),
        migrations.AlterField(
            model_name='historicalhousehold',
            name='house_code',
            field=models.CharField(blank=True, help_text='11 หลักตามทะเบียนบ้าน เว้นว่างได้ถ้าเป็นบ้านชั่วคราว', max_length=11, validators=[django.core.validators.RegexValidator('^\\d{11}$', 'รหัสประจำบ้านต้องเป็นตัวเลข 11 หลัก')], verbose_name='รหัสประจำบ้าน'),
        ),
        migrations.AlterField(
            model_name='historicalhousehold',
            name='uuid',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='historicalhousehold',
            name='village',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.place', verbose_name='หมู่บ้าน'),
        ),
        migrations.AlterField(
            model_name='historicalimportbatch',
            name='state',
            field=models.CharField(choices=[('received', 'รับแฟ้มแล้ว รอตรวจ'), ('checking', 'กำลังตรวจแฟ้ม'), ('mapping', 'รอเลือกคอลัมน์'), ('previewed', 'ตรวจแล้ว รอยืนยัน'), ('accepted', 'ยืนยันแล้ว รอบันทึก'), ('writing', 'กำลังบันทึก'), ('committed', 'นำเข้าแล้ว'), ('undoing', 'กำลังยกเลิกการนำเข้า'), ('undone', 'ยกเลิกการนำเข้าแล้ว'), ('dropped', 'ยกเลิก'), ('failed', 'ตรวจแฟ้มไม่ได้')], default='received', max_length=10, verbose_name='สถานะ'),
        ),
        migrations.AlterField(
            model_name='historicalperson',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก'),
        ),
        migrations.AlterField(
            model_name='historicalperson',
            name='uuid',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='household',
            name='house_code',
            field=models.CharField(blank=True, help_text='11 หลักตามทะเบียนบ้าน เว้นว่างได้ถ้าเป็นบ้านชั่วคราว', max_length=11, validators=[django.core.validators.RegexValidator('^\\d{11}$', 'รหัสประจำบ้านต้องเป็นตัวเลข 11 หลัก')], verbose_name='รหัสประจำบ้าน'),
        ),
        migrations.AlterField(
            model_name='household',
            name='village',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='households', to='places.place', verbose_name='หมู่บ้าน'),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='state',
            field=models.CharField(choices=[('received', 'รับแฟ้มแล้ว รอตรวจ'), ('checking', 'กำลังตรวจแฟ้ม'), ('mapping', 'รอเลือกคอลัมน์'), ('previewed', 'ตรวจแล้ว รอยืนยัน'), ('accepted', 'ยืนยันแล้ว รอบันทึก'), ('writing', 'กำลังบันทึก'), ('committed', 'นำเข้าแล้ว'), ('undoing', 'กำลังยกเลิกการนำเข้า'), ('undone', 'ยกเลิกการนำเข้าแล้ว'), ('dropped', 'ยกเลิก'), ('failed', 'ตรวจแฟ้มไม่ได้')], default='received', max_length=10, verbose_name='สถานะ'),
        ),
        migrations.AlterField(
            model_name='person',
            name='national_id_index',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddIndex(
            model_name='household',
            index=models.Index(fields=['house_code'], name='household_house_code'),
        ),
        migrations.AddIndex(
            model_name='household',
            index=models.Index(otoppath.places.ranges.DistrictOf('village'), models.F('sort_key'), models.F('id'), name='household_district_sort'),
        ),
        migrations.AddIndex(
            model_name='household',
            index=models.Index(otoppath.places.ranges.DistrictOf('village'), models.F('updated_at'), models.F('id'), name='household_district_updated'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['national_id_index'], name='person_national_id'),
        ),
        migrations.CreateModel(
            name='DuplicateKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField()),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duplicate_keys', to='households.household')),
            ],
            options={
                'verbose_name': 'กุญแจค้นหาระเบียนซ้ำ',
                'verbose_name_plural': 'กุญแจค้นหาระเบียนซ้ำ',
                'indexes': [models.Index(fields=['key', 'household'], name='duplicate_key')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateMark',
            fields=[
                ('household', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='duplicate_mark', serialize=False, to='households.household')),
                ('keyed_at', models.DateTimeField()),
                ('compared_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'เวลาที่ตรวจระเบียนซ้ำ',
                'verbose_name_plural': 'เวลาที่ตรวจระเบียนซ้ำ',
            },
        ),
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('score', models.SmallIntegerField(verbose_name='คะแนน')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='พบเมื่อ')),
                ('answer', models.CharField(blank=True, choices=[('different', 'คนละครัวเรือน'), ('same', 'ครัวเรือนเดียวกัน')], max_length=10, verbose_name='คำตอบ')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='ตอบเมื่อ')),
                ('told_apart_by', models.CharField(blank=True, editable=False, max_length=64, verbose_name='สรุปชื่อเมื่อตอบ')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตอบ')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='households.household', verbose_name='ครัวเรือน')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs_behind', to='households.household', verbose_name='ครัวเรือนที่อาจซ้ำ')),
            ],
            options={
                'verbose_name': 'ครัวเรือนที่อาจซ้ำกัน',
                'verbose_name_plural': 'ครัวเรือนที่อาจซ้ำกัน',
                'indexes': [models.Index(fields=['answer', 'score', 'id'], name='duplicate_pair_score')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='one_pair_of_two'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='pair_in_order')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalRememberedColumns',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('uuid', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='บันทึกเมื่อ')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='แก้ไขล่าสุดเมื่อ')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='หัวตาราง')),
                ('fields', models.JSONField(default=dict, verbose_name='คอลัมน์')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.place', verbose_name='อำเภอ')),
            ],
            options={
                'verbose_name': 'historical คอลัมน์ที่สำนักงานเลือกไว้',
                'verbose_name_plural': 'historical คอลัมน์ที่สำนักงานเลือกไว้',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HouseholdMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='รวมเมื่อ')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='ย้อนการรวมเมื่อ')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้รวม')),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_into', to='households.household', verbose_name='ครัวเรือนที่รวมเข้าไป')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='households.household', verbose_name='ครัวเรือนที่เก็บไว้')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ย้อนการรวม')),
            ],
            options={
                'verbose_name': 'การรวมครัวเรือน',
                'verbose_name_plural': 'การรวมครัวเรือน',
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('gone',), name='merged_away_once'), models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='merged_with_another')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer_key', models.CharField(blank=True, db_default='', max_length=64)),
                ('choice', models.CharField(blank=True, choices=[('add', 'เพิ่มเป็นครัวเรือน'), ('skip', 'ไม่เพิ่ม'), ('take', 'ใช้ค่าจากบัญชี'), ('keep', 'คงค่าที่มีอยู่'), ('stays', 'ยังอยู่จริง บัญชีตกสำรวจ'), ('visit', 'ต้องลงพื้นที่ตรวจ'), ('left', 'ย้ายออกหรือไม่อยู่แล้ว')], db_default='', max_length=5, verbose_name='คำตอบ')),
                ('taken', models.CharField(blank=True, db_default='', max_length=200)),
                ('kept', models.CharField(blank=True, db_default='', max_length=200)),
                ('reason_not', models.CharField(blank=True, choices=[('moved_away', 'ย้ายออกแล้ว'), ('empty', 'ไม่มีผู้อยู่อาศัยแล้ว'), ('not_found', 'ไม่พบครัวเรือนนี้ในพื้นที่'), ('other_name', 'มีในระบบแล้วในชื่ออื่น'), ('not_wanted', 'ไม่ประสงค์เข้าร่วม')], db_default='', max_length=10, verbose_name='เหตุที่ไม่เพิ่ม')),
                ('decided_at', models.DateTimeField(null=True)),
                ('number', models.PositiveIntegerField(verbose_name='แถวที่')),
                ('state', models.CharField(choices=[('new', 'ใหม่'), ('changed', 'เปลี่ยนแปลง'), ('unchanged', 'เหมือนเดิม'), ('duplicate', 'ซ้ำ'), ('refused', 'ไม่รับ'), ('absent', 'มีเฉพาะในระบบ')], max_length=9, verbose_name='ผล')),
                ('why', models.CharField(blank=True, choices=[('same_file', 'ซ้ำกับแถวอื่นของแฟ้มเดียวกัน'), ('other_village', 'มีเลขประจำตัวนี้ในหมู่บ้านอื่นของพื้นที่แล้ว'), ('other_id', 'บ้านและชื่อนี้มีเลขประจำตัวอื่นอยู่แล้ว ตรวจกับบัตรแล้วแก้ที่หน้าครัวเรือน'), ('other_person', 'เลขประจำตัวหรือบ้านนี้เป็นของคนอื่นในระบบ ตรวจกับบัตรแล้วแก้ไข'), ('member', 'เป็นสมาชิกของครัวเรือนอื่น ถ้าแยกบ้านแล้ว บันทึกการย้ายออกก่อน'), ('moved', 'ตอบว่าเป็นครัวเรือนที่อยู่หมู่บ้านอื่นในระบบ ถ้าย้ายบ้านแล้วให้ย้ายที่หน้าครัวเรือน'), ('outside', 'อาจมีในระบบแล้ว ติดต่อจังหวัด')], max_length=13, verbose_name='เหตุผล')),
                ('same_as', models.PositiveIntegerField(blank=True, null=True, verbose_name='ซ้ำกับแถวที่')),
                ('problems', models.JSONField(blank=True, default=list)),
                ('proposals', models.JSONField(blank=True, default=list)),
                ('repaired', models.PositiveSmallIntegerField(default=0)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('village', models.CharField(blank=True, max_length=8, verbose_name='หมู่บ้าน')),
                ('house_no', models.CharField(blank=True, max_length=20)),
                ('house_code', models.CharField(blank=True, max_length=11)),
                ('phone', models.CharField(blank=True, max_length=10)),
                ('children_under_6', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('children_6_to_14', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('title', models.CharField(blank=True, max_length=40)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('sex', models.CharField(blank=True, max_length=6)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('birth_month', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('birth_day', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('national_id', otoppath.privacy.fields.EncryptedTextField(blank=True, context='households.Person.national_id')),
                ('national_id_index', models.CharField(blank=True, max_length=64)),
                ('head_name', models.CharField(blank=True, max_length=220)),
                ('sort_key', otoppath.thai.fields.KeyField(blank=True)),
                ('search_key', otoppath.thai.fields.KeyField(blank=True)),
                ('typed', otoppath.privacy.fields.EncryptedTextField(blank=True)),
                ('told', models.CharField(blank=True, max_length=64)),
                ('said', models.CharField(blank=True, max_length=64)),
                ('alike', models.JSONField(blank=True, default=list)),
                ('household_version', models.PositiveIntegerField(blank=True, null=True)),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='households.importbatch')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('head', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='import_rows', to='households.person')),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='import_rows', to='households.household')),
                ('written_in', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='households.importbatch')),
            ],
            options={
                'verbose_name': 'แถวของแฟ้มนำเข้า',
                'verbose_name_plural': 'แถวของแฟ้มนำเข้า',
                'indexes': [models.Index(fields=['batch', 'state', 'number', 'id'], name='import_row_state'), models.Index(condition=models.Q(('answer_key', ''), _negated=True), fields=['answer_key'], name='import_row_answer')],
            },
        ),
        migrations.CreateModel(
            name='MergedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.PositiveIntegerField(verbose_name='ลำดับ')),
                ('model', models.CharField(max_length=80, verbose_name='ตาราง')),
                ('row', models.BigIntegerField(verbose_name='แถว')),
                ('column', models.CharField(max_length=60, verbose_name='คอลัมน์')),
                ('before', otoppath.privacy.fields.EncryptedTextField(blank=True, verbose_name='ค่าก่อนรวม')),
                ('after', otoppath.privacy.fields.EncryptedTextField(blank=True, verbose_name='ค่าหลังรวม')),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='households.householdmerge', verbose_name='การรวมครัวเรือน')),
            ],
            options={
                'verbose_name': 'สิ่งที่เปลี่ยนเมื่อรวมครัวเรือน',
                'verbose_name_plural': 'สิ่งที่เปลี่ยนเมื่อรวมครัวเรือน',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='RememberedColumns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='บันทึกเมื่อ')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='แก้ไขล่าสุดเมื่อ')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='หัวตาราง')),
                ('fields', models.JSONField(default=dict, verbose_name='คอลัมน์')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้บันทึก')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='อำเภอ')),
            ],
            options={
                'verbose_name': 'คอลัมน์ที่สำนักงานเลือกไว้',
                'verbose_name_plural': 'คอลัมน์ที่สำนักงานเลือกไว้',
                'constraints': [models.UniqueConstraint(fields=('place', 'fingerprint'), name='one_choice_of_columns')],
            },
        ),
        migrations.CreateModel(
            name='RowAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told', models.CharField(editable=False, max_length=64, verbose_name='สรุปว่าใครและที่ใด')),
                ('said', models.CharField(editable=False, max_length=64, verbose_name='สรุปทั้งแถว')),
                ('answer', models.CharField(choices=[('same', 'ครัวเรือนเดียวกัน ใช้ข้อมูลในแฟ้ม'), ('kept', 'ครัวเรือนเดียวกัน คงข้อมูลเดิม'), ('new', 'คนละครัวเรือน เป็นครัวเรือนใหม่')], max_length=4, verbose_name='คำตอบ')),
                ('other', models.CharField(blank=True, editable=False, max_length=64, verbose_name='สรุปของแถวก่อนหน้า')),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ตอบเมื่อ')),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ตอบ')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='row_answers', to='households.person', verbose_name='บุคคล')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='อำเภอ')),
            ],
            options={
                'verbose_name': 'คำตอบเรื่องแถวที่อาจซ้ำ',
                'verbose_name_plural': 'คำตอบเรื่องแถวที่อาจซ้ำ',
                'constraints': [models.UniqueConstraint(condition=models.Q(('told', ''), _negated=True), fields=('told', 'place'), name='one_answer_of_a_row')],
            },
        ),
    ]
