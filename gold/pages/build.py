#!/usr/bin/env python3
"""Build the test pages: python gold/pages/build.py OUT_DIR

Every page joins an article (articles.jsonl, written first), a shape (shapes.yaml and templates/) and furniture
(furniture.yaml). OUT_DIR/{dev,check}/NAME.html holds the bytes as served, expected.jsonl what the page states.
Nothing depends on the clock, the locale or the order of hashing.
"""

import csv
import html
import json
import random
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import yaml
from hijridate import Gregorian
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent
Json = dict[str, Any]
DAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
LEVANT = [
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
]  # fmt: skip
EGYPT = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
TUNIS = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر".split()
MOROCCO = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split()
HIJRI = [
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
    "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
]  # fmt: skip
OPENER = re.compile(r"^(?:كتبت?|إعداد|أعدّ?ها?|تحرير|بقلم)(?: وتحرير)?\s*:\s*")
"""What a byline begins with that is no part of the name."""
LABEL = re.compile(r"^(?:كتب|تصوير|إعداد وتحرير|إعداد): ")
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


class Moment:
    """A moment of an article in the ways pages write it; `+03:00` and the like are kept as given."""

    def __init__(self, iso: str) -> None:
        self.iso = iso
        self.local = datetime.fromisoformat(iso)
        self.utc = self.local.astimezone(UTC)
        self.day = f"{self.local:%Y-%m-%d}"
        self.naive = f"{self.local:%Y-%m-%dT%H:%M:%S}"
        self.z = f"{self.utc:%Y-%m-%dT%H:%M:%SZ}"
        self.offset = iso[-6:]

    def gmt(self) -> str:
        return f"{self.utc:%Y-%m-%dT%H:%M:%S}+00:00"

    def epoch(self) -> int:
        return int(self.utc.timestamp())

    def write(self, months: str = "egypt", pattern: str = "{weekday} {d} {month} {y}") -> str:
        """`pattern` with {weekday} {d} {dd} {mm} {y} {month} {H} {M} {h} {ampm} {hijri} filled in."""
        at = self.local
        return pattern.format(
            weekday=DAYS[at.weekday()], d=at.day, dd=f"{at.day:02d}", mm=f"{at.month:02d}", y=at.year,
            month=month_name(months, at.month), H=f"{at.hour:02d}", M=f"{at.minute:02d}",
            h=(at.hour % 12) or 12, ampm="صباحًا" if at.hour < 12 else "مساءً", hijri=self.hijri(),
        )  # fmt: skip

    def hijri(self) -> str:
        there = Gregorian(self.local.year, self.local.month, self.local.day).to_hijri()
        return f"{there.day} {HIJRI[there.month - 1]} {there.year}"

    def shift(self, days: int) -> "Moment":
        return Moment((self.local - timedelta(days=days, minutes=17 * days)).isoformat())


def month_name(months: str, number: int) -> str:
    named = {"egypt": EGYPT, "levant": LEVANT, "tunis": TUNIS, "morocco": MOROCCO}
    if months == "double":
        return f"{LEVANT[number - 1]}/{EGYPT[number - 1]}"
    if months == "jazeera":
        return f"{EGYPT[number - 1]}/{LEVANT[number - 1]}"
    return named[months][number - 1]


