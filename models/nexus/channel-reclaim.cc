// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-reclaim.h"

#include "models/base/attributes.h"
#include "models/nexus/keep-reclaim-policy.h"
#include "models/nexus/nexus-datapath.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ChannelReclaim);

ns3::TypeId
ChannelReclaim::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ChannelReclaim")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<ChannelReclaim>()
            .AddAttribute("Policy",
                          "What is done about the memory of suspended applications; Keep when none "
                          "is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&ChannelReclaim::m_policy),
                          MakePolicyChecker<ReclaimPolicy>())
            .AddAttribute("Budget",
                          "Memory that the host has for the pools and arenas of its nexus.",
                          QuantityDefault(Bytes(kUnlimited)),
                          MakeQuantityAccessor(&ChannelReclaim::m_budget),
                          MakeQuantityChecker<Bytes>(Bytes(4096), Bytes(kUnlimited)))
            .AddAttribute("Opportunistic",
                          "Whether a channel of which the application has packets, or that has no "
                          "pool, is left alone (XNU: sk_opp_defunct).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&ChannelReclaim::m_isOpportunistic),
                          ns3::MakeBooleanChecker())
            .AddAttribute("StallThreshold",
                          "A channel whose application has read nothing for longer, since packets "
                          "came, becomes defunct, whatever the policy (XNU: fsw_rx_stall_thresh, "
                          "10 s); 0: none does.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&ChannelReclaim::m_stallThreshold),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(100'000)))
            .AddAttribute("StallPeriod",
                          "How often it is looked for such channels (XNU's reaper runs every "
                          "second, and looks at them in a pass 10 s after the last or later).",
                          QuantityDefault(Seconds(1)),
                          MakeQuantityAccessor(&ChannelReclaim::m_stallPeriod),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(100'000)));
    return tid;
}

void
ChannelReclaim::DoAttach()
{
    m_memory.Connect(*this, Run());
    m_shortageTimer.Bind<&ChannelReclaim::OnShortageTimer>(*this, Priority::PolicyTimer);
    m_openTimer.Bind<&ChannelReclaim::OnOpenTimer>(*this, Priority::PolicyTimer);
    m_stallTimer.Bind<&ChannelReclaim::OnStallTimer>(*this, Priority::PolicyTimer);
    if (!m_policy)
    {
        m_policy = ns3::CreateObject<KeepReclaimPolicy>();
    }
}

void
ChannelReclaim::Connect(Core& core, const Cost& teardown)
{
    m_core = &core;
    m_teardown = teardown;
}

void
ChannelReclaim::Add(NexusDatapath& channel)
{
    m_channels.push_back(&channel);
}

/** Until now channels were opened of applications, too, that have no process to begin with. */
void
ChannelReclaim::Start()
{
    if (m_memory.Used() > m_budget.Value())
    {
        throw std::invalid_argument(fmt::format(
            "{}: Budget is {} B, and the nexus has {} B of arenas and pools to begin with; write "
            "more, or \"State\": \"closed\" for applications that begin later",
            Path(),
            m_budget.Value(),
            m_memory.Used()));
    }
    m_memory.SetLimit(m_budget);
    if (m_stallThreshold > SimTime(0))
    {
        m_stallTimer.ArmAt(Now() + m_stallPeriod);
    }
}

void
ChannelReclaim::OnSuspended(NexusDatapath& channel)
{
    m_suspended.push_back(&channel);
    m_policy->OnSuspended(channel, *this);
    if (!m_openers.empty())
    {
        m_openTimer.ArmAt(Now()); // who fails again makes the policy look again
    }
}

void
ChannelReclaim::OnResumed(NexusDatapath& channel)
{
    m_suspended.erase(std::remove(m_suspended.begin(), m_suspended.end(), &channel),
                      m_suspended.end());
}

std::vector<ReclaimableChannel*>
ChannelReclaim::Suspended() const
{
    std::vector<ReclaimableChannel*> channels;
    for (NexusDatapath* channel : m_suspended)
    {
        if (channel->IsReclaimable())
        {
            channels.push_back(channel);
        }
    }
    return channels;
}

void
ChannelReclaim::AskDefunct(ReclaimableChannel& channel)
{
    Defunct(static_cast<NexusDatapath&>(channel), Teardown::Defunct);
}

void
ChannelReclaim::Defunct(NexusDatapath& channel, Teardown how)
{
    if (!channel.IsDefunctOk())
    {
        ++m_prunes;
        channel.Prune();
        return;
    }
    if (m_isOpportunistic && channel.HasLoans())
    {
        ++m_skipped;
        return;
    }
    Ask(channel, how);
}

void
ChannelReclaim::AskKill(ReclaimableChannel& channel)
{
    Ask(static_cast<NexusDatapath&>(channel), Teardown::Killed);
}

void
ChannelReclaim::Quit(NexusDatapath& channel)
{
    Ask(channel, Teardown::Quit);
}

void
ChannelReclaim::Ask(NexusDatapath& channel, Teardown how)
{
    m_items.push_back({&channel, how, Now()});
    m_core->Wake(m_thread);
}

void
ChannelReclaim::OnUnlocked()
{
    if (!m_items.empty())
    {
        m_core->Wake(m_thread);
    }
}

bool
ChannelReclaim::Begin(CoreWork& work)
{
    while (!m_items.empty())
    {
        const Item& item = m_items.front();
        if (!item.channel->IsDue(item.how))
        {
            m_items.pop_front();
            RetryWhenIdle();
            continue;
        }
        if (item.channel->IsInCall())
        {
            return false; // its end wakes this thread
        }
        m_defuncts += item.how == Teardown::Defunct || item.how == Teardown::Stalled ? 1 : 0;
        m_kills += item.how == Teardown::Killed ? 1 : 0;
        item.channel->BeginTeardown(item.how, item.asked);
        work.Add(m_teardown);
        return true;
    }
    return false;
}

void
ChannelReclaim::Finish()
{
    NexusDatapath& channel = *m_items.front().channel;
    m_items.pop_front();
    channel.FinishTeardown();
    RetryWhenIdle();
}

/** What was asked for on behalf of those who wait may have brought nothing. */
void
ChannelReclaim::RetryWhenIdle()
{
    if (m_items.empty() && !m_openers.empty())
    {
        m_openTimer.ArmAt(Now());
    }
}

void
ChannelReclaim::WaitForMemory(NexusDatapath& channel)
{
    StopWaiting(channel);
    m_openers.push_back(&channel);
}

void
ChannelReclaim::StopWaiting(NexusDatapath& channel)
{
    m_openers.erase(std::remove(m_openers.begin(), m_openers.end(), &channel), m_openers.end());
}

/** Within an allocation: what is to be done about it is done when that is over. */
void
ChannelReclaim::OnShortage()
{
    m_hasFailed = true;
    m_shortageTimer.ArmAt(Now());
}

void
ChannelReclaim::OnShortageTimer()
{
    m_policy->OnShortage(*this);
}

void
ChannelReclaim::OnReleased()
{
    if (m_hasFailed)
    {
        m_openTimer.ArmAt(Now());
    }
}

/** Senders that found no memory try again, then channels in the order in which they have failed. */
void
ChannelReclaim::OnOpenTimer()
{
    m_hasFailed = false;
    for (NexusDatapath* channel : m_channels)
    {
        channel->OnMemory();
    }
    std::deque<NexusDatapath*> openers;
    openers.swap(m_openers);
    while (!openers.empty() && m_openers.empty())
    {
        openers.front()->TryOpen();
        openers.pop_front();
    }
    m_openers.insert(m_openers.end(), openers.begin(), openers.end());
    m_hasFailed = m_hasFailed || !m_openers.empty();
}

void
ChannelReclaim::OnStallTimer()
{
    for (NexusDatapath* channel : m_channels)
    {
        if (channel->IsStalled(m_stallThreshold))
        {
            ++m_stalls;
            Defunct(*channel, Teardown::Stalled);
        }
    }
    m_stallTimer.ArmAt(Now() + m_stallPeriod);
}

void
ChannelReclaim::CountReclaimed(int64_t bytes, SimTime asked)
{
    m_reclaimed += bytes;
    ++m_reclaims;
    m_reclaimTime += Now() - asked;
}

void
ChannelReclaim::BeginMeasurement()
{
    m_memory.BeginMeasurement();
}

std::optional<std::string>
ChannelReclaim::FindError() const
{
    int64_t known = 0;
    for (const NexusDatapath* channel : m_channels)
    {
        known += channel->ArenaBytes();
    }
    for (const NexusPool* pool : m_otherPools)
    {
        known += pool->Resident();
    }
    if (known == m_memory.Used() && known <= m_memory.Limit())
    {
        return std::nullopt;
    }
    return fmt::format("{} B of networking memory are in use, of {}; arenas and pools have {} B",
                       m_memory.Used(),
                       m_memory.Limit(),
                       known);
}

void
ChannelReclaim::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Level({"memory", "B", "memory of arenas and pools"}, m_memory.Used());
    visitor.TimeAverage({"memory_mean", "B", "of it, over time"}, m_memory.Integral());
    visitor.Maximum({"memory_max", "B", "most of it"}, m_memory.Most());
    visitor.Counter({"allocation_failures", "1", "allocations beyond the budget"},
                    m_memory.Failures());
    visitor.Level({"waiting", "1", "channels that cannot be opened for want of memory"},
                  static_cast<int64_t>(m_openers.size()));
    visitor.Counter({"defuncts", "1", "channels that became defunct"}, m_defuncts);
    visitor.Counter({"ChanDefunctSkipped", "1", "channels left alone, as Opportunistic says"},
                    m_skipped);
    visitor.Counter({"drained", "1", "channels that may not: only their caches were emptied"},
                    m_prunes);
    visitor.Counter({"RxRingStall", "1", "channels found stalled"}, m_stalls);
    visitor.Counter({"kills", "1", "processes killed"}, m_kills);
    visitor.Counter({"reclaimed", "B", "memory that defunct channels gave up"}, m_reclaimed);
    visitor.Counter({"reclaim_time", "ps", "from asking for that to having it, summed up"},
                    m_reclaimTime.Value());
    visitor.Quotient({"mean_reclaim_time", "ps", "of it, per channel"},
                     m_reclaimTime.Value(),
                     m_reclaims);
}

} // namespace nexsim
