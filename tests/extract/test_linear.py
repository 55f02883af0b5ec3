"""Linear models with named features."""

import pytest

from musnad.extract.linear import Linear, models

TWO_WAY = Linear(["yes"], [0.0], {"for": [2.0], "against": [-2.0]})
THREE_WAY = Linear(["actor", "none", "target"], [0.0, 0.0, 0.0], {"subject": [1.0, 0.0, -1.0]})


def test_no_feature_leaves_the_bias() -> None:
    assert TWO_WAY.probability([]) == 0.5


def test_features_speak_for_and_against() -> None:
    assert TWO_WAY.probability(["for"]) > 0.8
    assert TWO_WAY.probability(["against"]) < 0.2
    assert TWO_WAY.probability(["for", "against"]) == 0.5


def test_an_unknown_feature_weighs_nothing() -> None:
    assert TWO_WAY.probability(["unheard of"]) == 0.5


def test_a_ranking_is_a_distribution_best_first() -> None:
    ranking = THREE_WAY.ranking(["subject"])
    assert [name for name, _ in ranking] == ["actor", "none", "target"]
    assert sum(chance for _, chance in ranking) == pytest.approx(1.0)


def test_equal_classes_are_ranked_by_name() -> None:
    assert [name for name, _ in THREE_WAY.ranking([])] == ["actor", "none", "target"]


def test_extreme_scores_stay_probabilities() -> None:
    assert 0.0 < Linear(["yes"], [900.0], {}).probability([]) <= 1.0


def test_the_packaged_models_have_a_weight_for_each_class() -> None:
    for model in models().values():
        assert len(model.bias) == len(model.classes)
        assert all(len(weights) == len(model.classes) for weights in model.features.values())
