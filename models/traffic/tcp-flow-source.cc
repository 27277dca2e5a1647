// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-flow-source.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(TcpFlowSource);

ns3::TypeId
TcpFlowSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::TcpFlowSource")
            .SetParent<TcpTransferSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<TcpFlowSource>()
            .AddAttribute("Rate",
                          "Payload bits per second that the transfers of each sender bring, "
                          "divided over its destinations.",
                          QuantityDefault(BitRate(1'000'000'000)),
                          MakeQuantityAccessor(&TcpFlowSource::m_rate),
                          MakeQuantityChecker<BitRate>(BitRate(1),
                                                       BitRate(8'000'000'000'000),
                                                       Change::AtRuntime))
            .AddAttribute("Size",
                          "Payload bytes of a transfer; must be given. A law's 0 B counts as 1 B.",
                          PolicyValue(),
                          MakePolicyAccessor(&TcpFlowSource::m_size),
                          MakeRandomQuantityChecker(Dimension::Size, 1, int64_t{1} << 53))
            .AddAttribute("Flows",
                          "Transfers that each pair begins; 0 for no end.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&TcpFlowSource::m_flows),
                          MakeIntegerRangeChecker(0, 1'000'000'000))
            .AddAttribute("Gap",
                          "Time from the beginning of a transfer to that of the next, the first at "
                          "Start; when none is given, exponential by Rate.",
                          PolicyValue(),
                          MakePolicyAccessor(&TcpFlowSource::m_gap),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("Stop",
                          "When no more transfers begin.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&TcpFlowSource::m_stop),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever));
    return tid;
}

void
TcpFlowSource::DoAttach()
{
    TcpTransferSource::DoAttach();
    if (!m_size)
    {
        throw std::invalid_argument(Path() + ": a TcpFlowSource needs the Size of its transfers");
    }
    m_size->Minimum();
    if (m_gap && m_flows == 0 && !(m_gap->Mean() > 0))
    {
        throw std::invalid_argument(
            Path() + ": transfers without a Gap begin all at once, and Flows must say how many");
    }
    if (m_gap)
    {
        m_gap->Minimum();
        m_gapStream = Stream("flow-gap");
    }
    m_poissonGap.emplace(Stream("flow-gap"));
    m_sizeStream = Stream("flow-size");
    m_timer.Bind<&TcpFlowSource::OnNext>(*this, Priority::Timer);
}

void
TcpFlowSource::Begin()
{
    if (m_gap)
    {
        OnNext();
    }
    else
    {
        ArmNext();
    }
}

void
TcpFlowSource::ArmNext()
{
    if (m_flows != 0 && Begun() >= m_flows)
    {
        return;
    }
    const SimTime gap =
        m_gap ? SimTime(m_gap->Draw(*m_gapStream))
              : m_poissonGap->Draw(m_size->Mean(),
                                   BitRate(std::max<int64_t>(1, m_rate.Value() / Split())));
    m_timer.ArmAt(Now() + gap);
}

void
TcpFlowSource::OnNext()
{
    if (Now() >= m_stop)
    {
        return;
    }
    BeginTransfer(std::max(int64_t{1}, m_size->Draw(*m_sizeStream)));
    ArmNext();
}

} // namespace nexsim
