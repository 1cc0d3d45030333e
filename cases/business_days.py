"""Days on which offices in Japan work."""

import datetime

import jpholiday

_DAY = datetime.timedelta(days=1)


def is_business_day(day: datetime.date) -> bool:
    """Whether the day is neither on a weekend nor a holiday."""
    return day.weekday() < 5 and not jpholiday.is_holiday(day)


def business_days_before(day: datetime.date, count: int) -> datetime.date:
    """The latest day after which `count` business days have come, `day` included: whoever was asked by then has had so many."""
    while count:
        count -= is_business_day(day)
        day -= _DAY
    return day
