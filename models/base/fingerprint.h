// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FINGERPRINT_H
#define NEXSIM_FINGERPRINT_H

#include "models/base/hash.h"
#include "models/base/packet.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief What happened, as the fingerprint sees it. */
enum class EventKind : uint8_t
{
    Born = 1,
    Transmitted,
    Arrived,
    Delivered,
    Dropped,
    Converted,
    Replaced, //!< ended by a conversion
    Merged    //!< ended: its bytes live on in an earlier packet of its flow
};

/**
 * @brief Is told of every event that the fingerprint hashes, once it is hashed; may look, never
 * touch: no draw, no event of its own, no change of a model.
 */
class EventObserver
{
  public:
    virtual ~EventObserver() = default;

    /** @param pathHash of the component, or of the drop reason */
    virtual void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) = 0;
};

/**
 * @brief Running 64-bit hashes of what a run did; equal fingerprints mean equal runs.
 *
 * Hashed are time, path of the component, kind, flow and number within the flow, on a wire also size,
 * DSCP and ECN: never pointers, sequence numbers, container order or anything that an observer does.
 * Checkpoints are taken after
 * every so many hashed events, a power of two that doubles whenever kMostCheckpoints are kept: of
 * two runs, those after equally many events can be compared.
 */
class Fingerprint
{
  public:
    enum Ingredient : uint8_t
    {
        Trajectory, //!< births, arrivals and deliveries
        Wire,       //!< transmissions on links: also size, DSCP and ECN, as a capture shows them
        Drops,
        Scalars //!< the reported metrics
    };

    static constexpr size_t kIngredients = 4;

    /** @brief The hashes as they stood after so many events. */
    struct Checkpoint
    {
        uint64_t events = 0;
        SimTime time; //!< of the last of them
        std::array<uint64_t, kIngredients> hashes{};
    };

    static constexpr size_t kMostCheckpoints = 128;
    static constexpr std::array<std::string_view, kIngredients> kNames = {"trajectory",
                                                                          "wire",
                                                                          "drops",
                                                                          "scalars"};

    void Add(Ingredient ingredient,
             SimTime now,
             uint64_t pathHash,
             EventKind kind,
             const Packet& packet)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        const uint64_t what =
            ingredient == Wire ? WireHeader(packet) : 0; // decided at compile time
        const uint64_t where = pathHash + (what << 8 | static_cast<uint64_t>(kind));
        const uint64_t who = static_cast<uint64_t>(packet.flowHash) << 32 | packet.number;
        const uint64_t event =
            MixWords(static_cast<uint64_t>(now.Value()) ^ kTimeSalt, where) ^ who;
        AddWord(ingredient, event);
        if (__builtin_expect(--m_quiet == 0, 0))
        {
            Attend(now, pathHash, kind, packet);
        }
#else
        static_cast<void>(ingredient);
        static_cast<void>(now);
        static_cast<void>(pathHash);
        static_cast<void>(kind);
        static_cast<void>(packet);
#endif
    }

    void AddWord(Ingredient ingredient, uint64_t word)
    {
        uint64_t& hash = m_hashes[ingredient];
        hash = MixWords(hash ^ word, kMultiplier) + word;
    }

    uint64_t Value(Ingredient ingredient) const
    {
        return m_hashes[ingredient];
    }

    /** @brief Events hashed so far. */
    uint64_t EventCount() const
    {
        return m_attendedAt + m_stride - m_quiet;
    }

    /** @brief In the order of events; fewer than kMostCheckpoints. */
    const std::vector<Checkpoint>& Checkpoints() const
    {
        return m_checkpoints;
    }

    /**
     * @brief From here on `observer` is told of every event, after those added before it.
     *
     * It outlives the run or is removed before; not from within OnEvent. As long as there is none,
     * an event costs one decrement and one branch.
     */
    void AddObserver(EventObserver& observer);

    /** @brief `observer` is told nothing any more; without effect where it is not observing. */
    void RemoveObserver(EventObserver& observer);

  private:
    static constexpr uint64_t kTimeSalt = 0xa0761d6478bd642fULL;
    static constexpr uint64_t kMultiplier = 0x9e3779b97f4a7c15ULL;

    static uint64_t WireHeader(const Packet& packet)
    {
        return static_cast<uint64_t>(packet.size) << 8 | static_cast<uint64_t>(packet.dscp) << 2 |
               static_cast<uint64_t>(packet.ecn);
    }

    void Attend(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet);
    void AddCheckpoint(SimTime now);
    void PlanAttention(uint64_t count);

    std::array<uint64_t, kIngredients> m_hashes = {1, 2, 3, 4};
    uint64_t m_quiet = 1;      //!< events until Attend; never 0 between events
    uint64_t m_stride = 1;     //!< what m_quiet counts down from
    uint64_t m_attendedAt = 0; //!< hashed events when m_quiet was last set
    uint64_t m_spacing = 1;    //!< of checkpoints, in hashed events
    std::vector<Checkpoint> m_checkpoints;
    std::vector<EventObserver*> m_observers;
};

} // namespace nexsim

#endif // NEXSIM_FINGERPRINT_H
