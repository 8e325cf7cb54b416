"""Messages about files name them as one would type them: with the folder of the scenario."""

from __future__ import annotations

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario


@pytest.mark.parametrize(
    ("text", "file", "content", "told"),
    [
        ("buildings_from: data/houses.csv", "houses.csv", "name,type\nschool,school,5\n",
         "village/data/houses.csv, row 2: The row has 3 cells"),
        ("buildings_from: data/houses.csv", "houses.csv", "name,tipe\nschool,school\n",
         'village/data/houses.csv, row 1, column "tipe": '),
        ("buildings: {school: {heat_bill: {file: data/bill.csv}}}", "bill.csv", "mwh\n" + "1\n" * 11 + "l\n",
         "village/data/bill.csv:13: "),
        ("site: {latitude_deg: 57, longitude_deg: 26}\nheat_networks: {centre: {pipes_from: data/pipes.geojson}}",
         "pipes.geojson", "{", "village/data/pipes.geojson:1: the file ends here"),
    ],
)  # fmt: skip
def test_a_file_in_another_folder_is_named_with_its_way(tmp_path, monkeypatch, text, file, content, told):
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "village" / "data"
    data.mkdir(parents=True)
    (data / file).write_text(content, encoding="utf-8")
    (tmp_path / "village" / "village.yaml").write_text(f"name: village\n{text}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("village/village.yaml")
    lines = caught.value.tell().splitlines()
    assert any(line.startswith(told) for line in lines), lines
