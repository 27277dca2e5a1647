// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LAZY_TRACE_H
#define NEXSIM_LAZY_TRACE_H

#include "ns3/traced-callback.h"

#include <memory>
#include <string>

namespace nexsim
{

/** @brief An ns3::TracedCallback that takes eight bytes until somebody connects to it. */
template <typename... Arguments>
class LazyTrace
{
  public:
    bool IsEmpty() const
    {
        return !m_trace || m_trace->IsEmpty();
    }

    void operator()(const Arguments&... arguments) const
    {
        if (m_trace)
        {
            (*m_trace)(arguments...);
        }
    }

    // What ns3::MakeTraceSourceAccessor calls.
    void ConnectWithoutContext(const ns3::CallbackBase& callback)
    {
        Trace().ConnectWithoutContext(callback);
    }

    void Connect(const ns3::CallbackBase& callback, std::string context)
    {
        Trace().Connect(callback, std::move(context));
    }

    void DisconnectWithoutContext(const ns3::CallbackBase& callback)
    {
        Trace().DisconnectWithoutContext(callback);
    }

    void Disconnect(const ns3::CallbackBase& callback, std::string context)
    {
        Trace().Disconnect(callback, std::move(context));
    }

  private:
    ns3::TracedCallback<Arguments...>& Trace()
    {
        if (!m_trace)
        {
            m_trace = std::make_unique<ns3::TracedCallback<Arguments...>>();
        }
        return *m_trace;
    }

    std::unique_ptr<ns3::TracedCallback<Arguments...>> m_trace;
};

} // namespace nexsim

#endif // NEXSIM_LAZY_TRACE_H
