"""Organs of government: a name as printed -> its full name and its level (REPORTS A, D.4)."""

import re
from pathlib import Path

from .model import Level
from .reading import plain

_PREFECTURES = frozenset(Path(__file__).with_name("prefectures.txt").read_text("utf-8").split())
TAIL = (
    r"(?:人民政府办公[室厅]|政府办公[室厅]|人民政府|管理委员会|管委会|街道办事处|办事处|政府|委员会|办公[室厅]|局|厅"
    r"|支队|大队|总队|中心|委)"
)
ORGAN = re.compile(rf"[\u3400-\u9fff]{{2,28}}?{TAIL}")
_OFFICE = re.compile(r"(?<=政府)(?:办公室|办公厅|办)$")
_PARTY = re.compile(r"^中共[\u3400-\u9fff]{2,12}?委(?:员会)?[、和]?(?=[\u3400-\u9fff]{2,}政府)")
_ASIDE = re.compile(r"\([^()]*\)$")
_ZONE = re.compile(
    r"(?:管委会|管理委员会)|(?:开发|高新|园|示范|保税|度假|旅游|产业|新技术产业|经济|工业|试验)区$"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|委员会|委|办公室|办公厅|办|中心|支队|大队|总队|站|所|院|公司|学校|大学|中学|小学|馆|社|队|会|部)$"
)
_TOWNSHIP = re.compile(r"(?:镇|乡|苏木|街道|街道办事处|办事处)(?:人民政府|政府|党政办公室|党政办)?$")


def full_name(printed: str) -> str:
    """The organ's full name, simplified; the office that signs for a government is that government.

    >>> full_name("南召县政府"), full_name("睢縣人民政府辦公室"), full_name("霞美镇")
    ('南召县人民政府', '睢县人民政府', '霞美镇人民政府')
    """
    name = _OFFICE.sub("", _PARTY.sub("", "".join(plain(printed).split())))
    name = re.sub(r"管委会$", "管理委员会", name)
    name = re.sub(r"(?<!人民)政府$", "人民政府", name)
    if re.search(r"[县区旗市镇乡]$|苏木$", name) and not _ZONE.search(name):
        name += "人民政府"
    return re.sub(r"(?<=街道)(?:办)?$", "办事处", name)


def level_of(name: str, division_code: str | None = None) -> Level:
    """The level of an organ by its full name; a city's by the list of prefecture-level cities.

    >>> level_of("南召县人民政府"), level_of("南阳市人民政府"), level_of("邓州市人民政府")
    ('county', 'city', 'county')
    """
    name = _ASIDE.sub("", name)
    if _TOWNSHIP.search(name):
        return "township"
    if _ZONE.search(name):
        return "functional_zone"
    if name.endswith("人民政府"):
        return _government(name.removesuffix("人民政府"), division_code)
    return "department" if _DEPARTMENT.search(name) else "other"


def _government(place: str, division_code: str | None) -> Level:
    if re.search(r"(?:省|自治区|兵团)$", place):
        return "other"
    if re.search(r"[州盟]$|地区$", place):
        return "city"
    if place.endswith("市"):
        return "city" if _prefecture(place, division_code) else "county"
    return "county" if re.search(r"[县区旗]$", place) else "other"


def _prefecture(place: str, division_code: str | None) -> bool:
    if re.search(r"[省市州区].+市$", place):
        return any(
            place.endswith(city) and "省" + city in "省" + place.rpartition("省")[2]
            for city in _PREFECTURES
        )
    return place in _PREFECTURES and (division_code is None or not _same_name(place, division_code))


def _same_name(place: str, division_code: str) -> bool:
    """A county-level city that shares its name with a prefecture: told by the code."""
    return place in {"吉林市"} and not division_code.endswith("00")