@dataclass(slots=True)
class Page:
    """One page: what it is made of and the draws of its own random source."""

    name: str
    split: str
    shape: str
    spec: Json
    article: Json
    furniture: Json
    variant: int
    articles: dict[str, Json]
    site: Json = field(init=False)
    draw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        sites = self.spec["sites"]
        self.site = sites[self.variant % len(sites)]
        self.draw = random.Random(f"musnad {self.name}")

    @property
    def states(self) -> set[str]:
        return set(self.spec.get("states", []))

    @property
    def number(self) -> int:
        return 10_000 + int.from_bytes(self.name.encode(), "little") % 880_000

    def at(self) -> Moment:
        return Moment(self.article["published"])

    def updated(self) -> Moment | None:
        return Moment(self.article["updated"]) if self.article["updated"] else None

    @property
    def base(self) -> str:
        return f"https://{self.site['domain']}"

    @property
    def url(self) -> str:
        at = self.at().local
        slug = quote(re.sub(r"[^\w]+", "-", self.article["title"]).strip("-"))
        path: str = self.spec["path"]
        return self.base + path.format(y=at.year, m=f"{at.month:02d}", d=f"{at.day:02d}", slug=slug, n=self.number)

    def related(self) -> list[Json]:
        made = []
        for index, text in enumerate(self.article["related"] if "related" in self.states else []):
            slug = quote(re.sub(r"[^\w]+", "-", text).strip("-"))
            made.append({"text": text, "url": f"{self.base}/{self.number - 31 - index}/{slug}"})
        return made

    def links(self) -> list[Json]:
        stated = self.article["links"] if "links" in self.states else []
        return [{"text": link["text"], "url": urljoin(self.base, link["url"])} for link in stated]

    def authors(self) -> list[str]:
        how = self.spec.get("authors", "article")
        stated = self.article["authors"] if how == "article" and self.article["authors"] != ["admin"] else []
        return [OPENER.sub("", name) for name in stated]

    def byline(self) -> str:
        """What stands where the author stands: 'admin' on sites that never set it."""
        how = self.spec.get("authors", "article")
        return "" if how == "none" else "admin" if how == "admin" else "، ".join(self.article["authors"])

    def captions(self) -> list[str]:
        most = self.spec.get("captions", 9)
        return list(self.article["captions"][:most])

    def subtitle(self) -> str:
        return (self.article["subtitle"] or "") if "subtitle" in self.states else ""

    def corrections(self) -> list[Json]:
        return list(self.article["corrections"]) if "corrections" in self.states else []

    def based_on(self) -> list[str]:
        return list(self.article["based_on"]) if "based_on" in self.states else []

    def next_page(self) -> str | None:
        return f"{self.url}?page=2" if "next_page" in self.states else None

    def below(self) -> Json:
        """The article that the site shows under this one, whole."""
        under: list[str] = self.spec["below"]
        return self.articles[under[self.variant % len(under)]]

    def blocks(self) -> list[tuple[str, str]]:
        """(kind, text) of the body as this page spells it."""
        texts = self.article["text"].split("\n")
        spell = SPELLINGS[self.spec.get("spelling", "plain")]
        return [(kind, spell(text)) for kind, text in zip(self.article["kinds"], texts, strict=True)]


def worded(text: str) -> str:
    """Letters as a Persian keyboard and a justifying typist leave them."""
    text = re.sub(r"ي\b", "ی", text).replace("ك", "ک")
    return re.sub(r"(?<=\w)س(?=\w{3})", "ســ", text, count=1)


SPELLINGS: dict[str, Callable[[str], str]] = {"plain": lambda text: text, "word": worded}


def publication(page: Page, moment: Moment | None) -> str | None:
    """The moment as exactly as this shape states it."""
    precision = page.spec.get("precision", "instant")
    if moment is None or precision == "none":
        return None
    exact: dict[str, str] = {"instant": moment.iso, "naive": moment.naive, "day": moment.day}
    return exact[precision]


def dateline(page: Page) -> str | None:
    stated = page.article["dateline"]
    return SPELLINGS[page.spec.get("spelling", "plain")](stated) if stated else None


def expected(page: Page) -> Json:
    """The article as this page states it."""
    paragraphs = [page.subtitle()] if page.subtitle() else []
    updated = page.updated() if "updated" in page.states else None
    return {
        "file": f"{page.name}.html", "shape": page.shape, "url": page.url,
        "headers": {"content-type": page.spec.get("content_type", "text/html; charset=UTF-8")},
        "id": page.article["id"], "title": page.article["title"], "authors": page.authors(),
        "outlet": page.site["name"], "published": publication(page, page.at()),
        "updated": publication(page, updated), "dateline": dateline(page),
        "text": "\n".join(paragraphs + [text for _, text in page.blocks()]),
        "captions": page.captions(), "related": page.related(), "links": page.links(),
        "corrections": page.corrections(), "based_on": page.based_on(), "next_page": page.next_page(),
    }  # fmt: skip


# --- markup -------------------------------------------------------------------------------------------------

