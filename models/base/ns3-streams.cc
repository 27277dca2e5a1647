// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/ns3-streams.h"

#include "ns3/random-variable-stream.h"
#include "ns3/rng-seed-manager.h"
#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief The attribute from which each new random variable takes its stream. */
size_t
StreamAttribute()
{
    const ns3::TypeId type = ns3::RandomVariableStream::GetTypeId();
    for (size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        if (type.GetAttribute(i).name == "Stream")
        {
            return i;
        }
    }
    throw std::logic_error("ns3::RandomVariableStream has no attribute Stream");
}

void
SetInitialStream(const ns3::Ptr<const ns3::AttributeValue>& value)
{
    static const size_t index = StreamAttribute();
    ns3::RandomVariableStream::GetTypeId().SetAttributeInitialValue(index, value);
}

} // namespace

/** @brief The initial value of that attribute: ns-3 copies it once for each new variable. */
class Ns3Streams::NextStream : public ns3::IntegerValue
{
  public:
    NextStream(RunContext& run, std::string path) : m_run(run), m_path(std::move(path)) {}

    ns3::Ptr<ns3::AttributeValue> Copy() const override
    {
        if (!m_globals)
        {
            m_globals = {ns3::RngSeedManager::GetSeed(), ns3::RngSeedManager::GetRun()};
            ns3::RngSeedManager::SetSeed(m_run.Seed());
            ns3::RngSeedManager::SetRun(m_run.Replication());
        }
        m_run.NoteDraws();
        const uint64_t number =
            RandomStream::NumberOf(m_run.Seed(),
                                   m_path,
                                   fmt::format("ns3-variable-{}", m_variables++));
        // ns-3 adds 2^63 to a number that it is given.
        return ns3::Create<ns3::IntegerValue>(static_cast<int64_t>(number - (uint64_t{1} << 63)));
    }

    void RestoreGlobals()
    {
        if (m_globals)
        {
            ns3::RngSeedManager::SetSeed(m_globals->first);
            ns3::RngSeedManager::SetRun(m_globals->second);
            m_globals.reset();
        }
    }

  private:
    RunContext& m_run;
    std::string m_path;
    mutable uint64_t m_variables = 0;
    mutable std::optional<std::pair<uint32_t, uint64_t>> m_globals; //!< ns-3's seed and run before
};

Ns3Streams::Ns3Streams(RunContext& run, std::string path)
    : m_next(ns3::Create<NextStream>(run, std::move(path))),
      m_automatic(
          ns3::RandomVariableStream::GetTypeId().GetAttribute(StreamAttribute()).initialValue)
{
}

Ns3Streams::~Ns3Streams() = default;

Ns3Streams::Scope::Scope(const Ns3Streams& streams) : m_streams(streams)
{
    SetInitialStream(m_streams.m_next);
}

Ns3Streams::Scope::~Scope()
{
    SetInitialStream(m_streams.m_automatic);
    m_streams.m_next->RestoreGlobals();
}

} // namespace nexsim
