"""Days on which offices in Japan work."""

import datetime

import jpholiday

_DAY = datetime.timedelta(days=1)


def is_business_day(day: datetime.date) -> bool:
    """Whether the day is neither on a weekend nor a holiday."""
    return day.weekday() < 5 and not jpholiday.is_holiday(day)


def business_days_before(day: datetime.date, count: int) -> datetime.date:
    """The day that lies `count` business days before: whoever was asked on it has had so many days."""
    while count:
        count -= is_business_day(day)
        day -= _DAY
    return day
