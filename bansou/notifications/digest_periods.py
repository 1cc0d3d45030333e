"""Which morning a digest belongs to. Whatever the clock of the machine shows and in whatever zone, one moment has one morning."""

import datetime
from zoneinfo import ZoneInfo

from bansou.notifications.models.choices import Rhythm

#: Digests leave at this hour in Japan; weekly ones on a Monday.
HOUR = 8
_JAPAN = ZoneInfo("Asia/Tokyo")
#: Those that get digests at all.
RHYTHMS = (Rhythm.DAILY, Rhythm.WEEKLY)


def morning_of(rhythm: Rhythm, now: datetime.datetime) -> datetime.date:
    """The day of the latest morning of this rhythm that has begun. `now` is aware, in any zone.

    The day is the key of the period: however often, late or early the scheduler comes, it names the same one until the next begins.
    """
    day = (now.astimezone(_JAPAN) - datetime.timedelta(hours=HOUR)).date()
    return day if rhythm == Rhythm.DAILY else day - datetime.timedelta(days=day.weekday())
