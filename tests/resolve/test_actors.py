"""Actor phrases named in English."""

import pytest

from musnad.resolve.actors import name_of
from musnad.schema import Span
from musnad.text.document import Document


def named(text: str, quote: str) -> tuple[str, str | None, str | None]:
    start = text.index(quote)
    return tuple(name_of(Document(text), Span(start, start + len(quote))))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "quote", "identifier"),
    [
        ("أعلنت حركة حماس", "حركة حماس", "hamas"),
        ("قُتل عناصر من داعش", "عناصر من داعش", "isis"),
        ("قصف «حزب الله» موقعا", "حزب الله", "hezbollah"),
    ],
)
def test_a_group_is_named_by_the_registry(text: str, quote: str, identifier: str) -> None:
    assert named(text, quote)[1] == identifier


def test_an_army_without_a_country_is_that_of_the_articles_country() -> None:
    assert named("قصف الجيش أحياء في أم درمان والخرطوم", "الجيش")[1] == "saf"


@pytest.mark.parametrize("water", ["البحر الأحمر", "خليج عدن", "مضيق هرمز"])
def test_a_sea_gives_a_body_no_state(water: str) -> None:
    text = f"أسقطت الدفاعات الجوية مسيرتين فوق {water}، بحسب القيادة المركزية الأميركية"
    assert named(text, "الدفاعات الجوية") == ("Air defences", None, "military")


def test_a_place_on_land_beside_a_sea_does() -> None:
    text = "أسقطت الدفاعات الجوية مسيرة في الحديدة على البحر الأحمر"
    assert named(text, "الدفاعات الجوية")[0] == "Yemeni air defences"


def test_a_body_that_the_registry_lacks_takes_the_adjective_of_its_country() -> None:
    assert named("فرّقت قوات مكافحة الشغب تجمعا في صفاقس", "قوات مكافحة الشغب")[0] == "Tunisian riot police"


def test_the_adjective_of_a_country_names_the_country() -> None:
    assert named("أسفرت غارات أميركية عن قتلى", "أميركية")[0] == "United States"


@pytest.mark.parametrize(
    ("quote", "name", "kind"),
    [("مسلحون", "Gunmen", "rebels"), ("متظاهرات", "Demonstrators", "protesters"), ("طبيبان", "Two doctors", "medical")],
)
def test_role_nouns_are_named_in_their_number(quote: str, name: str, kind: str) -> None:
    assert named(quote, quote) == (name, None, kind)


def test_a_definite_noun_points_back_at_the_last_group() -> None:
    assert named("تبنت حركة الشباب الهجوم وقال التنظيم إنه مستمر", "التنظيم")[1] == "al-shabaab"


def test_unknown_words_stand_for_themselves() -> None:
    assert named("قال كثيرون ذلك", "كثيرون") == ("كثيرون", None, None)


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("أُصيب ثلاثة آخرين", "ثلاثة آخرين", "Others"),
        ("خرج الآلاف إلى الشوارع", "الآلاف", "Thousands"),
        ("اعتُقل عشرات المتظاهرين", "المتظاهرين", "Demonstrators"),
    ],
)
def test_what_is_plural_in_english_already_gets_no_second_ending(text: str, quote: str, name: str) -> None:
    assert named(text, quote)[0] == name


@pytest.mark.parametrize(
    ("text", "quote", "identifier"),
    [
        ("انفجرت عبوة بدورية للجيش اللبناني", "دورية للجيش اللبناني", "lebanese-army"),
        ("انفجرت عبوة بدوريّة للشرطة في طرابلس وبنغازي", "دوريّة للشرطة", "libyan-police"),
        ("قُتل ثلاثة جنودٍ أتراك في إدلب", "ثلاثة جنودٍ أتراك", "turkish-military"),
        ("أصيب شرطيّان في سوسة", "شرطيّان", "tunisian-police"),
        ("هاجم مستوطنون قرية بورين", "مستوطنون", "israeli-settlers"),
        ("زرع مسلحون حوثيون ألغاماً في مأرب", "مسلحون حوثيون", "houthis"),
        ("أغارت مقاتلات تركية على سنجار", "مقاتلات تركية", "turkish-air-force"),
        ("اعترضت مدمّرة أميركية صاروخاً", "مدمّرة أميركية", "us-navy"),
        ("أوقفت شرطة كركوك متهمين", "شرطة كركوك", "iraqi-police"),
        ("قال الرئيس الفلسطينى إن", "الرئيس الفلسطينى", "president-palestinian"),
        ("أسفرت غارات أميركية عن قتلى", "أميركية", "us-government"),
    ],
)
def test_people_and_things_of_a_body_carry_its_identity(text: str, quote: str, identifier: str) -> None:
    assert named(text, quote)[1] == identifier


@pytest.mark.parametrize(
    ("text", "quote", "identifier"),
    [
        ("أعلن حزب العمال الكردستاني وحركة الشباب هجوما، وقال الحزب إنه مستمر", "الحزب", "pkk"),
        ("قصفت طائرات مواقع تنظيم الدولة وقتلت عشرة من عناصره", "عشرة من عناصره", "isis"),
        ("هاجمت قوات الحزام الأمني البلدة وقُتل مسلحو الحزام", "مسلحو الحزام", "security-belt"),
        ("بيان صادر عن كتائب القسام\nدكّ مجاهدونا الموقع", "مجاهدونا", "qassam-brigades"),
        ("انسحبت حركة فتح، وقُتل مسلحون من فتح", "مسلحون من فتح", "fatah"),
    ],
)
def test_a_phrase_points_back_at_an_actor(text: str, quote: str, identifier: str) -> None:
    assert named(text, quote)[1] == identifier


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("أغلق الأمن العام المعبر في بيروت وصيدا", "lebanese-general-security"),
        ("أغلق الأمن العام المعبر في حمص وحماة", "syrian-general-security"),
    ],
)
def test_a_name_of_two_countries_is_that_of_the_articles_country(text: str, identifier: str) -> None:
    assert named(text, "الأمن العام")[1] == identifier


@pytest.mark.parametrize(
    "quote",
    ["مسلحون مجهولون", "القيادي في حماس سالم العطار", "ثلاثة مدنيين", "مسلحون يرتدون زي الجيش", "إسرائيليون", "زوجته"],
)
def test_persons_roles_and_disguises_have_no_identity(quote: str) -> None:
    assert named(f"شوهد في غزة {quote} أمس بعد بيان حماس", quote)[1] is None


def test_what_follows_a_comma_does_not_name_the_actor() -> None:
    quote = "سرايا القدس، الجناح العسكري لحركة الجهاد الإسلامي"
    assert named(f"أعلنت {quote} ذلك", quote)[1] == "saraya-al-quds"


@pytest.mark.parametrize("quote", ["كتيبة «الفرقان»", "كتيبة الفُرقـان", 'لكتيبة "الفرقان"'])
def test_a_group_that_the_registry_lacks_has_one_provisional_identity(quote: str) -> None:
    assert named(f"نسب الهجوم {quote} أمس", quote)[1] == "new:كتيبه-الفرقان"


@pytest.mark.parametrize("quote", ["مجموعة مسلحة", "قوات كبيرة", "جماعات متشددة", "كتيبة تابعة للقيادة"])
def test_a_group_that_is_only_described_has_none(quote: str) -> None:
    assert not (named(f"هاجمت {quote} البلدة", quote)[1] or "").startswith("new:")
