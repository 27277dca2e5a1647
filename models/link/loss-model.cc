// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/loss-model.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(LossModel);

ns3::TypeId
LossModel::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::LossModel").SetParent<ns3::Object>().SetGroupName("nexsim/link");
    return tid;
}

} // namespace nexsim
