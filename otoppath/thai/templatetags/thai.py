"""Filters for dates, baht and numbers; built into every template, no load tag needed."""

from datetime import date, datetime
from typing import Any

from django import template

from otoppath.thai import dates, ids, numbers

register = template.Library()


@register.filter
def thai_date(day: date | None) -> str:
    """Show a date as 12 ต.ค. 2569."""
    return dates.format_date(day or None)


@register.filter
def thai_date_long(day: date | None) -> str:
    """Show a date as 12 ตุลาคม 2569."""
    return dates.format_date(day or None, "long")


@register.filter
def thai_date_full(day: date | None) -> str:
    """Show a date as วันจันทร์ที่ 12 ตุลาคม 2569."""
    return dates.format_date(day or None, "full")


@register.filter
def thai_month(day: date | None) -> str:
    """Show the month of a date as ต.ค. 2569."""
    return dates.format_date(day or None, "month")


@register.filter
def thai_datetime(moment: datetime | None) -> str:
    """Show a moment as 5 พ.ย. 2569 เวลา 10.24 น., in Thai time."""
    return dates.format_datetime(moment or None)


@register.filter
def fiscal_year(day: date | int | None) -> str:
    """Show the Buddhist fiscal year of a date, or a year; text, so that no comma gets in."""
    if isinstance(day, date):
        return str(dates.fiscal_year(day))
    return str(day or "")


@register.filter
def baht(amount: Any) -> str:
    """Show money as 1,234.50, whole baht without decimals, below zero with a true minus."""
    return numbers.format_baht(amount)


@register.filter
def number(amount: Any) -> str:
    """Show a number with thousands separators and the decimals it has."""
    return numbers.format_number(amount)


@register.filter
def phone(text: str | None) -> str:
    """Show a telephone number as 081-234-5678."""
    return ids.format_phone(text) if text else ""
