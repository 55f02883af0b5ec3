"""Counts in how many articles each word stands, for the weights of `musnad.embed`; writes `src/musnad/embed.npz`.

`python -m training.embed` counts over gold's dev part without the stories that several articles tell, since
`musnad evaluate retrieval` measures on those. Raise `musnad.embed.VERSION` with a new table.
"""

from collections import Counter

from musnad.embed import counted, save
from musnad.evaluate.gold import load_part, story


def main() -> None:
    """Writes the table."""
    articles = load_part("dev")
    tellings = Counter(story(article["id"]) for article in articles)
    alone = [article for article in articles if tellings[story(article["id"])] == 1]
    held = counted(f"{article['title']}\n{article['text']}" for article in alone)
    save(held)
    print(f"{len(held.counts)} words of {held.articles} articles")


if __name__ == "__main__":
    main()
