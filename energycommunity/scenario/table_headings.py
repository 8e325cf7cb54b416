"""What columns of a table may be called, and what may stand in them: friendly words, in English and Latvian.

A heading is read without regard to case, accents, spaces and brackets: `Platība (m²)` is `platiba_m2`. Keys of the
scenario file are headings as well; a dot leads into a section (`electricity.annual_kwh`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from energycommunity.errors import Spoken
from energycommunity.scenario.schema_tree import nearest

#: Other headings of the column that is for people only.
NOTES = ("note", "comment", "comments", "piezimes", "komentari")
#: Key -> other headings for it, by the section that the rows join.
HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "buildings": {
        "notes": NOTES,
        "name": ("building", "house", "address", "nosaukums", "eka", "maja", "adrese"),
        "type": ("kind", "building_type", "tips", "veids", "ekas_tips"),
        "series": ("serija",),
        "built": ("year", "year_built", "gads", "buvgads", "buvniecibas_gads", "uzcelta"),
        "renovation": ("renovated", "state", "renovacija", "stavoklis", "renoveta"),
        "heated_area_m2": ("heated_area", "area_m2", "area", "apkurinama_platiba_m2", "platiba_m2", "platiba"),
        "count": ("number", "skaits"),
        "dwellings": ("flats", "dzivokli", "dzivoklu_skaits"),
        "persons": ("people", "iedzivotaji", "cilveki"),
        "meter": ("skaititajs",),
        "sector": ("sektors",),
        "member": ("owner", "dalibnieks", "ipasnieks"),
        "fuse_a": ("fuse", "main_fuse_a", "drosinatajs_a", "ievada_aizsardziba_a"),
        "phases": ("fazes", "fazu_skaits"),
        "electricity.annual_kwh": ("electricity_kwh", "elektroenergija_kwh"),
        "space_heat.annual_kwh": ("space_heat_kwh", "apkure_kwh"),
        "hot_water.annual_kwh": ("hot_water_kwh", "karstais_udens_kwh"),
        "cooling.annual_kwh": ("cooling_kwh", "dzesesana_kwh"),
        "present_heating.type": (
            "heating",
            "heating_type",
            "boiler_type",
            "apkures_veids",
            "katla_tips",
            "apkures_iekarta",
        ),
        "present_heating.fuel": ("fuel", "kurinamais", "kurinama_veids"),
        "present_heating.built": ("boiler_year", "heating_year", "katla_gads", "apkures_iekartas_gads"),
        "present_heating.efficiency": ("boiler_efficiency", "katla_lietderiba", "katla_lietderibas_koeficients"),
        "location.latitude_deg": ("latitude", "lat", "geografiskais_platums"),
        "location.longitude_deg": ("longitude", "lon", "geografiskais_garums"),
        "location.x_m": ("x_m",),
        "location.y_m": ("y_m",),
        "roof.area_m2": ("roof_area_m2", "roof_m2", "jumta_laukums_m2", "jumts_m2"),
        "assumed": ("pienemts",),
    },
    "members": {
        "notes": NOTES,
        "name": ("member", "nosaukums", "dalibnieks"),
        "kind": ("type", "veids", "tips"),
        "deducts_vat": ("atskaita_pvn",),
        "flats": ("dzivokli",),
    },
    "meters": {
        "notes": NOTES,
        "name": ("meter", "nosaukums", "skaititajs"),
        "member": ("owner", "dalibnieks", "ipasnieks"),
        "import": ("purchase", "iepirkums"),
        "export": ("sale", "pardosana"),
        "phases": ("fazes",),
        "fuse_a": ("fuse", "drosinatajs_a"),
        "count": ("number", "skaits"),
    },
    "pipes": {
        "notes": NOTES,
        "from": ("no",),
        "to": ("lidz", "uz"),
        "length_m": ("length", "garums_m", "garums"),
        "pipe": ("type", "caurule", "tips"),
        "built": ("year", "gads"),
    },
}

#: Key -> what stands for a word of the schema. Words are compared as headings are.
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "type": {
        "private_house": ("house", "detached_house", "single_family_house", "privatmaja", "maja", "viengimenes_maja"),
        "apartment_house": ("apartments", "apartment_building", "daudzdzivoklu_maja", "daudzdzivoklu_eka"),
        "school": ("skola",),
        "preschool": ("kindergarten", "bernudarzs", "pirmsskola"),
        "culture_house": ("community_centre", "kulturas_nams", "tautas_nams"),
        "office": ("parish_hall", "birojs", "pagastmaja", "pagasta_parvalde"),
        "shop": ("store", "veikals"),
    },
    "renovation": {
        "none": ("no", "not_renovated", "nav", "ne", "nerenoveta"),
        "partly": ("partial", "partially", "daleji", "daleja"),
        "full": ("yes", "fully", "renovated", "ja", "pilniba", "pilna", "renoveta"),
    },
    "sector": {
        "residential": ("majoklis", "dzivojamais"),
        "municipal": ("pasvaldiba",),
        "tertiary": ("pakalpojumi",),
    },
    "present_heating.type": {
        "boiler": ("katls", "apkures_katls"),
        "stove": ("krasns", "kamins", "plits", "fireplace"),
        "heat_pump": ("siltumsuknis",),
        "electric": ("electricity", "elektriska", "elektriska_apkure", "elektriba"),
        "network": ("district_heating", "district_heat", "siltumtikls", "centralizeta", "centralizeta_apkure"),
    },
    "present_heating.fuel": {
        "firewood": ("wood", "logs", "malka"),
        "wood_chips": ("chips", "skelda", "skeldas"),
        "pellets": ("granulas", "kokskaidu_granulas"),
        "natural_gas": ("gas", "gaze", "dabasgaze"),
        "liquid_gas": ("lpg", "saskidrinata_gaze", "saskidrinata_naftas_gaze"),
        "heating_oil": ("oil", "diesel", "dizeldegviela", "skidrais_kurinamais"),
        "peat": ("kudra",),
        "biogas": ("biogaze",),
    },
    "assumed": {"true": ("yes", "ja"), "false": ("no", "ne")},
    "deducts_vat": {"true": ("yes", "ja"), "false": ("no", "ne")},
}  # fmt: skip

#: Key -> how messages in Latvian call a word of the schema that may stand in its cells.
LATVIAN_WORDS = {
    "type": {
        "private_house": "privātmāja",
        "apartment_house": "daudzdzīvokļu māja",
        "school": "skola",
        "preschool": "bērnudārzs",
        "culture_house": "kultūras nams",
        "office": "birojs",
        "shop": "veikals",
    },
    "renovation": {"none": "nav", "partly": "daļēji", "full": "pilnībā"},
    "present_heating.type": {
        "boiler": "katls",
        "stove": "krāsns",
        "heat_pump": "siltumsūknis",
        "electric": "elektriskā apkure",
        "network": "siltumtīkls",
    },
    "present_heating.fuel": {
        "firewood": "malka",
        "wood_chips": "šķelda",
        "pellets": "granulas",
        "natural_gas": "dabasgāze",
        "liquid_gas": "sašķidrinātā gāze",
        "heating_oil": "šķidrais kurināmais",
        "peat": "kūdra",
        "biogas": "biogāze",
    },
    "sector": {"residential": "dzīvojamais", "municipal": "pašvaldība", "tertiary": "pakalpojumi"},
}

#: Keys whose cells are texts, also where they look like numbers.
TEXTS = ("notes", "name", "type", "series", "meter", "flats_meter", "member", "from", "to", "pipe", "import", "export")
#: Keys whose cells name buildings, meters, members, contracts or nodes, as people write them: `Kultūras nams`.
NAMES = ("name", "meter", "flats_meter", "member", "from", "to", "import", "export")


def key_of(heading: str, section: str) -> tuple[str, str]:
    """The key that a heading means, and the unit that its numbers are in where that is another than the key's.

    A heading without a meaning of its own is taken for a key as it stands.

    >>> key_of("Platība (m²)", "buildings"), key_of("Elektroenerģija, MWh", "buildings"), key_of("orphan", "pipes")
    (('heated_area_m2', ''), ('electricity.annual_kwh', 'MWh'), ('orphan', ''))
    """
    given = heading.strip()
    known = HEADINGS[section]
    if given in known:
        return given, ""
    folded = plain_word(given)
    meanings = {other: key for key, others in known.items() for other in (plain_word(key), *others)}
    if folded in meanings:
        return meanings[folded], ""
    in_kwh = re.sub("_mwh$", "_kwh", folded)
    if in_kwh != folded and in_kwh in meanings:
        return meanings[in_kwh], "MWh"
    return given, ""


def dotted(heading: str, below: Mapping[str, Iterable[str]]) -> str | None:
    """The heading with a dot that is meant where a section and its key are joined otherwise, or None.

    >>> dotted("electricity_file", {"electricity": ["annual_kwh", "file"]})
    'electricity.file'
    """
    keys = {f"{section}_{key}": f"{section}.{key}" for section, keys in below.items() for key in keys}
    return keys.get(plain_word(heading).replace(".", "_"))


def word_of(cell: str, key: str) -> str:
    """The word of the schema that a cell means; the cell as it stands where it means none.

    >>> word_of("Privātmāja", "type"), word_of("daļēji", "renovation"), word_of("barn", "type")
    ('private_house', 'partly', 'barn')
    """
    folded = plain_word(cell)
    for word, others in WORDS.get(key, {}).items():
        if folded == plain_word(word) or folded in others:
            return word
    return cell


def word_fault(given: str, key: str, allowed: Sequence[str]) -> tuple[str, dict[str, object]]:
    """The sentence for a cell that is none of the words allowed, and its values: in Latvian the Latvian words as well.

    >>> sentence, values = word_fault("skolla", "type", ["school", "series_103"])
    >>> sentence, values["nearest"].lv, values["allowed"].lv
    ('scenario_not_one_of_nearest', 'skola', 'skola (school), series_103')
    """
    others = (other for words in WORDS.get(key, {}).values() for other in words)
    near = nearest(plain_word(given), [*allowed, *others])
    word = word_of(near, key) if near else ""
    latvian = LATVIAN_WORDS.get(key, {})
    both = ", ".join(f"{latvian[one]} ({one})" if one in latvian else one for one in allowed)
    values: dict[str, object] = {
        "given": f"'{given}'",
        "nearest": Spoken(word, latvian.get(word, word)),
        "allowed": Spoken(", ".join(allowed), both),
    }
    return "scenario_not_one_of_nearest" if word else "scenario_not_one_of", values


def name_of(cell: str) -> str:
    """A name or an address as it can be called in the scenario file: what is no letter or digit becomes `_`.

    >>> name_of("Skolas iela 5-2"), name_of("„Bērzi”"), name_of("2. māja")
    ('Skolas_iela_5_2', 'Bērzi', '2_māja')
    """
    return re.sub(r"\W+", "_", cell).strip("_")


def plain_word(text: str) -> str:
    """Small letters without accents, joined by `_`; dots stay.

    >>> plain_word(" Būvniecības gads"), plain_word("roof.area_m2"), plain_word("Platība, m²")
    ('buvniecibas_gads', 'roof.area_m2', 'platiba_m2')
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9.]+", "_", bare).strip("_")
