// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NS3_STREAMS_H
#define NEXSIM_NS3_STREAMS_H

#include "models/base/run-context.h"

#include "ns3/integer.h"

#include <string>

namespace nexsim
{

/**
 * @brief Gives random variables that ns-3's code makes on its own streams named after a component.
 *
 * ns-3 numbers the streams of its variables in the order in which a process makes them: one more
 * model anywhere would change the draws of all. While a Scope is open, each new variable gets the
 * stream of (path, "ns3-variable-<n>") in the run's seed and replication instead, n counting from 0.
 */
class Ns3Streams
{
  public:
    /** @param path of the component that the variables belong to */
    Ns3Streams(RunContext& run, std::string path);
    ~Ns3Streams();

    Ns3Streams(const Ns3Streams&) = delete;
    Ns3Streams& operator=(const Ns3Streams&) = delete;

    /** @brief While it lives, new variables are named; one at a time. */
    class Scope
    {
      public:
        explicit Scope(const Ns3Streams& streams);
        ~Scope();

        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

      private:
        const Ns3Streams& m_streams;
    };

  private:
    class NextStream;

    ns3::Ptr<NextStream> m_next;
    ns3::Ptr<const ns3::AttributeValue> m_automatic; //!< what is put back
};

} // namespace nexsim

#endif // NEXSIM_NS3_STREAMS_H
