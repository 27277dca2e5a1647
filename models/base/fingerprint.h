// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FINGERPRINT_H
#define NEXSIM_FINGERPRINT_H

#include "models/base/hash.h"
#include "models/base/packet.h"

#include <array>
#include <cstdint>
#include <string_view>

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
    Converted
};

/** @brief Is told of every event that the fingerprint hashes; may look, never touch. */
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
 * Hashed are time, path of the component, kind, flow and number within the flow: never pointers,
 * sequence numbers, container order or anything that an observer does.
 */
class Fingerprint
{
  public:
    enum Ingredient : uint8_t
    {
        Trajectory, //!< births, arrivals and deliveries
        Wire,       //!< transmissions on links
        Drops,
        Scalars //!< the reported metrics
    };

    static constexpr size_t kIngredients = 4;
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
        const uint64_t where = pathHash + static_cast<uint64_t>(kind);
        const uint64_t who = static_cast<uint64_t>(packet.flowHash) << 32 | packet.number;
        const uint64_t event =
            MixWords(static_cast<uint64_t>(now.Value()) ^ kTimeSalt, where) ^ who;
        AddWord(ingredient, event);
        if (__builtin_expect(m_observer != nullptr, 0))
        {
            m_observer->OnEvent(now, pathHash, kind, packet);
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

    /** @brief From here on `observer` is told of every event; null for nobody. */
    void Observe(EventObserver* observer)
    {
        m_observer = observer;
    }

  private:
    static constexpr uint64_t kTimeSalt = 0xa0761d6478bd642fULL;
    static constexpr uint64_t kMultiplier = 0x9e3779b97f4a7c15ULL;

    std::array<uint64_t, kIngredients> m_hashes = {1, 2, 3, 4};
    EventObserver* m_observer = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_FINGERPRINT_H
