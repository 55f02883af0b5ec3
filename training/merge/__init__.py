"""How the weights of merging were learnt."""
