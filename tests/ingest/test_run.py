"""A run: what becomes of each item, what is written down, and what a second run does."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from musnad.ingest.records import Record
from musnad.ingest.report import Report
from musnad.ingest.run import MAX_TRIES, Options, Polled, Run
from musnad.ingest.sources.base import (
    Container,
    Document,
    Exchange,
    Fetched,
    Hints,
    Item,
    Lead,
    Refused,
    Unchanged,
    Unreadable,
    Validators,
)
from musnad.ingest.states import State
from musnad.ingest.store.folder import FolderStore
from musnad.ingest.store.verify import verify

NOON = dt.datetime(2024, 2, 5, 12, tzinfo=dt.UTC)
URL = "https://akhbar.example/news/1"
TEXT = "أعلنت وزارة الصحة مقتل خمسة مدنيين وإصابة عشرة آخرين في قصف استهدف بلدة كفر عويد بريف إدلب الجنوبي."
PAGE = (
    '<html lang="ar"><head><title>قصف على كفر عويد</title></head><body><article><h1>قصف على كفر عويد</h1>'
    "<p>{text}</p><p>وقال شهود إن القصف استمر ساعتين وأصاب السوق الرئيسة في البلدة.</p></article></body></html>"
)


class Listed:
    """A source of given items."""

    def __init__(self, *items: Item, address: str = "https://akhbar.example/feed") -> None:
        self.address, self._items = address, items

    def items(self) -> Iterator[Item]:
        return iter(self._items)


class Web:
    """Answers by address, in turn; remembers what was asked."""

    def __init__(self, **pages: object) -> None:
        self.asked: list[tuple[str, Validators | None]] = []
        self.answers: dict[str, object] = dict(pages)

    def __call__(self, url: str, validators: Validators | None = None) -> Fetched | Unchanged | Refused:
        self.asked.append((url, validators))
        answer = self.answers[url]
        if isinstance(answer, str):
            headers = {"content-type": "text/html; charset=utf-8", "etag": '"7"'}
            exchange = Exchange(url=url, final_url=url, status=200, time=NOON, response_headers=headers)
            return Fetched(url=url, body=answer.encode(), exchange=exchange)
        assert isinstance(answer, Refused | Unchanged)
        return answer


def _page(text: str = TEXT) -> str:
    return PAGE.format(text=text)


def _run(folder: Path, *items: Item, web: Web | None = None, **options: object) -> Report:
    with FolderStore(folder) as store:
        return Run(store, web, Options(**options)).take([Polled(Listed(*items))])  # type: ignore[arg-type]


def _states(folder: Path) -> dict[str, tuple[State, str]]:
    with FolderStore(folder) as store:
        return {visit.address: (visit.state, visit.reason) for visit in store.ledger.visits()}


def _written(number: int = 1, text: str = TEXT, **fields: object) -> Document:
    record = Record(text=text, **fields)  # type: ignore[arg-type]
    return Document(address=f"/data/export.jsonl#{number}", body=text.encode(), record=record)


def _row(line: int, text: str = TEXT, **fields: object) -> Document:
    document = _written(line, text, **fields)
    document.container = Container(path="/data/export.jsonl", line=line)
    return document


def test_a_page_that_a_feed_names_becomes_an_article_with_its_bytes(tmp_path: Path) -> None:
    report = _run(tmp_path, Lead(url=URL), web=Web(**{URL: _page()}))
    with FolderStore(tmp_path) as store:
        (version,) = store.articles()
        assert version.article.title == "قصف على كفر عويد"
        assert TEXT in version.article.text
        assert version.article.fetched == NOON
        assert store.blobs.get(version.origin.captures[0]) == _page().encode()
    assert (report.articles, report.bad) == (1, 0)
    assert verify(tmp_path).faults == []


def test_what_was_fetched_is_not_fetched_again(tmp_path: Path) -> None:
    web = Web(**{URL: _page()})
    _run(tmp_path, Lead(url=URL), web=web)
    report = _run(tmp_path, Lead(url=URL), web=web)
    assert len(web.asked) == 1
    assert report.known == 1


def test_a_page_named_twice_is_fetched_once(tmp_path: Path) -> None:
    web = Web(**{URL: _page()})
    report = _run(tmp_path, Lead(url=URL), Lead(url=URL), web=web)
    assert (len(web.asked), report.articles, report.known) == (1, 1, 1)


def test_a_feed_that_says_it_changed_has_the_page_looked_at_again(tmp_path: Path) -> None:
    web = Web(**{URL: _page()})
    _run(tmp_path, Lead(url=URL), web=web)
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)).isoformat()
    _run(tmp_path, Lead(url=URL, hints=Hints(updated=later)), web=web)
    assert web.asked[1] == (URL, Validators(etag='"7"'))


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    web = Web(**{URL: _page()})
    _run(tmp_path, Lead(url=URL), web=web)
    web.answers[URL] = _page(TEXT.replace("خمسة", "سبعة"))
    report = _run(tmp_path, Lead(url=URL), web=web, refresh=True)
    with FolderStore(tmp_path) as store:
        (latest,) = store.articles()
        first, second = store.versions(latest.article.id)
    assert (report.articles, report.versions) == (0, 1)
    assert "خمسة" in first.article.text
    assert "سبعة" in second.article.text


def test_other_furniture_around_the_same_article_is_no_new_version(tmp_path: Path) -> None:
    web = Web(**{URL: _page()})
    _run(tmp_path, Lead(url=URL), web=web)
    web.answers[URL] = _page().replace("<body>", "<body><nav><a href='/'>الرئيسية</a></nav>")
    report = _run(tmp_path, Lead(url=URL), web=web, refresh=True)
    assert (report.versions, report.states) == (0, {"unchanged": 1})


def test_a_304_is_unchanged_and_keeps_what_is_known(tmp_path: Path) -> None:
    web = Web(**{URL: _page()})
    _run(tmp_path, Lead(url=URL), web=web)
    exchange = Exchange(url=URL, final_url=URL, status=304, time=NOON)
    web.answers[URL] = Unchanged(url=URL, exchange=exchange)
    _run(tmp_path, Lead(url=URL), web=web, refresh=True)
    with FolderStore(tmp_path) as store:
        last = store.ledger.last(URL)
        assert last is not None
        assert (last.state, last.status, last.etag, last.version) == (State.UNCHANGED, 304, '"7"', 1)


def test_a_refusal_stands_in_the_ledger_with_its_reason(tmp_path: Path) -> None:
    web = Web(**{URL: Refused(url=URL, state=State.ROBOTS, reason="robots.txt asks not to")})
    report = _run(tmp_path, Lead(url=URL), web=web)
    assert _states(tmp_path) == {URL: (State.ROBOTS, "robots.txt asks not to")}
    assert [(miss.address, miss.state) for miss in report.misses] == [(URL, State.ROBOTS)]


def test_what_failed_is_tried_again_by_later_runs_but_not_for_ever(tmp_path: Path) -> None:
    web = Web(**{URL: Refused(url=URL, state=State.FAILED, reason="status 500", status=500)})
    for _ in range(MAX_TRIES + 2):
        _run(tmp_path, Lead(url=URL), web=web)
    assert len(web.asked) == MAX_TRIES


def test_a_page_without_an_article_is_told_and_its_bytes_are_kept(tmp_path: Path) -> None:
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("الرئيسية", "سياسة", "اقتصاد", "رياضة"))
    empty = f'<html lang="ar"><head><title>أخبار</title></head><body><nav><ul>{menu}</ul></nav></body></html>'
    report = _run(tmp_path, Lead(url=URL), web=Web(**{URL: empty}))
    assert (report.bad, report.articles) == (1, 0)
    with FolderStore(tmp_path) as store:
        last = store.ledger.last(URL)
        assert last is not None
        assert last.body is not None
        assert store.blobs.get(last.body) == empty.encode()


def test_an_article_in_another_language_is_told(tmp_path: Path) -> None:
    _run(tmp_path, _written(text="Five civilians were killed in shelling on a town in the south of the province."))
    ((state, reason),) = _states(tmp_path).values()
    assert state is State.NOT_ARABIC
    assert reason == "0% of its letters are Arabic"


def test_what_an_archive_holds_in_other_languages_is_no_mistake(tmp_path: Path) -> None:
    body = b"<html><body><article><p>Nothing in Arabic here, but a long enough line.</p></article></body></html>"
    exchange = Exchange(url=URL, final_url=URL, status=200, time=NOON)
    document = Document(address=URL, url=URL, body=body, exchange=exchange, container=Container(path="a.warc"))
    report = _run(tmp_path, document)
    assert (report.bad, report.states) == (0, {"not Arabic": 1})


def test_an_unreadable_item_stands_in_the_ledger_and_the_rest_is_taken(tmp_path: Path) -> None:
    broken = Unreadable(path="/data/export.jsonl", line=2, field="text", message="missing")
    report = _run(tmp_path, _written(1), broken, _written(3, TEXT + " انتهى."))
    assert (report.articles, report.bad) == (2, 1)
    assert _states(tmp_path)["/data/export.jsonl:2: text"] == (State.FAILED, "missing")


def test_an_unchanged_file_is_known_the_second_time(tmp_path: Path) -> None:
    _run(tmp_path, _written())
    report = _run(tmp_path, _written())
    assert (report.known, report.articles, report.versions) == (1, 0, 0)


def test_a_changed_row_with_an_id_is_a_new_version(tmp_path: Path) -> None:
    _run(tmp_path, _row(1, id="a7"))
    report = _run(tmp_path, _row(2, TEXT.replace("خمسة", "ستة"), id="a7"))
    assert (report.articles, report.versions) == (0, 1)


def test_a_row_put_in_above_makes_no_versions_of_the_rows_below(tmp_path: Path) -> None:
    _run(tmp_path, _row(1), _row(2, TEXT + " انتهى."))
    report = _run(tmp_path, _row(1, "خبر جديد عن اتفاق تهدئة في المدينة."), _row(2), _row(3, TEXT + " انتهى."))
    assert (report.articles, report.versions, report.known) == (1, 0, 2)


def test_two_texts_from_standard_input_are_two_articles(tmp_path: Path) -> None:
    for text in (TEXT, "خبر جديد عن اتفاق تهدئة في المدينة."):
        document = _written(1, text)
        document.address, document.container = "-", Container(path="-")
        assert _run(tmp_path, document).articles == 1


def test_an_article_older_than_asked_for_is_left_out(tmp_path: Path) -> None:
    since = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
    old = Lead(url=URL, hints=Hints(published="2024-01-31T23:00:00+00:00"))
    report = _run(tmp_path, old, _written(published="2024-01-15"), web=Web(), since=since)
    assert (report.older, report.articles) == (2, 0)


def test_a_feed_fills_in_what_the_page_does_not_say(tmp_path: Path) -> None:
    hints = Hints(published="2024-02-05T09:00:00+00:00", outlet="وكالة أخبار", country="SY", authors=("سلمى",))
    _run(tmp_path, Lead(url=URL, hints=hints), web=Web(**{URL: _page()}))
    with FolderStore(tmp_path) as store:
        (version,) = store.articles()
    assert version.article.published == "2024-02-05T12:00:00+03:00"
    assert version.article.authors == ["سلمى"]


def test_the_operators_name_for_an_outlet_goes_before_the_pages(tmp_path: Path) -> None:
    operator = Hints(outlet="صحيفة الأخبار", country="SY")
    with FolderStore(tmp_path) as store:
        Run(store).take([Polled(Listed(_written(outlet="akhbar.example | home")), operator)])
        (version,) = store.articles()
    assert (version.article.outlet, version.article.country) == ("صحيفة الأخبار", "SY")


def test_the_pages_of_one_article_are_joined_and_all_kept(tmp_path: Path) -> None:
    second = "وفي وقت لاحق قال الدفاع المدني إن فرقه انتشلت ثلاث جثث من تحت الأنقاض في البلدة نفسها."
    first_page = _page().replace("</head>", f'<link rel="next" href="{URL}?page=2"></head>')
    web = Web(**{URL: first_page, f"{URL}?page=2": _page(second)})
    _run(tmp_path, Lead(url=URL), web=web)
    with FolderStore(tmp_path) as store:
        (version,) = store.articles()
    assert version.article.text.index(TEXT) < version.article.text.index(second)
    assert len(version.origin.captures) == 2


def test_copies_of_one_report_are_linked_and_both_kept(tmp_path: Path) -> None:
    report = _run(tmp_path, _written(1), _written(2))
    with FolderStore(tmp_path) as store:
        first, second = store.articles()
        assert [copy.of for copy in second.copies] == [first.article.id]
        assert store.family(first.article.id) == sorted([first.article.id, second.article.id])
    assert (report.articles, report.copies) == (2, 1)


def test_a_source_that_breaks_does_not_end_the_run(tmp_path: Path) -> None:
    class Broken(Listed):
        def items(self) -> Iterator[Item]:
            yield _written(7)
            raise RuntimeError("broken inside")

    with FolderStore(tmp_path) as store:
        report = Run(store).take([Polled(Broken()), Polled(Listed(_written(8, TEXT + " انتهى.")))])
    assert report.articles == 2
    assert [miss.reason for miss in report.misses] == ["RuntimeError: broken inside"]


def test_a_stopped_run_writes_down_what_it_has_and_says_so(tmp_path: Path) -> None:
    with FolderStore(tmp_path) as store:
        run = Run(store, watch=lambda report: run.stop())
        report = run.take([Polled(Listed(*(_written(n, f"{TEXT} الخبر {n}.") for n in range(200))))])
    assert report.interrupted
    assert 0 < report.articles < 200
    again = _run(tmp_path, *(_written(n, f"{TEXT} الخبر {n}.") for n in range(200)))
    assert again.known == report.articles
    assert again.known + again.articles == 200


def test_a_disk_that_is_full_ends_the_run_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with FolderStore(tmp_path) as store:
        monkeypatch.setattr(store, "capture", full)
        with pytest.raises(OSError, match="No space left"):
            Run(store).take([Polled(Listed(*(_written(n, f"{TEXT} {n}") for n in range(100))))])


def test_a_run_takes_no_more_leads_of_a_source_than_asked_for(tmp_path: Path) -> None:
    urls = [f"{URL}/{number}" for number in range(5)]
    web = Web(**{url: _page(f"{TEXT} ({number})") for number, url in enumerate(urls)})
    _run(tmp_path, *(Lead(url=url) for url in urls), web=web, limit=2)
    assert [url for url, _ in web.asked] == urls[:2]


def test_a_feed_that_was_gone_through_is_asked_for_conditionally_by_the_next_run(tmp_path: Path) -> None:
    exchange = Exchange(url="f", final_url="f", status=200, time=NOON, response_headers={"etag": '"3"'})
    feed = Listed(_written())
    feed.exchange = exchange  # type: ignore[attr-defined]
    with FolderStore(tmp_path) as store:
        Run(store).take([Polled(feed)])
        last = store.ledger.last(feed.address)
    assert last is not None
    assert (last.state, last.etag) == (State.LISTED, '"3"')


def test_a_feed_of_which_something_failed_is_asked_for_in_full_again(tmp_path: Path) -> None:
    exchange = Exchange(url="f", final_url="f", status=200, time=NOON, response_headers={"etag": '"3"'})
    feed = Listed(Refused(url=URL, state=State.FAILED, reason="status 500"))
    feed.exchange = exchange  # type: ignore[attr-defined]
    with FolderStore(tmp_path) as store:
        Run(store).take([Polled(feed)])
        last = store.ledger.last(feed.address)
    assert last is not None
    assert last.etag is None


def test_a_database_that_is_full_ends_the_run_and_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with FolderStore(tmp_path) as store:
        monkeypatch.setattr(store.ledger, "record", full)
        with pytest.raises(sqlite3.OperationalError, match="full"):
            Run(store).take([Polled(Listed(*(_written(n, f"{TEXT} {n}") for n in range(100))))])


def test_an_article_over_which_the_reading_stumbles_is_named_and_the_rest_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from musnad.ingest import run as module

    real = module.take

    def stumbles(document: Document, *more: object) -> object:
        if document.address.endswith("#2"):
            raise RecursionError("too deep")
        return real(document, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "take", stumbles)
    report = _run(tmp_path, *(_written(n, f"{TEXT} الخبر {n}.") for n in (1, 2, 3)))
    assert report.articles == 2
    assert [(miss.address, miss.reason) for miss in report.misses] == [
        ("/data/export.jsonl#2", "RecursionError: too deep")
    ]


def test_a_further_page_that_holds_nothing_does_not_lose_the_first(tmp_path: Path) -> None:
    first_page = _page().replace("</head>", f'<link rel="next" href="{URL}?page=2"></head>')
    web = Web(**{URL: first_page, f"{URL}?page=2": "<html><body></body></html>"})
    report = _run(tmp_path, Lead(url=URL), web=web)
    with FolderStore(tmp_path) as store:
        (version,) = store.articles()
    assert report.articles == 1
    assert TEXT in version.article.text
    assert [problem.code for problem in version.problems] == ["further pages"]


def test_looking_again_at_a_page_does_not_use_up_its_tries(tmp_path: Path) -> None:
    web = Web(**{URL: _page()})
    for _ in range(MAX_TRIES + 1):
        _run(tmp_path, Lead(url=URL), web=web, refresh=True)
    web.answers[URL] = Refused(url=URL, state=State.FAILED, reason="status 500", status=500)
    _run(tmp_path, Lead(url=URL), web=web, refresh=True)
    before = len(web.asked)
    _run(tmp_path, Lead(url=URL), web=web)
    assert len(web.asked) == before + 1


def test_the_reason_does_not_say_the_state_again(tmp_path: Path) -> None:
    report = _run(tmp_path, _written(text="Five civilians were killed in shelling on a town in the south."))
    assert report.misses[0].reason == "0% of its letters are Arabic"


def test_a_feed_that_was_asked_for_new_entries_only_remembers_from_when(tmp_path: Path) -> None:
    feed = Listed(_written())
    feed.exchange = Exchange(url="f", final_url="f", status=200, time=NOON, response_headers={"etag": '"3"'})  # type: ignore[attr-defined]
    since = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
    with FolderStore(tmp_path) as store:
        Run(store, options=Options(since=since)).take([Polled(feed)])
        last = store.ledger.last(feed.address)
    assert last is not None
    assert last.since == since.isoformat()
