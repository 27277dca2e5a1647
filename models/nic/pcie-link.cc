// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/pcie-link.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief What the base specification gives for a generation. */
struct Generation
{
    int64_t transfers; //!< per second and lane
    int64_t payload;   //!< bits of payload of the encoding
    int64_t encoded;   //!< and the bits that they become
    int64_t delay;     //!< symbol times that a device may take inside before it acknowledges
};

constexpr Generation kGenerations[] = {{2'500'000'000, 8, 10, 19},
                                       {5'000'000'000, 8, 10, 70},
                                       {8'000'000'000, 128, 130, 115},
                                       {16'000'000'000, 128, 130, 115},
                                       {32'000'000'000, 128, 130, 115}};

bool
IsPowerOfTwo(int64_t value)
{
    return value > 0 && (value & (value - 1)) == 0;
}

/** @brief Ten times the factor by which acknowledgements may lag behind packets. */
int64_t
AckFactor(int64_t lanes, int64_t maxPayload)
{
    if (maxPayload <= 256)
    {
        return lanes == 16 ? 30 : lanes == 8 ? 25 : 14;
    }
    return lanes == 16 ? 20 : 10;
}

/** @brief Symbol times from a packet to its acknowledgement at the latest. */
int64_t
AckLatencyLimit(const PcieLinkSetup& setup, const Generation& generation)
{
    constexpr int64_t kPacketOverhead = 28;
    const int64_t maxPayload = setup.maxPayload.Value();
    return ((maxPayload + kPacketOverhead) * AckFactor(setup.lanes, maxPayload)) /
               (10 * setup.lanes) +
           generation.delay;
}

void
Check(const PcieLinkSetup& setup)
{
    const auto isSize = [](Bytes size) {
        return IsPowerOfTwo(size.Value()) && size >= Bytes(128) && size <= Bytes(4096);
    };
    if (setup.generation < 1 || setup.generation > 5)
    {
        throw std::invalid_argument(
            fmt::format("PCI Express generation {}; 1 to 5 exist", setup.generation));
    }
    if (!IsPowerOfTwo(setup.lanes) || setup.lanes > 16)
    {
        throw std::invalid_argument(
            fmt::format("{} PCI Express lanes; there may be 1, 2, 4, 8 or 16", setup.lanes));
    }
    if (!isSize(setup.maxPayload) || !isSize(setup.maxReadRequest))
    {
        throw std::invalid_argument(
            fmt::format("MaxPayload {} B, MaxReadRequest {} B: each must be 128 B, 256 B, 512 B, "
                        "1024 B, 2048 B or 4096 B",
                        setup.maxPayload.Value(),
                        setup.maxReadRequest.Value()));
    }
}

BitRate
UsableRate(const PcieLinkSetup& setup)
{
    constexpr int64_t kControlBytes = 2 * 8; // an acknowledgement and a flow-control update
    constexpr int64_t kSkipBytes = 4;
    constexpr int64_t kSkipInterval = 1538;
    const Generation& generation = kGenerations[setup.generation - 1];
    const int64_t limit = AckLatencyLimit(setup, generation);
    const auto raw = static_cast<__int128>(generation.transfers) * setup.lanes * generation.payload;
    const int64_t whole = limit * kSkipInterval;
    const int64_t left = whole - kControlBytes * kSkipInterval - kSkipBytes * limit;
    return BitRate(static_cast<int64_t>(raw * left / (generation.encoded * whole)));
}

} // namespace

PcieLink::PcieLink(const PcieLinkSetup& setup) : m_setup(setup)
{
    Check(setup);
    m_rate = UsableRate(setup);
}

} // namespace nexsim
