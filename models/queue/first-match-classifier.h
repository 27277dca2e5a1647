// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FIRST_MATCH_CLASSIFIER_H
#define NEXSIM_FIRST_MATCH_CLASSIFIER_H

#include "models/queue/classifier.h"

namespace nexsim
{

/** @brief A packet joins the first queue whose match it fits, else the last queue. */
class FirstMatchClassifier : public Classifier
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(RunContext& run, const Classes& classes) override;
    size_t Classify(const Packet& packet) const override;

  private:
    const Classes* m_classes = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_FIRST_MATCH_CLASSIFIER_H
