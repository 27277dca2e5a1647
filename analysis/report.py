#!/usr/bin/python3
# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""One page of an experiment: what was asked, claims, comparisons, figures, network, provenance.

The page is a single HTML file that needs no network: the charting library (Chart.js, MIT licence) is
in it. Claims and comparisons are those that `nexsim run` and `nexsim compare` make of the results.
"""

import argparse
import json
import pathlib
import sys

from page.data import page_data
from page.sections import page
from results import NoData, program


def main(arguments=None):
    """Writes the page; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="of an experiment: results/<name>")
    parser.add_argument("--out", type=pathlib.Path, help="default: <folder>/report.html")
    parser.add_argument("--baseline", metavar="VARIANT",
                        help="what to compare with; default: the first variant")
    parser.add_argument("--nexsim", default=program(),
                        help="the program; default: build/nexsim of this repository, or that of the PATH")
    options = parser.parse_args(arguments)
    out = options.out or options.folder / "report.html"
    try:
        text = page(options.folder, page_data(options.folder), options.baseline, options.nexsim)
        out.write_text(text, encoding="utf-8")
    except (NoData, OSError, json.JSONDecodeError) as error:
        print(f"report: {error}", file=sys.stderr)
        return 1
    print(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
