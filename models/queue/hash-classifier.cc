// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/hash-classifier.h"

#include "models/base/attributes.h"
#include "models/base/hash.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(HashClassifier);

namespace
{

uint64_t
HashOf(const AddressBytes& address)
{
    return HashName({reinterpret_cast<const char*>(address.data()), address.size()});
}

} // namespace

ns3::TypeId
HashClassifier::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::HashClassifier")
            .SetParent<Classifier>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<HashClassifier>()
            .AddAttribute("By",
                          "What joins one queue: a flow (5-tuple), or all of one address.",
                          QuantityDefault(HashedField::Flow),
                          MakeQuantityAccessor(&HashClassifier::m_by),
                          MakeChoiceChecker({"flow", "source", "destination"}));
    return tid;
}

void
HashClassifier::Connect(RunContext& run, const Classes& classes)
{
    for (size_t i = 0; i < classes.size(); ++i)
    {
        if (classes[i]->HasMatch())
        {
            throw std::invalid_argument(
                fmt::format("a HashClassifier takes no notice of the \"match\" of queue[{}]; leave "
                            "it out, or the classifier",
                            i));
        }
    }
    m_run = &run;
    m_queues = classes.size();
}

size_t
HashClassifier::Classify(const Packet& packet) const
{
    const FlowKey& key = m_run->Flows()[packet.flow].key;
    // Mixed once more: ports of equal cost and FQ-CoDel's queues are chosen by the flow's hash.
    const uint64_t hash = m_by == HashedField::Flow     ? HashInteger(packet.flowHash)
                          : m_by == HashedField::Source ? HashOf(key.source)
                                                        : HashOf(key.destination);
    return hash % m_queues;
}

} // namespace nexsim
