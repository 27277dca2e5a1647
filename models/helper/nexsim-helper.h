// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXSIM_HELPER_H
#define NEXSIM_NEXSIM_HELPER_H

#include "models/helper/script-network.h"

#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/trace-helper.h"

#include <ostream>
#include <string>

namespace nexsim
{

/**
 * @brief Puts nexsim's NICs, links and switches into an ns-3 program.
 *
 *   Time::SetResolution(Time::PS);                       // first in main
 *   nexsim::DeterministicSimulatorImpl::Select();        // or stay with ns-3's own simulator
 *   nexsim::NexsimHelper helper;
 *   helper.SetLinkAttribute("Rate", DataRateValue(DataRate("1Gbps")));
 *   Ptr<Node> sw = helper.CreateSwitch("sw");
 *   NetDeviceContainer devices = helper.Install(hosts, sw);
 *
 * Settings hold for what is made after them, as with ns-3's own helpers. One helper stands for one
 * simulation, and all that it makes is one network; copies of a helper share it. Its random numbers
 * follow from ns-3's seed and run number.
 */
class NexsimHelper : public ns3::PcapHelperForDevice, public ns3::AsciiTraceHelperForDevice
{
  public:
    /** @throws std::runtime_error when ns-3's time resolution is not picoseconds */
    NexsimHelper();

    // Attributes of what is made from here on; values as ValueFor takes them.
    // @throws std::invalid_argument for an unknown attribute or a value that does not fit
    void SetDeviceAttribute(const std::string& name, const ns3::AttributeValue& value); //!< Nic
    void SetLinkAttribute(const std::string& name, const ns3::AttributeValue& value);
    void SetSwitchAttribute(const std::string& name, const ns3::AttributeValue& value);
    void SetPortAttribute(const std::string& name,
                          const ns3::AttributeValue& value); //!< SwitchPort

    /** @brief A type by name with pairs of attribute and value, for queue disciplines and others. */
    template <typename... Arguments>
    static Blueprint MakeBlueprint(const std::string& type, Arguments&&... settings)
    {
        Blueprint blueprint(ns3::TypeId::LookupByName(type));
        Set(blueprint, std::forward<Arguments>(settings)...);
        return blueprint;
    }

    /** @brief The queue in front of a NIC's transmit ring, a nexsim QueueDisc; see MakeBlueprint. */
    void SetDeviceQueue(const Blueprint& queue);

    /** @brief The queue of a switch port. */
    void SetPortQueue(const Blueprint& queue);

    /** @brief A switch of this name, which no other node of the helper may have. */
    ns3::Ptr<Switch> CreateSwitch(const std::string& name);

    /** @brief A link; each end that is no switch gets a NIC. @return the NICs, that of `a` first */
    ns3::NetDeviceContainer Install(ns3::Ptr<ns3::Node> a, ns3::Ptr<ns3::Node> b);

    /** @brief A link from each of the nodes to one. @return the NICs in the order of the nodes */
    ns3::NetDeviceContainer Install(const ns3::NodeContainer& nodes, ns3::Ptr<ns3::Node> to);

    /**
     * @brief Takes all links between two nodes down or up, now.
     * @throws std::invalid_argument when there are none
     */
    void SetLinkState(ns3::Ptr<ns3::Node> a, ns3::Ptr<ns3::Node> b, LinkState state);

    /** @brief What all parts share: ledger, flows, fingerprint. */
    RunContext& Run() const;

    /**
     * @brief Every packet was born once and ended once, or is still inside: before Destroy.
     * @throws std::logic_error with who says what, when a packet has gone missing
     */
    void CheckBalance() const;

    /** @brief Packets born, duplicated, delivered, dropped by place and reason, and inside. */
    void PrintLedger(std::ostream& out) const;

  private:
    static void Set(Blueprint& /*blueprint*/) {}

    static void Set(Blueprint& blueprint,
                    const std::string& name,
                    const ns3::AttributeValue& value);

    template <typename... Arguments>
    static void Set(Blueprint& blueprint,
                    const std::string& name,
                    const ns3::AttributeValue& value,
                    Arguments&&... others)
    {
        Set(blueprint, name, value);
        Set(blueprint, std::forward<Arguments>(others)...);
    }

    void EnablePcapInternal(std::string prefix,
                            ns3::Ptr<ns3::NetDevice> device,
                            bool promiscuous,
                            bool explicitFilename) override;
    void EnableAsciiInternal(ns3::Ptr<ns3::OutputStreamWrapper> stream,
                             std::string prefix,
                             ns3::Ptr<ns3::NetDevice> device,
                             bool explicitFilename) override;

    ns3::Ptr<ScriptNetwork> m_network;
    LinkBlueprint m_blueprint;
    Blueprint m_switch;
};

} // namespace nexsim

#endif // NEXSIM_NEXSIM_HELPER_H
