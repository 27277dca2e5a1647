# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
"""What nexsim finds in a scenario and a JSON Schema cannot, by nexsim's own words."""

import re

REASONS = [
    (
        "cross reference: depends on names elsewhere in the file",
        r"a name is missing|two captures would be|is recorded twice in this file|no (?:node|link|variant|entry of \"\w+\"|application) is called|(?:is|link) called \".*\" already|has the address"
        r"|is no host|is no end of this link|\"(?:sweep|parameters)\" has no|has no element named|has no port|all-to-all is among|permutation pairs as many|in any permutation|deals its senders out|leads nowhere"
        r"|only a Host has|linked to itself|would send to itself|is the only receiver|make no pairs|selects .* twice"
        r"|compared with another one|the scenario has no|is swept|is not swept to|zipped parameters|ports of"
        r"|the capture has no address|is zipped twice|parameter .* is swept",
    ),
    (
        "comparison: one value against another",
        r"must end before|the parameter's default is|the values before are like|must be like \"from\"|ends at .*, (?:not )?after|after the run|^\d+[a-z]+ is too large; the most is \d+[a-z]+$|nothing can be at least"
        r"|ends before it begins|bounds of a claim have one unit|Min, .*, above its Max|the least interval"
        r"|more than \d+ names|\"replications\" asks for|belongs to one host|is played by one host|cannot be reached in steps|holds for none",
    ),
    ("range of a quantity, across units", r"^(?!-|0[a-zA-Z%])\S+ is too (?:small|large); the (?:least|most) is [\d.]+[a-zA-Z%]+$|out of range"),
    ("expression", r"^in \"|unknown name|division by zero|condition names no metric"),
    ("a file's content or place", r"the name is that of a file|expected a capture, which|^broken\.graphml|there is no file|expected the name of a file|absolute path|leads out of|pcap file|expected \"bytes cumulative"),
    (
        "a rule of the model",
        r"K of a FatTree must be even|expected at least one port or link|classic pcap has nanoseconds|needs a Mean above 0|needs a \"File\"|gives sizes in bytes|each-to-each",
    ),
    (
        "built: shows only when the run is built from it",
        r"no metric (?:is called|matches)|no path leads from|none of the \d+ frames of|needs the Size of its flows"
        r"|the IP and UDP headers; PacketSize gives|does not run ns-3's stack|RssTable names queue",
    ),
    ("fraction of the smallest step of a larger unit", r"is not a multiple of"),
    ("JSON: a key twice", r"duplicate key"),
]


def reason_for(text):
    return next((name for name, pattern in REASONS if re.search(pattern, text)), None)
