// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/bernoulli-source.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(BernoulliSource);

ns3::TypeId
BernoulliSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::BernoulliSource")
            .SetParent<OpenLoopSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<BernoulliSource>()
            .AddAttribute("Slot",
                          "Length of a slot.",
                          QuantityDefault(MicroSeconds(1)),
                          MakeQuantityAccessor(&BernoulliSource::m_slot),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(1)))
            .AddAttribute("Probability",
                          "That a slot has a packet.",
                          QuantityDefault(Ratio(500'000'000)),
                          MakeQuantityAccessor(&BernoulliSource::m_probability),
                          MakeQuantityChecker<Ratio>(Ratio(1), Ratio(1'000'000'000)));
    return tid;
}

std::optional<double>
BernoulliSource::OfferedRate(int64_t /*split*/) const
{
    constexpr double kPicosecondsPerSecond = 1e12;
    return MeanPacketSize() * 8 * ToDouble(m_probability) * kPicosecondsPerSecond /
           static_cast<double>(m_slot.Value());
}

void
BernoulliSource::DoAttach()
{
    OpenLoopSource::DoAttach();
    m_stream = Stream("slots");
    m_timer.Bind<&BernoulliSource::OnSlot>(*this, Priority::Timer);
}

SimTime
BernoulliSource::NextBusy(SimTime slot)
{
    const double probability = ToDouble(m_probability);
    while (m_stream->Uniform() >= probability)
    {
        if (kNever - slot < m_slot)
        {
            return kNever; // simulated time ends before
        }
        slot += m_slot;
    }
    return slot;
}

void
BernoulliSource::Begin()
{
    m_timer.ArmAt(NextBusy(Now()));
}

void
BernoulliSource::OnSlot()
{
    if (HasStopped())
    {
        return;
    }
    SendNext(DrawSize());
    m_timer.ArmAt(NextBusy(Now() + m_slot));
}

} // namespace nexsim
