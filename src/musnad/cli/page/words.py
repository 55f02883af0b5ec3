"""The page's own words in one language: labels, counted nouns, dates, places and coordinates, numbers isolated."""

import datetime as dt
from functools import cache
from typing import Any

import msgspec
from markupsafe import Markup

from musnad.cli.terminal import harmless
from musnad.codebook import Language, codebook
from musnad.data import load_yaml
from musnad.schema import PlaceRef

BDI = Markup("<bdi>{}</bdi>")
LTR = Markup('<bdi dir="ltr">{}</bdi>')
TIME = Markup('<time datetime="{}">{}</time>')
MONTHS: dict[Language, list[str]] = {
    "ar": (
        "كانون الثاني/يناير|شباط/فبراير|آذار/مارس|نيسان/أبريل|أيار/مايو|حزيران/يونيو|"
        "تموز/يوليو|آب/أغسطس|أيلول/سبتمبر|تشرين الأول/أكتوبر|تشرين الثاني/نوفمبر|كانون الأول/ديسمبر"
    ).split("|"),
    "en": "January February March April May June July August September October November December".split(),
}


@cache
def _labels() -> dict[str, dict[str, str]]:
    return msgspec.convert(load_yaml("musnad.cli", "labels.yaml"), dict[str, dict[str, str]])


@cache
def _counts() -> dict[str, dict[str, dict[str, str]]]:
    return msgspec.convert(load_yaml("musnad.cli", "counts.yaml"), dict[str, dict[str, dict[str, str]]])


def plural_category(number: int, language: Language) -> str:
    """The plural form that a whole number takes (Unicode CLDR, cardinal rules)."""
    if language == "en":
        return "one" if number == 1 else "other"
    if number <= 2:
        return ("zero", "one", "two")[number]
    last = number % 100
    return "few" if 3 <= last <= 10 else "many" if last >= 11 else "other"


def isolated(text: object) -> Markup:
    """Text kept from mixing its direction with its neighbours, and without marks that would break out of that."""
    return BDI.format(harmless(str(text)))


class Words:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.direction = "rtl" if language == "ar" else "ltr"

    def label(self, name: str, *inserted: object) -> Markup:
        """A label, with values in its gaps, each isolated."""
        return Markup(_labels()[name][self.language]).format(*map(_isolated, inserted))

    def count(self, name: str, number: int) -> Markup:
        """A counted noun (`3 أحداث`)."""
        form = _counts()[name][self.language][plural_category(number, self.language)]
        return Markup(form).format(BDI.format(f"{number:,}"))

    def code(self, vocabulary: str, code: str) -> str:
        """The codebook's label, the code itself where it has none."""
        entry = codebook().vocabularies()[vocabulary].get(code)
        return entry.label(self.language) if entry else code

    def joined(self, *parts: Any) -> Markup:
        """Those parts that say something, with commas between them."""
        return self.label("comma").join(part for part in parts if part)

    def date(self, date: dt.date) -> Markup:
        """One day, in full."""
        return TIME.format(
            date.isoformat(), isolated(f"{date.day} {MONTHS[self.language][date.month - 1]} {date.year}")
        )

    def days(self, start: dt.date, end: dt.date) -> Markup:
        """One day, or the first and the last."""
        return self.date(start) if start == end else Markup("{} – {}").format(self.date(start), self.date(end))

    def moment(self, written: str) -> Markup:
        """A date or a time of publication as the article gives it."""
        try:
            moment = dt.datetime.fromisoformat(written)
        except ValueError:
            return isolated(written)
        if len(written) <= len("2024-02-05"):
            return self.date(moment.date())
        zone = "" if moment.tzinfo is None else f" {moment.tzinfo}"
        return self.joined(self.date(moment.date()), LTR.format(f"{moment:%H:%M}{zone}"))

    def percent(self, share: float) -> Markup:
        """A share of one."""
        return LTR.format(f"{share:.0%}")

    def place(self, place: PlaceRef) -> Markup:
        """A place's name, province and country, each once."""
        names = [place.name, place.admin1, place.country]
        if self.language == "ar":
            names = _arabic_names(place)
        elif place.country:
            names[2] = _country_name(place.country)
        return self.joined(*map(isolated, dict.fromkeys(filter(None, names))))

    def point(self, lat: float, lon: float) -> Markup:
        """Coordinates in degrees, with the names of their hemispheres."""
        north = self.label("north" if lat >= 0 else "south", f"{abs(lat):.2f}")
        east = self.label("east" if lon >= 0 else "west", f"{abs(lon):.2f}")
        return BDI.format(self.joined(north, east))


def _isolated(value: object) -> Markup:
    return value if isinstance(value, Markup) else isolated(value)


def _country_name(code: str) -> str:
    from musnad.registry.places import country_names

    return country_names().get(code, code)


@cache
def _gazetteer_names() -> dict[object, str]:
    """Arabic names by id, by country and English name, and of provinces and countries; the earlier row wins."""
    from musnad.registry.places import places

    names: dict[object, str] = {}
    for place in places():
        keys: list[object] = [place.id, (place.country, place.name_en)]
        if place.kind in ("province", "country"):
            keys.append((place.kind, place.country, place.name_en if place.kind == "province" else ""))
        for key in keys:
            names.setdefault(key, place.names_ar[0])
    return names


def _arabic_names(place: PlaceRef) -> list[str | None]:
    known = _gazetteer_names()
    name = known.get(place.registry_id) or known.get((place.country, place.name)) or place.name
    unit = place.admin1 and (
        known.get(("province", place.country, place.admin1)) or known.get((place.country, place.admin1))
    )
    return [name, unit or place.admin1, place.country and known.get(("country", place.country, ""), place.country)]
