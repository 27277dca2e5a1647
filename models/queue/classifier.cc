// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/classifier.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Classifier);

ns3::TypeId
Classifier::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Classifier").SetParent<ns3::Object>().SetGroupName("nexsim/queue");
    return tid;
}

} // namespace nexsim
