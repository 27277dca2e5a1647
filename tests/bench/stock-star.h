// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STOCK_STAR_H
#define NEXSIM_STOCK_STAR_H

#include "ns3/application-container.h"
#include "ns3/inet-socket-address.h"
#include "ns3/node-container.h"

#include <cstdint>
#include <string>

/**
 * @brief Eight hosts on 10 Gb/s links of 1 us at a router, and a sink behind its port: nothing but
 * stock ns-3, with its Internet stack, traffic control and point-to-point devices.
 */
class StockStar
{
  public:
    static constexpr uint32_t kPayload = 1448; //!< bytes of a packet that are an application's

    /** @brief What differs between the benches. */
    struct Setup
    {
        std::string deviceQueue; //!< of every device, as in "100p"
        std::string sinkRate = "10Gbps";
        std::string sinkDelay = "1us";
        std::string sinkQueueDisc; //!< of the router's port; empty for a FIFO as elsewhere
    };

    /** @brief Time's resolution and ns-3's defaults are set before. */
    explicit StockStar(const Setup& setup);

    /** @brief The eight. */
    ns3::NodeContainer Hosts() const;

    /** @brief Where the sink listens. */
    ns3::InetSocketAddress Target() const
    {
        return m_target;
    }

    /** @brief Lets so much time pass, and prints what the sink has got by then, and how fast. */
    void Run(const std::string& socketFactory, int64_t milliseconds);

  private:
    ns3::NodeContainer m_nodes; //!< 0 is the router, 1 the sink
    ns3::InetSocketAddress m_target{9};
};

#endif // NEXSIM_STOCK_STAR_H
