// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURE_ADDRESSES_H
#define NEXSIM_CAPTURE_ADDRESSES_H

#include "sim/scenario/file-finder.h"
#include "sim/scenario/section.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief An address that packets of a capture come from or go to. */
struct CaptureAddress
{
    std::string text;        //!< "10.0.0.1"
    bool sendsFirst = false; //!< it is the sender of the first packet in which it appears
};

/**
 * @brief The addresses in the capture that an entry's File names, in the order of appearance.
 * @return nothing after an error was reported, or when the entry names no file
 */
std::optional<std::vector<CaptureAddress>> ReadCaptureAddresses(const Section& entry,
                                                                FileFinder& files);

std::vector<std::string> AddressTexts(const std::vector<CaptureAddress>& addresses);

} // namespace nexsim

#endif // NEXSIM_CAPTURE_ADDRESSES_H
