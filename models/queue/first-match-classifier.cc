// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/first-match-classifier.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FirstMatchClassifier);

ns3::TypeId
FirstMatchClassifier::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::FirstMatchClassifier")
                                       .SetParent<Classifier>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<FirstMatchClassifier>();
    return tid;
}

void
FirstMatchClassifier::Connect(RunContext& /*run*/, const Classes& classes)
{
    m_classes = &classes;
}

size_t
FirstMatchClassifier::Classify(const Packet& packet) const
{
    const size_t last = m_classes->size() - 1;
    for (size_t i = 0; i < last; ++i)
    {
        if ((*m_classes)[i]->Matches(packet))
        {
            return i;
        }
    }
    return last;
}

} // namespace nexsim