STYLES: dict[str, dict[str, str]] = {
    "std": {"p": "<p>{}</p>", "h": "<h2>{}</h2>", "E": "<h3>{}</h3>", "q": "<blockquote><p>{}</p></blockquote>",
            "b": "<p><strong>{}</strong></p>"},
    "wp": {"p": "<p>{}</p>", "h": '<h3 class="wp-block-heading">{}</h3>', "E": "<h3>{}</h3>",
           "q": '<blockquote class="wp-block-quote"><p>{}</p></blockquote>', "b": "<h4>{}</h4>"},
    "strong": {"p": "<p>{}</p>", "h": "<p><strong>{}</strong></p>", "E": "<p><b>{}</b></p>",
               "q": "<p><em>{}</em></p>", "b": "<p><b>{}</b><br></p>"},
    "div": {"p": "<div>{}</div>\n<div><br></div>", "h": "<div><b>{}</b></div>", "E": "<div><b>{}</b></div>",
            "q": '<div style="margin-right:40px"><i>{}</i></div>', "b": "<div><b>{}</b></div>"},
    "br": dict.fromkeys("phEqb", "{}<br><br>\r\n"),
    "word": {
        "p": '<p class="MsoNormal" dir="RTL" style="margin-bottom:.0001pt;text-align:justify;line-height:150%;'
             'mso-pagination:widow-orphan;direction:rtl;unicode-bidi:embed"><span lang="AR-SA" style="font-size:14.0pt;'
             "font-family:&quot;Simplified Arabic&quot;,&quot;serif&quot;;mso-ascii-theme-font:minor-bidi;"
             'mso-bidi-language:AR-IQ">{}<o:p></o:p></span></p>',
        "h": '<p class="MsoNormal" dir="RTL" style="text-align:justify"><b style="mso-bidi-font-weight:normal"><u>'
             '<span lang="AR-SA" style="font-size:15.0pt;color:#c00000">{}</span></u></b></p>',
        "E": "<p><b>{}</b></p>", "q": '<p class="MsoQuote" dir="RTL"><i><span lang="AR-SA">{}</span></i></p>',
        "b": "<p><b>{}</b></p>",
    },
    "sqs": {kind: f'<{tag} class="" style="white-space:pre-wrap;">{{}}</{tag}>'
            for kind, tag in {"p": "p", "h": "h3", "E": "h3", "q": "blockquote", "b": "h4"}.items()},
    "rte": {"p": '<p style="text-align:justify"><span class="ms-rteFontSize-3">&#8203;{}</span></p>',
            "h": '<p><strong class="ms-rteFontSize-4 ms-rteThemeForeColor-5-0">{}</strong></p>',
            "E": "<h4>{}</h4>", "q": '<p class="ms-rteElement-Quote"><em>{}</em></p>',
            "b": "<p><strong>{}</strong></p>"},
}  # fmt: skip


def anchored(text: str, links: list[Json]) -> str:
    """Escaped text with its first mention of each link's words made an anchor."""
    made = html.escape(text, quote=False)
    for link in links:
        words = html.escape(link["text"], quote=False)
        if not link.get("done") and words in made:
            made = made.replace(words, f'<a href="{link["url"]}">{words}</a>', 1)
            link["done"] = True
    return made


def grouped(blocks: Iterable[tuple[str, str]], style: dict[str, str], links: list[Json]) -> list[str]:
    """One string of markup a paragraph, list or table."""
    made: list[str] = []
    kind_before = ""
    for kind, text in blocks:
        inner = anchored(text, links)
        if kind == "l":
            item, shell = f"<li>{inner}</li>\n", "<ul>\n{}</ul>"
        elif kind == "r":
            cells = "".join(f"<td>{cell}</td>" for cell in inner.split(" | "))
            item, shell = f"<tr>{cells}</tr>\n", '<table border="1"><tbody>\n{}</tbody></table>'
        else:
            item, shell = style[kind].format(inner), ""
        if shell and kind == kind_before:
            head, tail = made[-1].rsplit("</ul>" if kind == "l" else "</tbody>", 1)
            made[-1] = head + item + ("</ul>" if kind == "l" else "</tbody>") + tail
        else:
            made.append(shell.format(item) if shell else item)
        kind_before = kind
    return made


