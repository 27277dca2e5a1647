// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RANDOM_STREAM_H
#define NEXSIM_RANDOM_STREAM_H

#include "ns3/rng-stream.h"

#include <cstdint>
#include <string_view>

namespace nexsim
{

/**
 * @brief Uniform random numbers that belong to one component and one purpose.
 *
 * The stream's number is a hash of both names and the seed, the replication selects the substream:
 * adding a component never changes another's draws, and variants share theirs (common random
 * numbers).
 * Draws are those of MRG32k3a (ns3::RngStream), which is exact in double arithmetic.
 */
class RandomStream
{
  public:
    /**
     * @param seed 1 to 4294944442, of the experiment
     * @param replication selects the substream
     * @param path the component's path
     * @param purpose what is drawn, unique within the component
     * @param drawn set to true at the first draw, so that a run knows whether chance took part
     */
    RandomStream(uint32_t seed,
                 uint64_t replication,
                 std::string_view path,
                 std::string_view purpose,
                 bool* drawn = nullptr);

    /** @brief The next number, strictly between 0 and 1. */
    double Uniform()
    {
        if (m_drawn != nullptr)
        {
            *m_drawn = true;
        }
        return m_stream.RandU01();
    }

    /**
     * @brief The next number, strictly between 0 and 1, from two draws.
     *
     * Uniform() knows about 2^32 numbers; this tells them apart near 0 down to 2^-64, for laws
     * whose tail lies there.
     */
    double UniformFine()
    {
        constexpr double kStep = 1.0 / 4294967088.0; // between neighbours of Uniform()
        const double coarse = Uniform();
        const double fine = Uniform();
        return coarse - fine * kStep;
    }

    /** @brief An integer from 0 to bound - 1, each equally likely; bound is 1 to 2^31. */
    uint32_t UniformInteger(uint32_t bound)
    {
        const double scaled = Uniform() * static_cast<double>(bound);
        return static_cast<uint32_t>(scaled);
    }

    /** @brief The number of the stream with these names, for ns3::RngStream. */
    static uint64_t NumberOf(uint32_t seed, std::string_view path, std::string_view purpose);

  private:
    ns3::RngStream m_stream;
    bool* m_drawn;
};

} // namespace nexsim

#endif // NEXSIM_RANDOM_STREAM_H
