// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COMPONENT_H
#define NEXSIM_COMPONENT_H

#include "models/base/metric-visitor.h"
#include "models/base/placed-in-order.h"
#include "models/base/run-context.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief A named part of the simulated system; a mixin beside ns3::Object.
 *
 * Life: constructed, attributes set, Attach()ed once with its path, Start()ed once before time
 * passes, then driven by events and calls.
 */
class Component : public PlacedInOrder
{
  public:
    Component() = default;
    Component(const Component&) = delete;
    Component& operator=(const Component&) = delete;
    virtual ~Component() = default;

    /** @brief Joins a run under a path such as "sw/port[3]/queue"; then DoAttach runs. */
    void Attach(RunContext& run, std::string path);

    /** @brief Empty before Attach. */
    const std::string& Path() const;

    uint64_t PathHash() const
    {
        return m_pathHash;
    }

    RunContext& Run() const
    {
        return *m_run;
    }

    bool IsAttached() const
    {
        return m_run != nullptr;
    }

    SimTime Now() const
    {
        return m_run->Now();
    }

    /** @brief All is connected and the clock stands at zero: schedule what comes first. */
    virtual void Start() {}

    /** @brief Shows the visitor this component's totals, always the same ones in the same order. */
    virtual void ReportMetrics(MetricVisitor& visitor) const
    {
        static_cast<void>(visitor);
    }

    /** @brief Warm-up is over: maxima and distributions start anew. */
    virtual void BeginMeasurement() {}

    /**
     * @brief What of its own counts, of packets or memory, does not add up now; checked at the end of
     * every run.
     * @return nothing when all does
     */
    virtual std::optional<std::string> FindError() const
    {
        return std::nullopt;
    }

    /** @brief The packets this component itself holds now. */
    virtual Tally Held() const
    {
        return {};
    }

  protected:
    /** @brief The place for attaching parts, drop reasons and streams. */
    virtual void DoAttach() {}

    /** @brief A random stream of this component, by purpose. */
    RandomStream Stream(std::string_view purpose) const
    {
        return m_run->Stream(Path(), purpose);
    }

    DropReason& AddDropReason(const std::string& reason) const
    {
        return m_run->GetLedger().AddReason(Path(), reason);
    }

    void Drop(PacketPtr packet, DropReason& reason) const
    {
        m_run->GetLedger().Drop(std::move(packet), reason, Now());
    }

  private:
    RunContext* m_run = nullptr;
    uint64_t m_pathHash = 0;
    std::unique_ptr<const std::string> m_path; //!< apart: no packet needs it
};

} // namespace nexsim

#endif // NEXSIM_COMPONENT_H
