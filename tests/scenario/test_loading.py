"""A whole file: what comes out, what was filled in, and that it can be written and read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from energycommunity.errors import ScenarioError
from energycommunity.parameters import technology_defaults
from energycommunity.scenario import explain, json_schema, load_scenario, resolved_yaml
from energycommunity.scenario.site_and_time import TimeFrame

VILLAGE = Path(__file__).parent / "village.yaml"


@pytest.fixture(scope="module")
def village():
    return load_scenario(VILLAGE)


def changed(tmp_path, *replacements):
    text = VILLAGE.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "changed.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def test_variants_stand_in_the_order_of_the_file(village):
    assert (village.name, village.baseline) == ("village", "baseline")
    assert list(village.variants) == ["baseline", "pellets_and_sun", "warmer"]
    assert village.variants["warmer"].economics.inflation == 0.03
    assert village.variants["warmer"].economics.real_discount_rate == 0.04
    assert village.variants["pellets_and_sun"].variant_title.of("lv") == "Granulas un saule"
    assert village.variants["warmer"].variant_title is None


def test_one_asset_for_each_building_that_has_a_roof(village):
    assets = village.variants["pellets_and_sun"].assets
    assert list(assets) == ["boiler", "pv_each.school", "pv_each.flats"]
    flats = assets["pv_each.flats"]
    assert (flats.owner, flats.meter, flats.roof, flats.at) == ("owners", "flats", "flats", "flats")


def test_heat_plant_for_each_building_goes_where_heat_is_needed(tmp_path):
    each = "  boiler: {type: fuel_boiler, at: each_building, owner: building_member, "
    loaded = changed(tmp_path, ("  boiler: {type: fuel_boiler, at: boiler_house, owner: municipality, ", each),
                     ("    connections: {school: required, flats: required}", "    connections: {}"),
                     ("assets.boiler.capacity_heat_kw: {min: 0, max: 0.12 MW}", "mode: size"))  # fmt: skip
    assert list(loaded.variants["baseline"].assets) == ["boiler.school", "boiler.flats"]


def test_plant_at_a_boiler_house_stands_at_its_network(village):
    assert village.variants["baseline"].assets["boiler"].at == "centre"


def test_placeholders_at_a_single_building_keep_the_name(tmp_path):
    single = ("at: each_building, roof: each_building", "roof: flats")
    assets = changed(tmp_path, single).variants["pellets_and_sun"].assets
    assert list(assets) == ["boiler", "pv_each"]
    assert (assets["pv_each"].owner, assets["pv_each"].meter) == ("owners", "flats")


def test_empty_fields_come_from_the_catalogue_and_are_listed(village):
    boiler = village.variants["baseline"].assets["boiler"]
    row = technology_defaults("boiler_pellets_building", 2025)
    assert boiler.efficiency == 0.9
    assert boiler.investment_eur_per_kw == row["investment_eur_per_kw"].value
    used = {default.path: default for default in village.defaults_used["baseline"]}
    assert "assets.boiler.efficiency" not in used
    assert "site.altitude_m" not in used
    listed = used["assets.boiler.investment_eur_per_kw"]
    assert (listed.unit, listed.verified) == ("EUR/kW", row["investment_eur_per_kw"].verified)
    assert listed.source and listed.date
    assert used["economics.inflation"].value == 0.02
    assert not any(path.startswith("solver") for path in used)


def test_price_of_the_whole_asset_is_not_doubled_by_the_catalogue(tmp_path):
    boiler = changed(tmp_path, ("efficiency: 0.9", "investment_eur: 30000")).variants["baseline"].assets["boiler"]
    assert boiler.investment_eur == 30000.0
    assert boiler.investment_eur_per_kw is None


@pytest.mark.parametrize("variant", ["baseline", "pellets_and_sun", "warmer"])
def test_resolved_scenario_is_read_back_the_same(village, variant, tmp_path):
    path = tmp_path / "scenario.yaml"
    path.write_text(resolved_yaml(village.variants[variant]), encoding="utf-8")
    again = load_scenario(path)
    assert again.variants == {variant: village.variants[variant]}
    assert again.baseline == variant


def test_suspicious_input_is_noticed_and_accepted(tmp_path):
    loaded = changed(tmp_path, ("price_eur_per_kwh: 0.05}", "price_eur_per_kwh: 0.25}"),
                     ("capacity_kwp: {max: 40}", "capacity_kwp: {max: 40}, investment_eur_per_kwp: 0"),
                     ("      assets.pv_each.capacity_kwp: 30\n", ""))  # fmt: skip
    assert {(notice.key, notice.line, notice.path) for notice in loaded.notices} == {
        ("scenario_notice_feed_in", 15, "meters.school.export"),
        ("generation_notice_allowed_microgenerator", 15, "meters.school"),
        ("connection_notice_allowed", 16, "meters.flats"),
        ("scenario_notice_pumps_without_meter", 23, "heat_networks.centre"),
        ("scenario_notice_free", 37, "assets.pv_each"),
    }


def test_scenarios_cannot_be_changed(village):
    with pytest.raises(ValidationError, match="frozen"):
        village.variants["baseline"].mode = "size"


@pytest.mark.parametrize(
    ("frame", "steps", "start"),
    [
        (TimeFrame(year=2025), 8760, "2024-12-31T22:00:00+00:00"),
        (TimeFrame(year=2024, step_h=0.25), 35136, "2023-12-31T22:00:00+00:00"),
        (TimeFrame(start="2025-07-01T06:00", steps=3), 3, "2025-07-01T03:00:00+00:00"),
        (TimeFrame(start="2025-07-01T06:00Z", steps=3), 3, "2025-07-01T06:00:00+00:00"),
        (TimeFrame(start="2025-10-26T03:30", steps=3), 3, "2025-10-26T00:30:00+00:00"),  # 03:30 occurs twice: the first
    ],
)
def test_time_frame_becomes_a_grid(frame, steps, start):
    grid = frame.grid("Europe/Riga")
    assert (grid.steps, grid.utc[0].isoformat()) == (steps, start)


def test_json_schema_knows_units_variants_and_columns():
    schema = json_schema()
    json.dumps(schema)
    assert schema["additionalProperties"] is False
    latitude = schema["$defs"]["Site"]["properties"]["latitude_deg"]
    assert [option["type"] for option in latitude["anyOf"]] == ["number", "string"]
    assert "column" in schema["$defs"]["ElectricityDemand"]["properties"]
    keys = set(yaml.safe_load(VILLAGE.read_text(encoding="utf-8")))
    assert keys <= set(schema["properties"])


def test_explain_tells_meaning_unit_default_and_source():
    told = explain("photovoltaics.investment_eur_per_kwp")
    assert told.splitlines()[:3] == [
        "assets.photovoltaics.investment_eur_per_kwp", "  Cost per peak power", "  unit: EUR/kW",
    ]  # fmt: skip
    assert "DEA" in told
    assert "vienība: EUR/kW" in explain("photovoltaics.investment_eur_per_kwp", "lv")
    assert len(explain("owner").split("assets.")) > 5
    with pytest.raises(ScenarioError, match="do you mean 'capacity_kwp'"):
        explain("capcity_kwp")


def test_all_faults_are_told_at_once_and_once(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        changed(
            tmp_path,
            ("fuse_a: 63", "fus_a: 63"),
            ("import: grid, fuse", "import: grd, fuse"),
            ("supply_c: 80", "supply_c: 180"),
        )
    assert [(fault.key, fault.line) for fault in caught.value.faults] == [
        ("scenario_unknown_key_nearest", 15),
        ("scenario_unknown_name_nearest", 16),
        ("scenario_too_large", 43),
    ]


@pytest.mark.parametrize(("shop_rate", "told"), [(0.2, True), (0.0, False)])
def test_income_tax_on_shared_electricity_is_said_to_be_missing(tmp_path, shop_rate, told):
    """Proves: members with different income tax who pay each other are told that it is not counted there."""
    (tmp_path / "shared.yaml").write_text(
        f"""
