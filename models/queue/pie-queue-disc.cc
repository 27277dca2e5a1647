// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/pie-queue-disc.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PieQueueDisc);

namespace
{

/** The smaller the probability, the smaller its steps (RFC 8033 section 4.2). */
double
Scale(double probability)
{
    constexpr double kBelow[][2] =
        {{0.000001, 2048}, {0.00001, 512}, {0.0001, 128}, {0.001, 32}, {0.01, 8}, {0.1, 2}};
    for (const auto& [below, divisor] : kBelow)
    {
        if (probability < below)
        {
            return divisor;
        }
    }
    return 1;
}

double
InSeconds(SimTime span)
{
    return static_cast<double>(span.Value()) / 1e12;
}

} // namespace

void
PieController::Update(SimTime delay)
{
    const double now = InSeconds(delay);
    double step = alpha * (now - InSeconds(reference)) + beta * (now - InSeconds(previous));
    step /= Scale(probability);
    if (probability >= 0.1)
    {
        step = std::min(step, 0.02); // section 5.5
    }
    probability += step;
    if (delay == SimTime(0) && previous == SimTime(0))
    {
        probability *= 0.98;
    }
    probability = std::min(1.0, std::max(0.0, probability));
    previous = delay;
}

ns3::TypeId
PieQueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::PieQueueDisc")
            .SetParent<SingleQueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<PieQueueDisc>()
            .AddAttribute("Target",
                          "Delay aimed at (RFC 8033: QDELAY_REF).",
                          QuantityDefault(MilliSeconds(15)),
                          MakeQuantityAccessor(&PieQueueDisc::m_reference),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(10)))
            .AddAttribute("Period",
                          "Between two updates of the probability (T_UPDATE).",
                          QuantityDefault(MilliSeconds(15)),
                          MakeQuantityAccessor(&PieQueueDisc::m_period),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(10)))
            .AddAttribute("MaxBurst",
                          "How long a burst after quiet passes untouched (MAX_BURST).",
                          QuantityDefault(MilliSeconds(150)),
                          MakeQuantityAccessor(&PieQueueDisc::m_maxBurst),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
            .AddAttribute("Alpha",
                          "Weight of the delay above the target.",
                          QuantityDefault(Frequency(125'000)),
                          MakeQuantityAccessor(&PieQueueDisc::m_alpha),
                          MakeQuantityChecker<Frequency>(Frequency(0), Frequency(1'000'000'000)))
            .AddAttribute("Beta",
                          "Weight of the growth of the delay since the last update.",
                          QuantityDefault(Frequency(1'250'000)),
                          MakeQuantityAccessor(&PieQueueDisc::m_beta),
                          MakeQuantityChecker<Frequency>(Frequency(0), Frequency(1'000'000'000)))
            .AddAttribute("MeanPacketSize",
                          "IP bytes of a usual packet; with two of them waiting or less, nothing "
                          "is dropped early.",
                          QuantityDefault(Bytes(1000)),
                          MakeQuantityAccessor(&PieQueueDisc::m_meanSize),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(65'535)))
            .AddAttribute("ByteMode",
                          "Risk in proportion to the packet's size.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&PieQueueDisc::m_byteMode),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Derandomise",
                          "Keep drops neither too close nor too far apart (section 5.4).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&PieQueueDisc::m_derandomise),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Ecn",
                          "Mark ECN-capable packets instead of dropping them.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&PieQueueDisc::m_ecn),
                          ns3::MakeBooleanChecker())
            .AddAttribute("MarkThreshold",
                          "Probability from which on ECN-capable packets are dropped too.",
                          QuantityDefault(Ratio(100'000'000)),
                          MakeQuantityAccessor(&PieQueueDisc::m_markRatio),
                          MakeQuantityChecker<Ratio>(Ratio(0), Ratio(1'000'000'000)));
    return tid;
}

void
PieQueueDisc::DoAttach()
{
    SingleQueueDisc::DoAttach();
    m_controller.alpha = static_cast<double>(m_alpha.Value()) / 1e6;
    m_controller.beta = static_cast<double>(m_beta.Value()) / 1e6;
    m_controller.reference = m_reference;
    m_burst = m_maxBurst;
    m_markBelow = static_cast<double>(m_markRatio.Value()) / 1e9;
    m_update.Bind<&PieQueueDisc::OnUpdate>(*this, Priority::PolicyTimer);
    m_stream.emplace(Stream("early"));
    m_early = &AddDropReason("early");
}

void
PieQueueDisc::Start()
{
    m_update.ArmAt(Now() + m_period);
}

void
PieQueueDisc::OnUpdate()
{
    const SimTime half(m_reference.Value() / 2);
    const bool wasQuiet = m_controller.previous < half;
    m_controller.Update(m_delay);
    if (m_controller.probability == 0 && wasQuiet && m_delay < half)
    {
        m_burst = m_maxBurst;
    }
    else
    {
        m_burst = std::max(SimTime(0), m_burst - m_period);
    }
    m_update.ArmAt(Now() + m_period);
}

void
PieQueueDisc::DoEnqueue(PacketPtr packet)
{
    if (IsOverLimit())
    {
        m_accumulated = 0;
        DropFull(std::move(packet));
        return;
    }
    if (IsAtChance(*packet))
    {
        m_accumulated = 0;
        const bool mayMark = m_ecn && m_controller.probability < m_markBelow;
        if (!mayMark || !MarkCongestion(*packet))
        {
            DropHeld(std::move(packet), *m_early);
            return;
        }
    }
    m_waiting.Push(std::move(packet));
}

bool
PieQueueDisc::IsAtChance(const Packet& packet)
{
    const double probability = m_controller.probability;
    const Bytes before = Backlog() - Bytes(packet.size);
    const bool isQuiet =
        m_controller.previous < SimTime(m_reference.Value() / 2) && probability < 0.2;
    if (m_burst > SimTime(0) || isQuiet || before <= m_meanSize * 2)
    {
        return false;
    }
    if (m_derandomise)
    {
        m_accumulated = probability == 0 ? 0 : m_accumulated + probability;
        if (m_accumulated < 0.85)
        {
            return false;
        }
        if (m_accumulated >= 8.5)
        {
            return true;
        }
    }
    const double risk = m_byteMode
                            ? probability * packet.size / static_cast<double>(m_meanSize.Value())
                            : probability;
    return m_stream->Uniform() <= risk;
}

PacketPtr
PieQueueDisc::DoDequeue()
{
    if (m_waiting.Empty())
    {
        return PacketPtr();
    }
    PacketPtr packet = m_waiting.Pop();
    // A packet whose tail is still to come (cut-through) has not waited.
    m_delay = m_waiting.Empty() ? SimTime(0) : std::max(SimTime(0), Now() - packet->lastMark);
    return packet;
}

void
PieQueueDisc::ReportMetrics(MetricVisitor& visitor) const
{
    SingleQueueDisc::ReportMetrics(visitor);
    visitor.Counter({"early_drops", "packets", "packets dropped by chance"},
                    m_early->dropped.packets);
}

} // namespace nexsim
