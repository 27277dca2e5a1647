// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_RECORD_H
#define NEXSIM_RUN_RECORD_H

#include "sim/results/exit-code.h"
#include "sim/results/metrics.h"
#include "sim/results/provenance.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief Names with values as text, in order: parameters of a sweep point. */
using NamedTexts = std::vector<std::pair<std::string, std::string>>;

/** @brief Whether a scenario draws random numbers, so that replications differ. */
enum class Draws
{
    None,  //!< every replication gives the same numbers
    Random //!< a single replication says nothing about the spread
};

/** @brief 64-bit running hashes of what happened, one per ingredient. */
struct FingerprintRecord
{
    std::uint64_t trajectory{0}; //!< every event of a component
    std::uint64_t wire{0};       //!< what a capture on the links would show
    std::uint64_t drops{0};
    std::uint64_t scalars{0}; //!< the final numbers
};

/** @brief The fingerprint as it stood after so many events. */
struct CheckpointRecord
{
    std::uint64_t events{0};
    std::int64_t timePs{0};
    FingerprintRecord fingerprint;
};

/** @brief Packets and their payload bytes. */
struct PacketCount
{
    std::uint64_t packets{0};
    std::uint64_t bytes{0};
};

/** @brief Packets dropped by a component for a named reason. */
struct DropRecord
{
    std::string component;
    std::string reason;
    PacketCount count;
};

/** @brief Packets still inside a component at the end. */
struct InsideRecord
{
    std::string component;
    PacketCount count;
};

/** @brief Packets that became others: copy, split, merge, replace or duplicate. */
struct ConversionRecord
{
    std::string kind;
    PacketCount consumed; //!< packets that ended in it
    PacketCount produced; //!< packets born in it
};

/** @brief Where every packet came from and went. */
struct LedgerRecord
{
    PacketCount born;
    PacketCount delivered;
    std::vector<DropRecord> dropped;
    std::vector<InsideRecord> inside;
    std::vector<ConversionRecord> conversions;
};

/** @brief Contended ties at one queue, buffer or core. */
struct ContendedRecord
{
    std::string object;
    std::uint64_t ties{0};
};

/** @brief Simultaneous events, whose order is the tie policy's. */
struct TiesRecord
{
    std::string policy;                     //!< "fifo" or "seeded"
    std::uint64_t seed{0};                  //!< of the seeded policy
    std::uint64_t simultaneous{0};          //!< events at the instant of the one before
    std::vector<ContendedRecord> contended; //!< ties that can change a result, by object
};

/** @brief Time spent in one stage by the packets of one traffic entry or flow. */
struct StageRecord
{
    std::string traffic;
    std::string stage;
    std::uint64_t segments{0};                                 //!< weight of the sum
    std::int64_t sumPs{0};                                     //!< exact
    std::vector<std::pair<std::string, std::int64_t>> tailsPs; //!< "p99" and its like
};

/**
 * @brief Everything one run reports, as the run's process writes it to run.json and the parent reads
 * it back. Holds no wall-clock time: the same run gives the same bytes.
 */
struct RunRecord
{
    std::string id;
    std::string scenario;     //!< its name
    std::string scenarioHash; //!< of the canonical resolved document
    std::string variant;      //!< empty when the scenario has none
    NamedTexts parameters;    //!< of the sweep point
    std::int64_t replication{0};
    Draws draws{Draws::None};
    ExitCode outcome{ExitCode::Done};
    std::string reason; //!< of an outcome that is not Done: which invariant or limit
    std::uint64_t events{0};
    std::int64_t simulatedPs{0};
    FingerprintRecord fingerprint;
    std::vector<CheckpointRecord> checkpoints;
    MetricTable metrics;
    LedgerRecord ledger;
    TiesRecord ties;
    std::vector<StageRecord> stages;
    std::vector<std::string> warnings;
    Provenance provenance;
};

} // namespace nexsim

#endif // NEXSIM_RUN_RECORD_H
