// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEST_GADGET_H
#define NEXSIM_TEST_GADGET_H

#include "models/base/attributes.h"
#include "models/base/random-quantity.h"

#include "ns3/object.h"

namespace nexsim::testing
{

/** @brief A type of which there are no objects, only of derived types. */
class Part : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();
};

/** @brief A part with parts of its own. */
class NumberedPart : public Part
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t number = 0;
    ns3::Ptr<Part> inner;
};

/** @brief Positions of the names of Gadget's attribute Mode. */
enum class Mode : uint8_t
{
    Slow,
    Fast
};

/** @brief Something with one attribute of every kind. */
class Gadget : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    SimTime delay;
    Bytes limit;
    int64_t count = 0;
    Mode mode = Mode::Slow;
    ns3::Ptr<Part> part;
    ns3::Ptr<RandomQuantity> jitter;
    Blueprint blueprint;
    ListValue::Elements parts;

    void SetRate(BitRate rate)
    {
        m_rate = rate;
        ++rateChanges;
    }

    BitRate Rate() const
    {
        return m_rate;
    }

    int rateChanges = 0;

  private:
    BitRate m_rate;
};

} // namespace nexsim::testing

#endif // NEXSIM_TEST_GADGET_H
