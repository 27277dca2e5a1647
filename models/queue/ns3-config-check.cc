// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/ns3-config-check.h"

#include "ns3/log.h"

#include <iostream>
#include <sstream>

namespace nexsim
{

namespace
{

bool CheckConfigOf(ns3::QueueDisc& disc);

/** @brief CheckConfig is private; an explicit instantiation may name it all the same. */
template <bool (ns3::QueueDisc::*Method)()>
struct ConfigAccess
{
    friend bool CheckConfigOf(ns3::QueueDisc& disc)
    {
        return (disc.*Method)();
    }
};

template struct ConfigAccess<&ns3::QueueDisc::CheckConfig>;

/** @brief Reads what ns-3 logs as errors of one log component, as long as it lives. */
class LoggedErrors
{
  public:
    explicit LoggedErrors(const std::string& component) : m_clog(std::clog.rdbuf(m_text.rdbuf()))
    {
        const auto& components = *ns3::LogComponent::GetComponentList();
        const auto found = components.find(component);
        if (found != components.end() && !found->second->IsEnabled(ns3::LOG_ERROR))
        {
            m_enabled = found->second;
            m_enabled->Enable(ns3::LOG_ERROR);
        }
    }

    ~LoggedErrors()
    {
        std::clog.rdbuf(m_clog);
        if (m_enabled != nullptr)
        {
            m_enabled->Disable(ns3::LOG_ERROR);
        }
    }

    LoggedErrors(const LoggedErrors&) = delete;
    LoggedErrors& operator=(const LoggedErrors&) = delete;

    std::string Text() const
    {
        const std::string text = m_text.str();
        return text.substr(0, text.find('\n'));
    }

  private:
    std::ostringstream m_text;
    std::streambuf* m_clog;
    ns3::LogComponent* m_enabled = nullptr;
};

} // namespace

std::optional<std::string>
Ns3ConfigError(ns3::QueueDisc& disc)
{
    const std::string name = disc.GetInstanceTypeId().GetName();
    const size_t colons = name.rfind("::");
    const LoggedErrors errors(colons == std::string::npos ? name : name.substr(colons + 2));
    if (CheckConfigOf(disc))
    {
        return std::nullopt;
    }
    return errors.Text().empty() ? "it gives no reason" : errors.Text();
}

} // namespace nexsim
