// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-agenda.h"

#include <algorithm>

namespace nexsim
{

void
RunAgenda::Add(SimTime at, std::function<void()> action)
{
    m_items.push_back({at, std::move(action)});
}

void
RunAgenda::Start()
{
    std::stable_sort(m_items.begin(), m_items.end(), [](const Item& a, const Item& b) {
        return a.at < b.at;
    });
    m_timer.Bind<&RunAgenda::OnTimer>(*this, Priority::Initialise);
    if (!m_items.empty())
    {
        m_timer.ArmAt(m_items.front().at);
    }
}

void
RunAgenda::OnTimer()
{
    while (m_next < m_items.size() && m_items[m_next].at == Now())
    {
        m_items[m_next++].action();
    }
    if (m_next < m_items.size())
    {
        m_timer.ArmAt(m_items[m_next].at);
    }
}

} // namespace nexsim
