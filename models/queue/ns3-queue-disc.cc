// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/ns3-queue-disc.h"

#include "models/base/attributes.h"
#include "models/base/hash.h"
#include "models/queue/ns3-config-check.h"

#include "ns3/data-rate.h"
#include "ns3/fifo-queue-disc.h"
#include "ns3/nstime.h"
#include "ns3/simple-net-device.h"
#include "ns3/socket.h"
#include "ns3/uinteger.h"
#include <fmt/format.h>

#include <cctype>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Ns3QueueDisc);

namespace
{

uint8_t
DsField(const Packet& packet)
{
    return static_cast<uint8_t>(packet.dscp << 2 | static_cast<uint8_t>(packet.ecn));
}

/** @brief A packet of ns-3 without content, with the priority that its stack would give it. */
ns3::Ptr<ns3::Packet>
MakeContent(const Packet& packet)
{
    const auto content = ns3::Create<ns3::Packet>();
    ns3::SocketPriorityTag tag;
    tag.SetPriority(ns3::Socket::IpTos2Priority(static_cast<uint8_t>(packet.dscp << 2)));
    content->AddPacketTag(tag);
    return content;
}

/** @brief ns-3's words for a reason as ours are written: "Overlimit drop" is overlimit-drop. */
std::string
Hyphenated(std::string_view text)
{
    std::string words;
    for (const char c : text)
    {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
        {
            words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        else if (!words.empty() && words.back() != '-')
        {
            words += '-';
        }
    }
    words.erase(words.find_last_not_of('-') + 1);
    return words;
}

/** @brief The queues of a device that never stops them. */
ns3::Ptr<ns3::NetDeviceQueueInterface>
MakeDeviceQueues(Bytes mtu)
{
    const auto device = ns3::CreateObject<ns3::SimpleNetDevice>();
    device->SetMtu(static_cast<uint16_t>(mtu.Value()));
    const auto queues = ns3::CreateObject<ns3::NetDeviceQueueInterface>();
    queues->AggregateObject(device);
    return queues;
}

/** @brief An attribute of ns-3's with a value that its own checks let pass but that it divides by. */
std::optional<std::string>
ZeroAttribute(const ns3::QueueDisc& disc)
{
    for (const char* name : {"Flows", "SetWays"})
    {
        ns3::UintegerValue value;
        if (disc.GetAttributeFailSafe(name, value) && value.Get() == 0)
        {
            return name;
        }
    }
    ns3::TimeValue period;
    if (disc.GetAttributeFailSafe("Tupdate", period) && !period.Get().IsStrictlyPositive())
    {
        return "Tupdate";
    }
    ns3::DataRateValue rate;
    if (disc.GetAttributeFailSafe("Rate", rate) && rate.Get().GetBitRate() == 0)
    {
        return "Rate";
    }
    return std::nullopt;
}

} // namespace

/** @brief A packet in the hands of ns-3. */
class Ns3QueueDisc::Item : public ns3::QueueDiscItem
{
  public:
    Item(Ns3QueueDisc& owner, PacketPtr packet, uint16_t etherType)
        : QueueDiscItem(MakeContent(*packet), ns3::Address(), etherType), m_owner(owner),
          m_size(packet->size), m_packet(std::move(packet))
    {
    }

    uint32_t GetSize() const override
    {
        return m_size;
    }

    bool GetUint8Value(Uint8Values field, uint8_t& value) const override
    {
        if (field != IP_DSFIELD || !m_packet)
        {
            return false;
        }
        value = DsField(*m_packet);
        return true;
    }

    void AddHeader() override {}

    bool Mark() override
    {
        return m_packet && m_owner.MarkCongestion(*m_packet);
    }

    uint32_t Hash(uint32_t perturbation) const override
    {
        const uint32_t hash = m_packet ? m_packet->flowHash : 0;
        return perturbation == 0
                   ? hash
                   : static_cast<uint32_t>(HashInteger(uint64_t{perturbation} << 32 | hash));
    }

    /** @brief The packet, once; null afterwards. */
    PacketPtr Take() const
    {
        return std::move(m_packet);
    }

