// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DATAPATH_H
#define NEXSIM_DATAPATH_H

#include "models/base/component.h"
#include "models/base/packet-sink.h"

#include "ns3/node.h"
#include "ns3/object.h"

namespace nexsim
{

class Processor;

/** @brief What a datapath sees of the host below it. */
class HostNetwork
{
  public:
    virtual ~HostNetwork() = default;

    /** @brief Takes ownership; the packet goes to the NIC that its destination is routed to. */
    virtual void Transmit(PacketPtr packet) = 0;

    /** @brief The host itself, for what ns-3 has to be told of. */
    virtual ns3::Ptr<ns3::Node> GetNode() = 0;

    /** @brief The host's cores; null for a host whose processing takes no time. */
    virtual Processor* GetProcessor() = 0;
};

/**
 * @brief The path that an application's packets take through its host, down and up.
 *
 * Send is called by protocols and applications, Deliver by the host with packets of the datapath's
 * flows. What comes up ends at the flow's receiver (FlowRecord::receiver).
 */
class Datapath : public ns3::Object, public Component, public DatapathPort, public PacketSink
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before Attach. */
    void Connect(HostNetwork& network)
    {
        m_network = &network;
    }

  protected:
    HostNetwork& Network() const
    {
        return *m_network;
    }

  private:
    HostNetwork* m_network = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_DATAPATH_H