def body_of(page: Page) -> Callable[..., Markup]:
    """The template's body(style, inserts): inserts maps 'after how many blocks' to markup."""

    def body(style: str = "std", inserts: dict[int, str] | None = None, blocks: Any = None) -> Markup:
        links: list[Json] = [dict(link) for link in page.links()]
        made = grouped(blocks or page.blocks(), STYLES[style], links)
        for after in sorted(inserts or {}, reverse=True):
            made.insert(min(after, len(made)), str((inserts or {})[after]))
        return Markup("\n".join(made))

    return body


def paragraphs_of(page: Page) -> list[Markup]:
    """The body's blocks as anchored inline markup, for templates that wrap each themselves."""
    links: list[Json] = [dict(link) for link in page.links()]
    return [Markup(anchored(text, links)) for _, text in page.blocks()]


def filler_css(draw: random.Random, kilobytes: float) -> Markup:
    """Style rules of about so many kB."""
    names = "header nav menu post widget block sidebar footer share ad slider ticker modal btn grid card tag".split()
    props = ["margin:0 auto", "padding:%dpx", "display:flex", "font-size:%dpx", "color:#%03x", "width:%d%%",
             "line-height:1.%d", "background:#%03x", "float:right", "border-radius:%dpx", "z-index:%d"]  # fmt: skip
    rules: list[str] = []
    while sum(map(len, rules)) < kilobytes * 1024:
        chosen = draw.sample(props, 4)
        filled = ";".join(p % draw.randrange(4, 90) if re.search(r"%(?!%)0?3?[dx]", p) else p for p in chosen)
        rules.append(
            f".{draw.choice(names)}-{draw.choice(names)}{draw.randrange(99)}>.{draw.choice(names)}{{{filled}}}"
        )
    return Markup("".join(rules))


def filler_js(draw: random.Random, kilobytes: float) -> Markup:
    """Script of about so many kB: queues, settings, tracking."""
    parts = [
        "window.dataLayer=window.dataLayer||[];function gtag(){{dataLayer.push(arguments)}}gtag('config','G-{a:X}');",
        "googletag.cmd.push(function(){{googletag.defineSlot('/{a}/art_{b}',[[300,250],[728,90]],'div-gpt-ad-{a}-{b}')}});",
        'var cfg{b}={{"ajax":"/wp-admin/admin-ajax.php","nonce":"{a:x}","rtl":true,"msg":"جاري التحميل..."}};',
        "!function(e,t){{for(var n={b},r=e.length;n<r;n++)t(e[n],n)}}(document.all,function(e){{e.hidden=!1}});",
        "_taboola.push({{mode:'thumbs-{b}',container:'tb-{a}',placement:'Below Article',target_type:'mix'}});",
    ]
    made: list[str] = []
    while sum(map(len, made)) < kilobytes * 1024:
        made.append(draw.choice(parts).format(a=draw.randrange(10**6, 10**8), b=draw.randrange(999)))
    return Markup("\n".join(made))


# --- metadata -----------------------------------------------------------------------------------------------


def json_script(data: Any, flaw: str = "") -> Markup:
    """A JSON-LD script, sound or with a flaw that real pages have."""
    text = json.dumps(data, ensure_ascii=flaw == "escaped", indent=1 if flaw == "pretty" else None)
    if flaw == "trailing":
        text = text[:-1] + ",\n}"
    if flaw == "newline":
        text = text.replace(". ", ".\n", 3)
    if flaw == "entities":
        text = text.replace('\\"', "&quot;").replace("«", "&laquo;").replace("»", "&raquo;")
    if flaw == "cdata":
        text = f"//<![CDATA[\n{text}\n//]]>"
    if flaw == "comment":
        text = f"<!--\n{text}\n-->"
    return Markup(f'<script type="application/ld+json">{text}</script>')


def news_article(page: Page, kind: Any = "NewsArticle", **more: Any) -> Json:
    """The schema.org article of a page; keywords replace or (None) remove properties."""
    updated = page.updated()
    made: Json = {
        "@context": "https://schema.org", "@type": kind, "headline": page.article["title"],
        "mainEntityOfPage": {"@type": "WebPage", "@id": page.url}, "datePublished": page.at().iso,
        "dateModified": (updated if updated and "updated" in page.states else page.at()).iso,
        "publisher": {"@type": "NewsMediaOrganization", "name": page.site["name"],
                      "logo": {"@type": "ImageObject", "url": f"{page.base}/logo.png"}},
        "inLanguage": "ar",
    }  # fmt: skip
    if page.byline():
        made["author"] = [{"@type": "Person", "name": name} for name in page.authors() or [page.byline()]]
    if page.corrections():
        made["correction"] = [{"@type": "CorrectionComment", "text": c["text"], "datePublished": c["date"]}
                              for c in page.corrections()]  # fmt: skip
    if page.based_on():
        made["isBasedOn"] = page.based_on()[0]
    made.update(more)
    return {key: value for key, value in made.items() if value is not None}


