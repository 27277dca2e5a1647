// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLASSIFIER_H
#define NEXSIM_CLASSIFIER_H

#include "models/queue/queue-class.h"

#include "ns3/object.h"

#include <cstddef>
#include <vector>

namespace nexsim
{

/** @brief Which of the several queues of a port a packet joins. */
class Classifier : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    using Classes = std::vector<ns3::Ptr<QueueClass>>;

    /**
     * @brief Called once, before any packet; both outlive the classifier's use.
     * @throws std::invalid_argument when it has no use for what the classes say
     */
    virtual void Connect(RunContext& run, const Classes& classes) = 0;

    /** @brief The packet's class, from 0; what belongs nowhere joins the last one. */
    virtual size_t Classify(const Packet& packet) const = 0;
};

} // namespace nexsim

#endif // NEXSIM_CLASSIFIER_H
