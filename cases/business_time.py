"""Time as an office counts it: Monday to Friday, without Japan's holidays and the end of the year."""

import datetime
from functools import lru_cache

import jpholiday
from django.utils import timezone

#: Days on which public offices are closed besides weekends and holidays: 29 December to 3 January (行政機関の休日に関する法律).
_YEARS_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
_DAY = datetime.timedelta(days=1)


@lru_cache(maxsize=2048)
def is_business_day(day: datetime.date) -> bool:
    """Whether offices are open on the day."""
    return day.weekday() < 5 and (day.month, day.day) not in _YEARS_END and not jpholiday.is_holiday(day)


def business_hours(start: datetime.datetime, end: datetime.datetime) -> float:
    """The hours between two moments that lie on business days, 24 a day: Friday 15:00 to Monday 15:00 is 24. 0 where `end` is earlier."""
    start, end = timezone.localtime(start), timezone.localtime(end)
    seconds = 0.0
    while start < end:
        midnight = (start + _DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        if is_business_day(start.date()):
            seconds += (min(midnight, end) - start).total_seconds()
        start = midnight
    return seconds / 3600


def business_days(start: datetime.datetime, end: datetime.datetime) -> int:
    """The whole business days between two moments."""
    return int(business_hours(start, end) // 24)


def business_days_before(day: datetime.date, count: int) -> datetime.date:
    """The latest day after which `count` business days have come, `day` included: whoever was asked by then has had so many."""
    while count:
        count -= is_business_day(day)
        day -= _DAY
    return day
