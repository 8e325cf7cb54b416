"""Pages lead to one another: no link to a file or a heading that is not there, no page that nothing leads to."""

from __future__ import annotations

import pytest

from tests.docs import pages


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.name_of)
def test_links_lead_somewhere(page):
    wrong = []
    for link in pages.links_of(page):
        file, _, heading = link.partition("#")
        if "://" in file or file.startswith("mailto:"):
            continue
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (heading and heading not in pages.anchors_of(target)):
            wrong.append(link)
    assert wrong == []


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [pages.ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        targets = [
            (page.parent / link.partition("#")[0]).resolve() for link in pages.links_of(page) if "://" not in link
        ]
        waiting += [target for target in targets if target.suffix == ".md" and target.is_file()]
    assert [pages.name_of(page) for page in pages.PAGES if page not in reached] == []
