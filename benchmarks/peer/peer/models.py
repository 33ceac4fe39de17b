"""What an ordinary build would keep: one table a noun, joins for the place."""

from django.db import models


class District(models.Model):
    """A district."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Tambon(models.Model):
    """A subdistrict."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=80)
    district = models.ForeignKey(District, models.PROTECT)

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """A village."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=80)
    tambon = models.ForeignKey(Tambon, models.PROTECT)

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """A household with everything in one row."""

    house_code = models.CharField(max_length=11, unique=True)
    village = models.ForeignKey(Village, models.PROTECT)
    head_name = models.CharField(max_length=200)
    national_id = models.CharField(max_length=13, blank=True)
    income_before = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    income = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    expense = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    stage = models.PositiveSmallIntegerField(default=1)
    readiness = models.CharField(max_length=10, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.head_name


class Fact(models.Model):
    """One fact of a household, by kind: what a checklist asks for."""

    household = models.ForeignKey(Household, models.CASCADE)
    kind = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.kind


class StageEvent(models.Model):
    """A change of stage."""

    household = models.ForeignKey(Household, models.CASCADE)
    stage = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.stage)


class Sale(models.Model):
    """A sale on a day."""

    village = models.ForeignKey(Village, models.PROTECT)
    sold_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    def __str__(self) -> str:
        return str(self.amount)