# --- furniture ----------------------------------------------------------------------------------------------


class Furniture:
    """Draws from furniture.yaml; dev and check draw teasers from different halves."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stock = page.furniture
        half = [t for i, t in enumerate(page.furniture["teasers"]) if i % 2 == (page.split == "check")]
        self.teaser_stock = page.draw.sample(half, len(half))

    def one(self, name: str) -> str:
        drawn: str = self.page.draw.choice(self.stock[name])
        return drawn.replace("{site}", self.page.site["name"])

    def some(self, name: str, count: int) -> list[Any]:
        stock = self.stock[name]
        return self.page.draw.sample(stock, min(count, len(stock)))

    def menu(self) -> list[Json]:
        return [
            {"name": section["name"], "url": f"{self.page.base}/{number}",
             "items": [{"name": item, "url": f"{self.page.base}/{number}/{sub}"}
                       for sub, item in enumerate(section["items"], 1)]}
            for number, section in enumerate(self.stock["menu"], 1)
        ]  # fmt: skip

    def teasers(self, count: int) -> list[Json]:
        taken = [self.teaser_stock[i % len(self.teaser_stock)] for i in range(count)]
        self.teaser_stock = self.teaser_stock[count % len(self.teaser_stock) :] + taken
        return [self.teaser(title, text) for title, text in taken]

    def teaser(self, title: str, text: str) -> Json:
        number = self.page.draw.randrange(1000, 99999)
        at = self.page.at().shift(self.page.draw.randrange(-9, 40))
        return {"t": title, "s": text, "url": f"{self.page.base}/{number}", "at": at, "n": number}


# --- building -----------------------------------------------------------------------------------------------


def load_lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def load_yaml(path: Path) -> Json:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Json = yaml.load(path.read_text("utf-8"), Loader=loader)
    return loaded


def pages() -> list[Page]:
    """Every page of split.csv, in its order."""
    articles = {line["id"]: line for line in load_lines(HERE / "articles.jsonl")}
    shapes, furniture = load_yaml(HERE / "shapes.yaml"), load_yaml(HERE / "furniture.yaml")
    made = []
    with (HERE / "split.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            name = row["file"].removesuffix(".html")
            variant = int(name.rsplit("-", 1)[1])
            spec, article = shapes[row["shape"]], articles[row["article"]]
            made.append(Page(name, row["split"], row["shape"], spec, article, furniture, variant, articles))
    return made


def render(page: Page, environment: Environment) -> bytes:
    """The page's bytes in its encoding."""
    made = environment.get_template(f"{page.spec['template']}.html.jinja").render(
        page=page, a=page.article, site=page.site, at=page.at(), v=page.variant, f=Furniture(page),
        updated=page.updated() if "updated" in page.states else None, body=body_of(page),
        paragraphs=paragraphs_of(page), news=news_article, ld=json_script, rnd=page.draw,
        css=lambda k: filler_css(page.draw, k), js=lambda k: filler_js(page.draw, k),
        js_data=lambda data: Markup(json.dumps(data, ensure_ascii=False).replace("</", "<\\/")),
        Moment=Moment, indic=lambda text: str(text).translate(INDIC),
    )  # fmt: skip
    return made.encode(page.spec.get("encoding", "utf-8"), "xmlcharrefreplace")


def build(out: Path) -> None:
    """Write every page and the two expected.jsonl under `out`."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    lines: dict[str, list[str]] = {"dev": [], "check": []}
    for split in lines:
        (out / split).mkdir(parents=True, exist_ok=True)
    for page in pages():
        (out / page.split / f"{page.name}.html").write_bytes(render(page, environment))
        lines[page.split].append(json.dumps(expected(page), ensure_ascii=False) + "\n")
    for split, made in lines.items():
        (out / split / "expected.jsonl").write_text("".join(made), "utf-8", newline="\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
