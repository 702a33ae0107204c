"""Dates as sources write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles.importers.dates import names_offset, read_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
INSTANT = datetime(2021, 10, 13, 10, 21, tzinfo=UTC)
MIDNIGHT = datetime(2021, 10, 12, 16, 0, tzinfo=UTC)


class TestReadDate:
    @pytest.mark.parametrize(
        "text",
        [
            "Wed, 13 Oct 2021 10:21:00 GMT",
            "Wed, 13 Oct 2021 18:21:00 +0800",
            "13 Oct 2021 10:21:00 -0000",
            "Wednesday, 13-Oct-21 10:21:00 GMT",
            "2021-10-13T10:21:00Z",
            "2021-10-13T10:21:00.000Z",
            "2021-10-13T18:21:00+08:00",
            "2021-10-13 18:21:00 +0800",
            "2021-10-13 18:21:00 +8",
            "2021-10-13 18:21",
            "2021/10/13 18:21:00",
            "2021.10.13 18:21",
            "2021-10-13 6:21 PM",
            "2021年10月13日 18:21",
            "2021年10月13日18时21分",
            "2021年10月13日 下午6:21",
            "2021年10月13日（星期三） 18点21分",
            "２０２１年１０月１３日　１８：２１",
            "Wed Oct 13 2021 18:21:00 GMT+0800 (中国标准时间)",
            "October 13, 2021 6:21 PM",
            "Oct 13th, 2021 at 18:21",
            "13 October 2021 18:21",
            "20211013T182100",
            "1634120460",
            "1634120460000",
        ],
    )
    def test_reads_the_same_instant(self, text):
        assert read_date(text, SHANGHAI) == INSTANT

    @pytest.mark.parametrize(
        "text",
        [
            "2021-10-13",
            "2021-10-13T24:00",
            "20211013",
            "2021年10月13日",
            "Oct 13, 2021",
        ],
    )
    def test_takes_a_day_as_its_midnight_in_the_zone(self, text):
        expected = MIDNIGHT.replace(day=13) if "24" in text else MIDNIGHT
        assert read_date(text, SHANGHAI) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Invalid Date",
            "明天",
            "2021-13-01",
            "2021-02-30",
            "2021-10-13 25:00",
            "2021-10-13 10:61",
            "0001-01-01",
            "9999-12-31T23:59:59-15:00",
            "12:30",
            "2021",
            "2021-10-13; DROP TABLE",
            "1" * 200,
            "Wed, 99 Oct 2021 10:21:00 GMT",
        ],
    )
    def test_gives_nothing_for_what_is_no_date(self, text):
        assert read_date(text, SHANGHAI) is None

    @pytest.mark.parametrize(
        ("text", "hour"),
        [
            ("上午12:05", 0),
            ("中午12:05", 12),
            ("下午1:05", 13),
            ("凌晨3:05", 3),
            ("晚上11:05", 23),
        ],
    )
    def test_knows_the_parts_of_a_chinese_day(self, text, hour):
        moment = read_date(f"2021年10月13日 {text}", SHANGHAI)
        assert moment.astimezone(SHANGHAI).hour == hour

    def test_reads_the_hour_a_clock_change_skips(self):
        moment = read_date("2024-03-31 02:30:00", ZoneInfo("Europe/Berlin"))
        assert moment == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


class TestNamesOffset:
    def test_tells_an_instant_from_a_local_time(self):
        assert names_offset("Wed, 13 Oct 2021 10:21:00 GMT")
        assert names_offset("2021-10-13T10:21:00+08:00")
        assert not names_offset("2021-10-13 10:21:00")
        assert not names_offset("Invalid Date")
