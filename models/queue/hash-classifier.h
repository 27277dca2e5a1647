// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HASH_CLASSIFIER_H
#define NEXSIM_HASH_CLASSIFIER_H

#include "models/queue/classifier.h"

namespace nexsim
{

/** @brief What a HashClassifier keeps together. */
enum class HashedField : uint8_t
{
    Flow,       //!< ether type and 5-tuple
    Source,     //!< all that one address sends
    Destination //!< all that one address receives
};

/**
 * @brief Spreads packets over all queues of a port by a hash of an identifier in the packet
 * (US11658924B2, claim 3: 5-tuple, subscriber).
 *
 * The hash is the same in every run and at every port.
 */
class HashClassifier : public Classifier
{
  public:
    static ns3::TypeId GetTypeId();

    /** @throws std::invalid_argument when a queue has a match, which would have no effect */
    void Connect(RunContext& run, const Classes& classes) override;
    size_t Classify(const Packet& packet) const override;

  private:
    HashedField m_by = HashedField::Flow;
    RunContext* m_run = nullptr;
    uint64_t m_queues = 1;
};

} // namespace nexsim

#endif // NEXSIM_HASH_CLASSIFIER_H