name: shared
site: {{latitude_deg: 57.2, longitude_deg: 26.7}}
time: {{start: "2025-01-15", steps: 2, annual: false}}
economics: {{price_year: 2025, real_discount_rate: 0.04}}
tariffs: {{grid: {{type: fixed, price_eur_per_kwh: 0.14}}}}
members:
  shop: {{kind: company, deducts_vat: true, income_tax_rate: {shop_rate}}}
  owner: {{kind: household}}
meters:
  shop: {{member: shop, import: grid, fuse_a: 25}}
  house: {{member: owner, import: grid, fuse_a: 16}}
community: {{sharing: by_interval, internal_price_eur_per_kwh: 0.08}}
""",
        encoding="utf-8",
    )
    notices = {notice.key: notice for notice in load_scenario(tmp_path / "shared.yaml").notices}
    assert ("scenario_notice_untaxed_sharing" in notices) is told
    if told:
        assert "(0 %, 20 %)" in notices["scenario_notice_untaxed_sharing"].tell()


@pytest.mark.parametrize(("written", "meant"), [("true", "sizes_fixed"), ("false", "none"), ("none", "none")])
def test_the_analysis_of_a_community_may_be_a_yes(tmp_path, written, meant):
    file = changed(tmp_path, ("\nassets:", f"\ncommunity: {{analysis: {written}}}\nassets:"))
    assert file.variants[file.baseline].community.analysis == meant
