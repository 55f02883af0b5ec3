"""How well vectors find the other articles of a story.

Every article of a story that several tell is a query; all other articles of its part are ranked by cosine, and those
of the same story are what should come first. The query is the whole article, or its title alone. The baseline is
TF-IDF of folded words over the very articles that are ranked.

`python -m musnad.evaluate.retrieval` prints dev and check side by side, for docs/reading/embed.md.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from musnad.embed import embed
from musnad.evaluate.gold import GoldArticle, load_part, story
from musnad.evaluate.tables import bootstrap, markdown
from musnad.text.normalise import Folded
from musnad.text.tokens import tokenize

Query = Literal["article", "title"]
Compare = Callable[[Sequence[str], Sequence[str]], NDArray[Any]]
"""Cosines of queries (q texts) and articles (n texts): (q, n)."""
FIGURES = ("MRR", "recall@1", "recall@5")
AMONG = 5


class Rank(NamedTuple):
    """One query's outcome, each from 0 to 1.

    `reciprocal` is 1 / the rank of the first article of its story, `first` whether that rank is 1, `early` the share
    of the story's other articles that stand among the first AMONG.
    """

    story: str
    reciprocal: float
    first: float
    early: float


def by_embedding(queries: Sequence[str], articles: Sequence[str]) -> NDArray[Any]:
    """Cosines of `musnad.embed`."""
    found: NDArray[Any] = embed(queries) @ embed(articles).T
    return found


def by_tf_idf(queries: Sequence[str], articles: Sequence[str]) -> NDArray[Any]:
    """Cosines of folded words weighed by (1 + ln(count)) ln(n / document frequency)."""
    bags = [_words(text) for text in articles]
    frequency = Counter(word for bag in bags for word in bag)
    columns = {word: at for at, word in enumerate(frequency)}
    rarity = np.array([math.log(len(bags) / count) for count in frequency.values()])

    def rows(held: Sequence[Counter[str]]) -> NDArray[Any]:
        found = np.zeros((len(held), len(columns)))
        for row, bag in zip(found, held, strict=True):
            for word in bag.keys() & columns.keys():
                row[columns[word]] = (1 + math.log(bag[word])) * rarity[columns[word]]
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
        return found

    cosines: NDArray[Any] = rows([_words(text) for text in queries]) @ rows(bags).T
    return cosines


def _words(text: str) -> Counter[str]:
    return Counter(token.fold for token in tokenize(Folded(text)) if token.is_word or token.is_number)


METHODS: dict[str, Compare] = {"musnad.embed": by_embedding, "TF-IDF": by_tf_idf}


def ranks(articles: Sequence[GoldArticle], compare: Compare, query: Query = "article") -> list[Rank]:
    """The outcome of each article that is not the only one of its story; equal cosines keep the order of articles."""
    stories = [story(article["id"]) for article in articles]
    tellings = Counter(stories)
    asked = [at for at, name in enumerate(stories) if tellings[name] > 1]
    if not asked:
        return []
    texts = [f"{article['title']}\n{article['text']}" for article in articles]
    queries = [articles[at]["title"] if query == "title" else texts[at] for at in asked]
    return [_rank(at, row, stories) for at, row in zip(asked, compare(queries, texts), strict=True)]


def _rank(asked: int, cosines: NDArray[Any], stories: Sequence[str]) -> Rank:
    order = [at for at in np.argsort(-cosines, kind="stable").tolist() if at != asked]
    met = [place for place, at in enumerate(order, 1) if stories[at] == stories[asked]]
    early = sum(place <= AMONG for place in met) / min(AMONG, len(met))
    return Rank(stories[asked], 1 / met[0], float(met[0] == 1), early)


def figures(found: Iterable[Rank]) -> dict[str, Any]:
    """Means of the outcomes with 95 % bootstrap intervals over stories; `n` queries of `stories` stories."""
    groups: dict[str, list[Rank]] = defaultdict(list)
    for rank in found:
        groups[rank.story].append(rank)
    flat = [rank for group in groups.values() for rank in group]
    table: dict[str, Any] = {"n": len(flat), "stories": len(groups)}
    for at, name in enumerate(FIGURES, 1):
        interval = bootstrap(list(groups.values()), partial(_mean, at=at))
        table[name] = {"value": round(_mean(flat, at), 4), "interval": interval}
    return table


def _mean(held: Sequence[Rank], at: int) -> float:
    return sum(float(rank[at]) for rank in held) / len(held)


def retrieval(articles: Sequence[GoldArticle]) -> dict[str, dict[str, Any]]:
    """The figures of every query and method: `{"article, musnad.embed": {"MRR": …}, …}`; none without stories."""
    queries: tuple[Query, ...] = ("article", "title")
    found = {
        f"{query}, {name}": ranks(articles, compare, query) for query in queries for name, compare in METHODS.items()
    }
    return {name: figures(outcomes) for name, outcomes in found.items() if outcomes}


def rows(held: dict[str, dict[str, Any]]) -> list[list[str]]:
    """The figures as rows: the query and method, each figure with its interval, n."""
    return [[name, *(_shown(table[figure]) for figure in FIGURES), str(table["n"])] for name, table in held.items()]


def _shown(figure: dict[str, Any]) -> str:
    low, high = figure["interval"]
    return f"{figure['value']:.3f} [{low:.3f}, {high:.3f}]"


def text_table(held: dict[str, dict[str, Any]]) -> str:
    """The figures, a line a query and method."""
    lines = []
    for name, table in held.items():
        shown = "  ".join(f"{figure} {_shown(table[figure])}" for figure in FIGURES)
        lines.append(f"{name:<22} {shown}   (n {table['n']} of {table['stories']} stories)")
    return "\n".join(lines)


def main() -> None:
    """Prints the table of docs/reading/embed.md: aggregates alone, of both parts."""
    header = ["part", "query, method", *FIGURES, "n"]
    held = [[part, *row] for part in ("dev", "check") for row in rows(retrieval(load_part(part)))]
    print(markdown(header, held))


if __name__ == "__main__":
    main()
