"""What careless writing and scanning cost out of fold: each article is read by models that never saw it.

`python -m training.encoder.robustness` reads a seeded sample of gold's dev part as it is and under each perturbation
of `musnad.evaluate.perturbations`, with the encoders of `training.encoder.fit --fold K` and linear models that never
saw the article, and writes `robustness.json` for the accuracy page.
"""

import argparse
from pathlib import Path

import msgspec
import torch

from musnad.evaluate.gold import load_part
from musnad.evaluate.robustness import SAMPLE, SEED, robustness, sample, text_table
from musnad.reader import ReadingModels, read
from musnad.schema import Article, Reading
from training.encoder import base
from training.encoder.evaluate import model_of
from training.encoder.fit import CACHE, FOLDS, fold_of
from training.reader.fit import event_models, toll_models
from training.reader.fit import fold_of as linear_fold

ROBUSTNESS = Path(__file__).with_name("robustness.json")


def main() -> None:
    """Reads, writes and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    parser.add_argument("--prefix", default="fold-")
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    paths = {fold: CACHE / f"{options.prefix}{fold}.pt" for fold in options.folds}
    held = base.load(torch.load(next(iter(paths.values())), weights_only=False)["layers"])
    models, linear = {fold: model_of(path, held) for fold, path in paths.items()}, event_models(toll_models())
    articles = sample((gold for gold in load_part("dev") if fold_of(gold) in paths), options.sample)
    by_id = {
        gold["id"]: ReadingModels(linear=linear[linear_fold(gold)], model=models[fold_of(gold)]) for gold in articles
    }

    def read_unseen(article: Article) -> Reading:
        return read(article, models=by_id[article.id])

    found = robustness(articles, read_unseen, "both, out of fold", seed=SEED)
    ROBUSTNESS.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    print(text_table(found))


if __name__ == "__main__":
    main()
