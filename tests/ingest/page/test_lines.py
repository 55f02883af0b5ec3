"""Lines of furniture, and sentences that only begin like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.data import load_yaml
from musnad.ingest.page.lines import is_byline, is_date_line, kind_of, without_label
from musnad.text.normalise import fold


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("اقرأ أيضًا: مقتل جنديين بهجوم مسيّرة قرب سراقب", "related"),
        ("إقرأ أيضاً | مقتل جنديين بهجوم مسيّرة", "related"),
        ("شاهد أيضا.. لحظة سقوط القذائف على السوق", "related"),
        ("◄ طالع أيضاً: نزوح من القرى", "related"),
        ("مواضيع ذات صلة", "related heading"),
        ("اقرأ أيضا:", "related heading"),
        ("الأكثر قراءة", "teasers heading"),
        ("تابعونا على تلغرام", "follow"),
        ("تابع قناتنا على واتساب لتصلك الأخبار أولًا بأول", "follow"),
        ("انضم إلى قناة الشبكة على تليغرام", "follow"),
        ("لمتابعة آخر الأخبار اشترك في قناتنا على التلغرام", "follow"),
        ("اشتركوا في نشرتنا البريدية", "follow"),
        ("هل وجدت خطأ في الخبر؟ أبلغنا", "report"),
        ("إرسال تصحيح", "report"),
        ("لتقديم شكوى بشأن هذا المحتوى اضغط هنا", "report"),
        ("إذا كنت تعتقد أن المقال يحوي معلومات خاطئة أو لديك تفاصيل إضافية أرسل/أرسلي تصحيحًا", "report"),
        ("إذا كنت تعتقد أن المقال ينتهك أيًا من المبادئ الأخلاقية أو المعايير المهنية قدّم/قدّمي شكوى", "report"),
        ("في حال لاحظتم خطأ في هذه المادة راسلونا على بريد التحرير.", "report"),
        ("أرسل/أرسلي تصحيحًا", "report"),
        ("نرحب بملاحظاتكم وتصويباتكم على هذا العنوان", "report"),
        ("تصحيح: ورد في نسخة سابقة من هذا الخبر أن القتلى ستة، والصحيح خمسة.", "correction"),
        ("تنويه من المحرر: جرى تعديل العنوان بعد نشر الخبر.", "correction"),
        ("ذكرت نسخة سابقة من هذا التقرير أن الهجوم وقع الأربعاء.", "correction"),
        ("شارك على فيسبوك تويتر واتساب", "share"),
        ("طباعة | أرسل لصديق", "share"),
        ("كلمات مفتاحية: سوريا، إدلب، قصف", "tags"),
        ("#سوريا #إدلب", "tags"),
        ("جميع الحقوق محفوظة © 2024", "copyright"),
        ("المصدر: وكالات", "source"),
        ("إعلان", "advert"),
        ("14:32", "clock"),
        ("10:30 بتوقيت مكة", "clock"),
        ("لن يتم نشر عنوان بريدك الإلكتروني", "comments"),
        ("* * *", "sign"),
    ],
)
def test_a_line_of_furniture_is_told(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "شاهد الأهالي الطائرات المسيّرة وهي تحلق فوق القرى.",
        "قدم شكوى إلى مجلس الأمن بشأن القصف الذي طال القرى الحدودية.",
        "تقديم شكوى رسمية إلى المحكمة الدولية خطوة أولى، بحسب محامي الضحايا.",
        "ساعدونا في إخراج الجرحى من تحت الأنقاض، هذا كل ما نطلبه.",
        "انضم إلى صفوف الجيش مئتا مقاتل من أبناء المنطقة.",
        "اشترك في الهجوم عشرات المقاتلين من ثلاثة فصائل.",
        "تابع المراسل أن القصف تجدد مساء.",
        "تابع ناشطون على فيسبوك أنباء القصف منذ الصباح.",
        "تصحيح المسار السياسي شرط لوقف القتال، بحسب المبعوث.",
        "ملاحظة: الأسماء مستعارة حفاظًا على سلامة أصحابها.",
        "المزيد من القتلى سقطوا في غارة ثانية.",
        "المصدر نفسه قال إن الحصيلة مرشحة للارتفاع بسبب خطورة الإصابات.",
        "مصدر أمني: القتلى من المدنيين.",
        "انظر إلى ما جرى في حلب، قال أحد السكان.",
        "نشر الجيش بيانًا قال فيه إن القصف استهدف مقرًا للمسلحين.",
        "كتب الناشط على تويتر أن القصف استمر ساعة.",
        "حمل الأهالي جثامين الضحايا عبر تطبيق إجراءات مشددة.",
    ],
)
def test_a_sentence_that_begins_like_furniture_stays(line: str) -> None:
    assert kind_of(line) is None
    assert not is_date_line(line)
    assert not is_byline(line)


def test_a_read_also_line_needs_no_sign_where_a_link_follows() -> None:
    assert kind_of("طالع مقتل جنديين قرب سراقب", linked=0.8) == "related"
    assert kind_of("طالع مقتل جنديين قرب سراقب") is None


@pytest.mark.parametrize(
    "line",
    [
        "الخميس 14 آذار/مارس 2024",
        "نشر في: 14/03/2024 - 10:30",
        "آخر تحديث: ١٤ مارس ٢٠٢٤، ١٠:٣٠ ص",
        "3 رمضان 1445 هـ",
        "منذ ساعتين",
    ],
)
def test_a_date_line_is_told(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize("line", ["كتب: سامر الحلبي", "بقلم سامر الحلبي", "إعداد: قسم التحرير", "تصوير: وليد عودة"])
def test_a_byline_is_told(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize("line", ["اقرأ أيضًا: مقتل جنديين", "اقرأ أيضا | مقتل جنديين", "مقتل جنديين"])
def test_the_label_of_a_read_also_line_is_taken_off(line: str) -> None:
    assert without_label(line) == "مقتل جنديين"


@given(st.text())
def test_any_line_is_judged(line: str) -> None:
    kind_of(line)
    is_date_line(line)
    is_byline(line)
    without_label(line)


def test_words_of_furniture_are_sorted_and_without_duplicates() -> None:
    for words in load_yaml("musnad.ingest.page", "boilerplate.yaml").values():
        assert words == sorted(words)
        assert len({fold(word) for word in words}) == len(words)
