// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_RECORD_H
#define NEXSIM_RUN_RECORD_H

#include "models/base/tally.h"
#include "sim/results/draws.h"
#include "sim/results/exit-code.h"
#include "sim/results/metrics.h"
#include "sim/results/named-texts.h"
#include "sim/results/provenance.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief 64-bit running hashes of what happened, one per ingredient. */
struct FingerprintRecord
{
    std::uint64_t trajectory{0}; //!< every event of a component
    std::uint64_t wire{0};       //!< what a capture on the links would show
    std::uint64_t drops{0};
    std::uint64_t scalars{0}; //!< the final numbers
};

/**
 * @brief The fingerprint as it stood after so many hashed events, always a multiple of a power of two:
 * two runs have some of these numbers in common.
 */
struct CheckpointRecord
{
    std::uint64_t events{0}; //!< hashed ones
    std::int64_t timePs{0};  //!< of the last of them
    FingerprintRecord fingerprint;
};

/** @brief Something beside the document that a run was made from. */
struct InputRecord
{
    std::string kind; //!< "file" or "library"
    std::string name; //!< as the scenario names it; of a library, its file's name without folders
    std::string hash; //!< of the content, 32 hexadecimal digits
};

/** @brief Packets dropped by a component for a named reason. */
struct DropRecord
{
    std::string component;
    std::string reason;
    Tally count;
};

/** @brief Packets still inside a component at the end. */
struct InsideRecord
{
    std::string component;
    Tally count;
};

/** @brief Packets that became others: copy, split, merge, replace or duplicate. */
struct ConversionRecord
{
    std::string kind;
    Tally consumed; //!< packets that ended in it
    Tally produced; //!< packets born in it
};

/** @brief Where every packet came from and went. */
struct LedgerRecord
{
    Tally born;
    Tally delivered;
    std::vector<DropRecord> dropped;
    std::vector<InsideRecord> inside;
    std::vector<ConversionRecord> conversions;
};

/** @brief Ties at one queue, buffer or core that can change a result. */
struct ContendedRecord
{
    std::string object;
    std::int64_t byPolicy{0};   //!< only the tie policy decided
    std::int64_t byPriority{0}; //!< the stated order of priorities decided
};

/** @brief How simultaneous events were ordered, and where it mattered. */
struct TiesRecord
{
    std::string policy;    //!< "fifo" or "seeded"
    std::uint64_t seed{0}; //!< of the seeded policy
    std::vector<ContendedRecord> contended;
};

/** @brief Time spent in one stage by the packets of one traffic entry or flow. */
struct StageRecord
{
    std::string traffic;
    std::string stage;
    std::int64_t segments{0};                                  //!< weight of the sum
    std::int64_t sumPs{0};                                     //!< exact
    std::vector<std::pair<std::string, std::int64_t>> tailsPs; //!< "p99" and its like
};

/** @brief A cost figure that a host used. */
struct CostRecord
{
    std::string figure;
    std::string value;    //!< "149.2ns", "63ps/B", "64"; of a law its type
    std::string evidence; //!< id of a file of evidence, or "scenario"
    std::string note;
};

/** @brief The cost figures that some hosts used, all the same ones. */
struct CostsRecord
{
    std::vector<std::string> hosts;
    std::vector<CostRecord> figures;
};

/** @brief A condition that could end the run before its duration. */
struct UntilRecord
{
    std::string condition;
    bool ended{false}; //!< whether it did
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
    std::vector<InputRecord> inputs;
    std::int64_t replication{0};
    Draws draws{Draws::None};
    ExitCode outcome{ExitCode::Done};
    std::string reason;            //!< of an outcome that is not Done: which invariant or limit
    std::uint64_t events{0};       //!< of the kernel; probes have some, too
    std::uint64_t hashedEvents{0}; //!< of the fingerprint: independent of probes
    std::int64_t simulatedPs{0};
    std::optional<UntilRecord> until;
    FingerprintRecord fingerprint;
    std::vector<CheckpointRecord> checkpoints;
    MetricTable metrics;
    LedgerRecord ledger;
    TiesRecord ties;
    std::vector<StageRecord> stages;
    std::vector<CostsRecord> costs; //!< empty without hosts whose processing takes time
    std::vector<std::string> warnings;
    Provenance provenance;
};

} // namespace nexsim

#endif // NEXSIM_RUN_RECORD_H
