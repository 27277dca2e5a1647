// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/portion-pace.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PortionPace);
NS_OBJECT_ENSURE_REGISTERED(FixedPortionPace);
NS_OBJECT_ENSURE_REGISTERED(AdaptivePortionPace);

namespace
{

constexpr int64_t kScale = 65'536;
constexpr int64_t kRatioUnit = 1'000'000'000;

/** After so many empty windows the mean of any count is below one packet. */
constexpr int64_t kForgotten = 128;

} // namespace

ns3::TypeId
PortionPace::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::PortionPace").SetParent<ns3::Object>().SetGroupName("nexsim/nexus");
    return tid;
}

void
PortionPace::OnArrival(SimTime /*now*/)
{
}

ns3::TypeId
FixedPortionPace::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FixedPortionPace")
            .SetParent<PortionPace>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<FixedPortionPace>()
            .AddAttribute("Interval",
                          "Time between portions. The default is an assumption.",
                          QuantityDefault(MilliSeconds(1)),
                          MakeQuantityAccessor(&FixedPortionPace::m_interval),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(10)));
    return tid;
}

SimTime
FixedPortionPace::Interval(SimTime /*now*/, Packets /*portion*/)
{
    return m_interval;
}

ns3::TypeId
AdaptivePortionPace::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::AdaptivePortionPace")
            .SetParent<PortionPace>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<AdaptivePortionPace>()
            .AddAttribute("Least",
                          "Least time between portions, and that before a window is over. All "
                          "defaults here are assumptions.",
                          QuantityDefault(MicroSeconds(500)),
                          MakeQuantityAccessor(&AdaptivePortionPace::m_least),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(10)))
            .AddAttribute("Most",
                          "Greatest time between portions; the greater one of the two counts.",
                          QuantityDefault(MilliSeconds(10)),
                          MakeQuantityAccessor(&AdaptivePortionPace::m_most),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(10)))
            .AddAttribute("Window",
                          "Time over which arrivals are counted; a multiple of the period of "
                          "bursts.",
                          QuantityDefault(MilliSeconds(10)),
                          MakeQuantityAccessor(&AdaptivePortionPace::m_window),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(10)))
            .AddAttribute("Headroom",
                          "Rate of full portions over the rate of arrivals.",
                          QuantityDefault(Ratio(1'250'000'000)),
                          MakeQuantityAccessor(&AdaptivePortionPace::m_headroom),
                          MakeQuantityChecker<Ratio>(Ratio(kRatioUnit), Ratio(100 * kRatioUnit)));
    return tid;
}

void
AdaptivePortionPace::OnArrival(SimTime now)
{
    CloseWindows(now);
    ++m_inWindow;
}

void
AdaptivePortionPace::CloseWindows(SimTime now)
{
    if (m_windowEnd < SimTime(0))
    {
        m_windowEnd = now + m_window;
    }
    for (int64_t closed = 0; now >= m_windowEnd; ++closed)
    {
        if (closed == kForgotten)
        {
            m_perWindow = 0;
            m_windowEnd = now + m_window;
            return;
        }
        const int64_t sample = m_inWindow * kScale;
        m_perWindow = m_isKnown ? m_perWindow + (sample - m_perWindow) / 4 : sample;
        m_isKnown = true;
        m_inWindow = 0;
        m_windowEnd += m_window;
    }
}

SimTime
AdaptivePortionPace::Interval(SimTime now, Packets portion)
{
    CloseWindows(now);
    if (!m_isKnown)
    {
        return m_least;
    }
    // portion x window / (perWindow x headroom)
    const __int128 part = static_cast<__int128>(portion.Value()) * m_window.Value() * kScale;
    const __int128 whole = static_cast<__int128>(m_perWindow) * m_headroom.Value();
    const __int128 limit = m_most.Value();
    if (whole == 0 || part > limit * (whole / kRatioUnit + 1))
    {
        return std::max(m_least, m_most);
    }
    const auto interval = static_cast<int64_t>(part * kRatioUnit / whole);
    return std::max(m_least, std::min(m_most, SimTime(interval)));
}

} // namespace nexsim