  private:
    Ns3QueueDisc& m_owner;
    uint32_t m_size; //!< ns-3 asks for it after a drop, too
    mutable PacketPtr m_packet;
};

ns3::TypeId
Ns3QueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Ns3QueueDisc")
            .SetParent<QueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<Ns3QueueDisc>()
            .AddAttribute("Disc",
                          "The queue disc; its type may stand in the place of this one.",
                          BlueprintValue(Blueprint(ns3::FifoQueueDisc::GetTypeId())),
                          MakePolicyTemplateAccessor(&Ns3QueueDisc::m_blueprint),
                          MakeAdapteeChecker<ns3::QueueDisc>())
            .AddAttribute("Mtu",
                          "What it takes for the MTU of its device, and for a quantum.",
                          QuantityDefault(Bytes(1500)),
                          MakeQuantityAccessor(&Ns3QueueDisc::m_mtu),
                          MakeQuantityChecker<Bytes>(Bytes(64), Bytes(65'535)));
    return tid;
}

Ns3QueueDisc::~Ns3QueueDisc()
{
    if (m_disc)
    {
        m_disc->Dispose();
    }
    if (m_deviceQueues)
    {
        m_deviceQueues->Dispose(); // they and their device hold each other
    }
}

void
Ns3QueueDisc::DoAttach()
{
    QueueDisc::DoAttach();
    m_streams.emplace(Run(), Path());
    const Ns3Streams::Scope scope(*m_streams);
    m_disc = m_blueprint.CreateAs<ns3::QueueDisc>();
    const std::string name = m_blueprint.GetTypeId().GetName();
    if (m_disc->GetWakeMode() != ns3::QueueDisc::WAKE_ROOT)
    {
        throw std::invalid_argument(
            fmt::format("{}: {} spreads packets over the transmission queues of an ns-3 device, "
                        "which a port does not have; write several Queues instead",
                        Path(),
                        name));
    }
    if (const auto attribute = ZeroAttribute(*m_disc))
    {
        throw std::invalid_argument(
            fmt::format("{}: {} of {} must be above 0", Path(), *attribute, name));
    }
    m_deviceQueues = MakeDeviceQueues(m_mtu);
    m_disc->SetNetDeviceQueueInterface(m_deviceQueues);
    if (const auto error = Ns3ConfigError(*m_disc))
    {
        throw std::invalid_argument(
            fmt::format("{}: {} cannot work as it is configured: {}", Path(), name, *error));
    }
    m_disc->TraceConnectWithoutContext("DropBeforeEnqueue",
                                       ns3::MakeCallback(&Ns3QueueDisc::OnDrop, this));
    m_disc->TraceConnectWithoutContext("DropAfterDequeue",
                                       ns3::MakeCallback(&Ns3QueueDisc::OnDrop, this));
    m_disc->SetQuota(1); // what it hands out on its own, it hands out one by one
    m_disc->SetSendCallback([this](const ns3::Ptr<ns3::QueueDiscItem>& item) { OnSent(item); });
}

void
Ns3QueueDisc::Start()
{
    const Ns3Streams::Scope scope(*m_streams);
    m_disc->Initialize();
}

bool
Ns3QueueDisc::WakeBy(Timer& wake)
{
    m_wake = &wake;
    return true;
}

void
Ns3QueueDisc::DoEnqueue(PacketPtr packet)
{
    m_inside.Add(*packet);
    const uint16_t etherType = Run().Flows()[packet->flow].key.etherType;
    const auto item = ns3::Create<Item>(*this, std::move(packet), etherType);
    const Ns3Streams::Scope scope(*m_streams);
    if (!m_disc->Enqueue(item))
    {
        OnDrop(item, "Refused"); // if it has not said so itself
    }
    HoldBack(false);
}

PacketPtr
Ns3QueueDisc::DoDequeue()
{
    if (!m_released.Empty())
    {
        return m_released.Pop();
    }
    const auto item = m_disc->Dequeue();
    if (item)
    {
        return Unwrap(*item);
    }
    HoldBack(true);
    return PacketPtr();
}

PacketPtr
Ns3QueueDisc::Unwrap(const ns3::QueueDiscItem& item)
{
    PacketPtr packet = dynamic_cast<const Item&>(item).Take();
    if (packet)
    {
        --m_inside.packets;
        m_inside.payloadBytes -= packet->payloadBytes;
    }
    return packet;
}

void
Ns3QueueDisc::OnDrop(ns3::Ptr<const ns3::QueueDiscItem> item, const char* reason)
{
    if (PacketPtr packet = Unwrap(*item))
    {
        DropHeld(std::move(packet), ReasonFor(reason));
    }
}

void
Ns3QueueDisc::OnSent(const ns3::Ptr<ns3::QueueDiscItem>& item)
{
    m_released.Push(Unwrap(*item));
    HoldBack(false);
    if (m_wake != nullptr)
    {
        m_wake->ArmAt(Now());
    }
}

DropReason&
Ns3QueueDisc::ReasonFor(const std::string& text)
{
    // What an inner queue disc says comes with a word before it.
    const std::string child = ns3::QueueDisc::CHILD_QUEUE_DISC_DROP;
    const size_t own = text.rfind(child);
    const std::string words = own == std::string::npos ? text : text.substr(own + child.size());
    DropReason*& reason = m_reasons[words];
    if (reason == nullptr)
    {
        reason = &AddDropReason(Hyphenated(words));
    }
    return *reason;
}

Tally
Ns3QueueDisc::Held() const
{
    Tally held = m_released.Sum();
    held += m_inside;
    return held;
}

} // namespace nexsim
