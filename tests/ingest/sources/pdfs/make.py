"""Writes the PDFs of this folder from `article.json`, whose text is invented.

Needs chromium with the fonts DejaVu Sans, Amiri, Noto Naskh Arabic and Noto Kufi Arabic, and of packages reportlab,
arabic-reshaper and python-bidi; the PDFs hold subsets of these fonts (free licences), so that the tests need none.
Run it in an empty folder: `python make.py chromium`.
"""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

ARTICLE = json.loads(Path(__file__).with_name("article.json").read_text(encoding="utf-8"))
FONTS = {"dejavu": "DejaVu Sans", "amiri": "Amiri", "naskh": "Noto Naskh Arabic", "kufi": "Noto Kufi Arabic"}
REPEATED = 6


def page(font: str, paragraphs: list[str]) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<meta charset=utf-8><title>{ARTICLE['title']}</title><style>body{{font:14px/1.7 '{font}'}}</style>"
    return f"<!doctype html><html lang=ar dir=rtl>{head}<h1>{ARTICLE['title']}</h1>{body}"


def printed(browser: str, name: str, markup: str, *options: str) -> None:
    Path(f"{name}.html").write_text(markup, encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={name}.pdf", *options]
    subprocess.run([*command, f"{name}.html"], check=True, timeout=60)


def presentation_forms() -> None:
    """A PDF whose text layer is presentation forms from left to right."""
    import arabic_reshaper
    from bidi.algorithm import get_display
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(TTFont("D", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
    options = {"delete_harakat": False, "ARABIC LIGATURE ALLAH": False}
    shaper = arabic_reshaper.ArabicReshaper(options)
    sheet, y = canvas.Canvas("forms.pdf"), 780
    sheet.setFont("D", 11)
    for paragraph in [ARTICLE["title"], *ARTICLE["paragraphs"]]:
        for line in textwrap.wrap(paragraph, 80):
            sheet.drawRightString(550, y, get_display(shaper.reshape(line)))
            y -= 18
        y -= 14
    sheet.save()


def encrypted() -> None:
    """A PDF that opens with a password only."""
    from reportlab.pdfgen import canvas

    sheet = canvas.Canvas("encrypted.pdf", encrypt="secret")
    sheet.drawString(100, 700, "x")
    sheet.save()


def main() -> None:
    for name, font in FONTS.items():
        printed(sys.argv[1], name, page(font, ARTICLE["paragraphs"]), "--no-pdf-header-footer")
    printed(sys.argv[1], "two-pages", page("DejaVu Sans", ARTICLE["paragraphs"] * REPEATED))
    presentation_forms()
    encrypted()


if __name__ == "__main__":
    main()
