"""CKAN's harvester without its database: python harvest.py ADDRESS..., in an environment that has ckanext-dcat.

Fetches each catalogue as the harvester does and reads it with CKAN's parser; prints as JSON, by address, its datasets
as CKAN would keep them.
"""

# ruff: noqa: SLF001 - the harvester's steps are not public, and the only public one needs CKAN's database
from __future__ import annotations

import json
import sys

from ckanext.dcat.harvesters.rdf import DCATRDFHarvester
from ckanext.dcat.processors import RDFParser


def harvested(address: str) -> list[dict[str, object]]:
    """The datasets of a catalogue, page by page as `gather_stage` of the harvester reads them."""
    harvester = DCATRDFHarvester()
    harvester._save_gather_error = lambda message, _job: sys.exit(message)
    found: list[dict[str, object]] = []
    page, kind = address, None
    while page:
        content, kind = harvester._get_content_and_type(page, None, 1, content_type=kind)
        parser = RDFParser(profiles=["euro_dcat_ap_3"])
        parser.parse(content, _format=kind)
        datasets = list(parser.datasets())
        found += ({**dataset, "guid": harvester._get_guid(dataset, source_url=address)} for dataset in datasets)
        page = parser.next_page()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps({address: harvested(address) for address in sys.argv[1:]}))
