// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/queue-disc.h"

#include <vector>

namespace
{

using namespace nexsim;

/** @brief Last in, first out, with a limit in packets: a whole queue disc of one's own. */
class LifoQueueDisc : public QueueDisc
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid =
            ns3::TypeId("nexsim::LifoQueueDisc")
                .SetParent<QueueDisc>()
                .AddConstructor<LifoQueueDisc>()
                .AddAttribute("MaxPackets",
                              "Most packets that may wait.",
                              QuantityDefault(Packets(100)),
                              MakeQuantityAccessor(&LifoQueueDisc::m_maxPackets),
                              MakeQuantityChecker<Packets>(Packets(0), Packets(1000000)));
        return tid;
    }

    Tally Held() const override
    {
        Tally sum;
        for (const PacketPtr& packet : m_stack)
        {
            sum.Add(*packet);
        }
        return sum;
    }

  protected:
    void DoAttach() override
    {
        QueueDisc::DoAttach();
        m_full = &AddDropReason("stack-full");
    }

    void DoEnqueue(PacketPtr packet) override
    {
        if (Length() > m_maxPackets)
        {
            DropHeld(std::move(packet), *m_full);
            return;
        }
        m_stack.push_back(std::move(packet));
    }

    PacketPtr DoDequeue() override
    {
        if (m_stack.empty())
        {
            return {};
        }
        PacketPtr packet = std::move(m_stack.back());
        m_stack.pop_back();
        return packet;
    }

  private:
    Packets m_maxPackets;
    std::vector<PacketPtr> m_stack;
    DropReason* m_full = nullptr;
};

NS_OBJECT_ENSURE_REGISTERED(LifoQueueDisc);

} // namespace
