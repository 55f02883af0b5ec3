"""How fast pages of a WARC are decoded, language-gated and deduplicated on one core, and in how much memory.

Run `python benchmarks/archives.py [MEGABYTES...]`, by default 100 and 1000; files of that size are written to the
folder for temporary files. Pages are gold's articles of dev in the furniture of a news site, one in ten a copy of an
earlier one, among nine times as many pages in other languages, and at the end a file of Arabic pages alone; text is
found by resiliparse, as `--fast` does.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from resiliparse.extract.html2text import extract_plain_text

from musnad.evaluate.gold import load_part
from musnad.ingest.arabic_bytes import may_be_arabic
from musnad.ingest.decoding import decode
from musnad.ingest.sources.base import Document
from musnad.ingest.sources.warc import WarcSource
from musnad.ingest.syndication import Syndication

UNIT = 1 if sys.platform == "darwin" else 1024
ARABIC = 0.1
COPIES = 0.1
PAGE_BYTES = 40_000
WORDS = (
    "the of government said on in report city who officials été après les дом город в новости это 新闻 的 政府".split()
)


def page(text: str, draw: random.Random) -> bytes:
    """A page with menus and scripts, padded as pages of news sites are."""
    menu = "".join(f'<li><a href="/{draw.random()}">{draw.choice(WORDS)}</a></li>' for _ in range(60))
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    script = draw.randbytes(PAGE_BYTES // 2).hex()
    html = f"<html><head><script>var a='{script}'</script></head><body><ul>{menu}</ul><article>{body}</article></body>"
    return html.encode()


def written(path: Path, size: int, arabic: float) -> None:
    """A WARC of `size` bytes, each record a gzip member of its own."""
    texts, draw = [gold["text"] for gold in load_part("dev")], random.Random(0)
    number = 0
    with path.open("wb") as file:
        while file.tell() < size:
            number += 1
            record = WarcRecord()
            record.init_headers(record_type=WarcRecordType.response)
            record.headers["WARC-Target-URI"] = f"https://a.example/{number}"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            html = page(_text(texts, number, draw, arabic), draw)
            record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html)
            writer = GzipWriter(file)
            record.write(writer)
            writer.finish()


def _text(texts: list[str], number: int, draw: random.Random, arabic: float) -> str:
    """A share is Arabic: sentences of several articles, or an article as it is, which is a copy."""
    if draw.random() >= arabic:
        return " ".join(draw.choices(WORDS, k=400))
    if draw.random() < COPIES:
        return draw.choice(texts)
    sentences = [line for text in draw.sample(texts, 6) for line in text.splitlines()]
    return "\n".join([f"تقرير رقم {number}", *draw.sample(sentences, min(8, len(sentences)))])


def run(path: Path) -> None:
    """Read the file and print counts, seconds of computing by step and the peak of memory."""
    source = WarcSource(path)
    with tempfile.TemporaryDirectory() as folder:
        copies, spent, count = Syndication(Path(folder) / "copies.sqlite"), Counter[str](), Counter[str]()
        began = time.process_time()
        for item in source.items():
            if not isinstance(item, Document):
                raise SystemExit(str(item))
            count["pages"] += 1
            start = time.process_time()
            arabic = may_be_arabic(item.body)
            spent["gate"] += time.process_time() - start
            if arabic:
                _taken(item, copies, spent, count)
        copies.commit()
        seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6
    rate = count["pages"] / seconds
    steps = ", ".join(f"{name} {value:.1f} s" for name, value in spent.items())
    told = f"{count['pages']:,} pages, {count['arabic']:,} Arabic, {count['copies']:,} copies in {seconds:.1f} s"
    print(
        f"{path.stat().st_size / 1e6:,.0f} MB: {told} = {rate:,.0f} pages/s ({steps}); peak {peak:.0f} MB", flush=True
    )


def _taken(item: Document, copies: Syndication, spent: Counter[str], count: Counter[str]) -> None:
    count["arabic"] += 1
    start = time.process_time()
    text = extract_plain_text(decode(item.body).text, main_content=True)
    middle = time.process_time()
    count["copies"] += bool(copies.add(item.address, text))
    spent["text"] += middle - start
    spent["copies"] += time.process_time() - middle


def main() -> None:
    """Write and read a file of each size, each read in a process of its own."""
    if sys.argv[1:2] == ["--read"]:
        run(Path(sys.argv[2]))
        return
    sizes = [int(argument) for argument in sys.argv[1:]] or [100, 1000]
    for size, arabic in [*((size, ARABIC) for size in sizes), (sizes[0], 1.0)]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pages.warc.gz"
            written(path, size * 1_000_000, arabic)
            print(f"load {os.getloadavg()[0]:.1f}, cores {os.cpu_count()}", flush=True)
            subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)


if __name__ == "__main__":
    main()
