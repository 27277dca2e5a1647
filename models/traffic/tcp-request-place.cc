// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-request-place.h"

#include <utility>

namespace nexsim
{

TcpRequestSource::Place::Place(TcpRequestSource& source) : m_source(source)
{
    m_serviceTimer.Bind<&Place::Answer>(*this, source, Priority::Timer);
    m_thinkTimer.Bind<&Place::Finish>(*this, source, Priority::Timer);
}

void
TcpRequestSource::Place::Send(SimTime arrived)
{
    m_arrived = arrived;
    // All draws of a request are made here: whatever delays one, the others keep theirs.
    const int64_t size = m_source.Draw(m_source.m_requestSize, m_source.m_requestStream);
    m_responseSize = m_source.Draw(m_source.m_responseSize, m_source.m_responseStream);
    m_serviceTime = m_source.DrawTime(m_source.m_serviceTime, m_source.m_serviceStream);
    m_thinkTime = m_source.DrawTime(m_source.m_thinkTime, m_source.m_thinkStream);
    const bool isNew = !m_connection;
    if (isNew)
    {
        m_connection = m_source.OpenConnection(*this);
        m_requestEnd = 0;
        m_responseEnd = 0;
        m_reported = 0;
    }
    m_requestEnd += static_cast<uint64_t>(size);
    m_answered = false;
    m_connection->WriteRequest(size);
    if (isNew)
    {
        m_connection->Open();
    }
}

void
TcpRequestSource::Place::OnRequestBytes(uint64_t inOrder)
{
    if (inOrder != m_requestEnd || m_answered)
    {
        return;
    }
    m_answered = true;
    if (m_source.m_serviceTime)
    {
        m_serviceTimer.ArmAt(m_source.After(m_serviceTime));
        return;
    }
    Answer();
}

void
TcpRequestSource::Place::Answer()
{
    m_responseEnd += static_cast<uint64_t>(m_responseSize);
    m_connection->WriteResponse(m_responseSize);
}

void
TcpRequestSource::Place::OnResponseBytes(uint64_t inOrder)
{
    if (m_responseEnd == m_reported || inOrder != m_responseEnd)
    {
        return;
    }
    m_reported = m_responseEnd;
    m_source.OnResponse(m_arrived);
    if (m_source.m_use == ConnectionUse::PerRequest)
    {
        m_source.Leave(std::move(m_connection));
    }
    if (m_source.m_thinkTime)
    {
        m_thinkTimer.ArmAt(m_source.After(m_thinkTime));
        return;
    }
    Finish();
}

void
TcpRequestSource::Place::Finish()
{
    m_source.OnFree(*this);
}

} // namespace nexsim
