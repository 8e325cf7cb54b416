"""Published games: the Talmud's estates (Aumann and Maschler 1985) and gloves, to 1e-4.

Shapley value and nucleolus are read from `games/known_games.json` in the folder of ECSIM_VALIDATION_DATA.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from energycommunity.settlement.contribution.game import Game
from energycommunity.settlement.contribution.nucleolus import nucleolus
from energycommunity.settlement.contribution.shapley import shapley

TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def games():
    """Each game with its published amounts, by name."""
    folder = os.environ.get("ECSIM_VALIDATION_DATA")
    if not folder:
        pytest.skip("ECSIM_VALIDATION_DATA is unset: the published games are not part of the project")
    return json.loads((Path(folder) / "games" / "known_games.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["talmud_E100", "talmud_E200", "talmud_E300", "glove_1L2R"])
def test_amounts_are_the_published_ones(games, name):
    known = games[name]
    players = tuple(map(str, range(known["n"])))
    game = Game(players, lambda coalition: known["v"][",".join(sorted(coalition))])
    assert list(shapley(game).amounts_eur.values()) == pytest.approx(known["shapley"], abs=TOLERANCE)
    assert list(nucleolus(game).values()) == pytest.approx(known["nucleolus"], abs=TOLERANCE)
