"""`python -m training.articles FILE.txt …` checks written articles: the form, and what deserves a second look."""

import sys
from pathlib import Path

from musnad.evaluate.gold import GoldArticle, as_article
from musnad.resolve.dates import anchor
from musnad.text.document import Document
from training.articles import FOLDER, WrittenError, parse


def doubts(article: GoldArticle) -> list[str]:
    """Dates that the temporal grammar reads otherwise, and clauses told more than once."""
    document, found = Document(article["text"]), []
    values = list(anchor(document, as_article(article).published_on))
    for event in article["events"]:
        date = event["date"]
        read = {(v.start.isoformat(), v.end.isoformat()) for v in values if date and v.quote in date["quote"]}
        if date and read and (date["start"], date["end"]) not in read:
            found.append(f"{event['id']}: {date['quote']} is {date['start']}/{date['end']}; read as {sorted(read)}")
        twice = (m["quote"] for m in event["mentions"] if article["text"].count(m["quote"]) > 1)
        found += [f"{event['id']}: this clause stands more than once: {quote}" for quote in twice]
    return found


def main() -> int:
    """Prints counts, what is wrong and what is doubtful; 1 where a file does not keep to the form."""
    for path in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.txt")):
        try:
            articles = list(parse(path))
        except WrittenError as error:
            print(error)
            return 1
        events = sum(len(article["events"]) for article in articles)
        words = sum(len(article["text"].split()) for article in articles)
        print(f"{path.name}: {len(articles)} articles, {words} words, {events} events")
        for article in articles:
            for doubt in doubts(article):
                print(f"  look again: {article['id']} {doubt}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
