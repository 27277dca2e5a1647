// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURES_READER_H
#define NEXSIM_CAPTURES_READER_H

#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/section.h"
#include "sim/scenario/tap-selector.h"

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Reads the captures that a run writes: a list with an item for each file.
 *
 * An item is a tap, or an object with "at" (a tap or a list of them) and, if wanted, "name" (of the
 * file without its extension; it is else that of the first tap), "format" (pcapng or pcap),
 * "resolution" (1ns or 1ps), "direction" (both, in or out), "payload" (none or zeros) and "snap".
 */
std::vector<CaptureSpec> ReadCaptures(const Json& captures,
                                      const std::string& pointer,
                                      const TapSelector& taps,
                                      const ReadContext& context);

/** @brief A tap as a file name: letters, digits, - _ and . stay, whatever else becomes a dash. */
std::string TapFileName(const std::string& tap);

} // namespace nexsim

#endif // NEXSIM_CAPTURES_READER_H
