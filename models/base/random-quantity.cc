// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/random-quantity.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(RandomQuantity);

ns3::TypeId
RandomQuantity::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::RandomQuantity").SetParent<ns3::Object>().SetGroupName("nexsim/base");
    return tid;
}

} // namespace nexsim
