// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ARBITER_H
#define NEXSIM_ARBITER_H

#include "models/base/component.h"

#include "ns3/object.h"

#include <cstddef>
#include <vector>

namespace nexsim
{

/** @brief An input module of a crossbar that has a packet for an output module; both are free. */
struct CrossbarRequest
{
    uint32_t input = 0;
    uint32_t output = 0;
    SimTime arrived; //!< when the packet that would go came to the switch
};

/**
 * @brief Which inputs of a crossbar are joined with which outputs.
 *
 * Each input and each output takes part in one transfer at most. Where there is a request, at least
 * one is granted, so that a crossbar which asks again after each transfer never stands still.
 */
class Arbiter : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before Match. */
    virtual void Connect(uint32_t inputs, uint32_t outputs) = 0;

    /**
     * @brief One arbitration.
     * @param requests by input, then output, each pair once
     * @param granted gets the positions of the granted requests; empty before
     */
    virtual void Match(const std::vector<CrossbarRequest>& requests,
                       std::vector<size_t>& granted) = 0;
};

/** @brief Which inputs and outputs are matched already, in one arbitration. */
class MatchedEnds
{
  public:
    void Resize(uint32_t inputs, uint32_t outputs)
    {
        m_inputs.resize(inputs);
        m_outputs.resize(outputs);
    }

    void Clear()
    {
        m_inputs.assign(m_inputs.size(), false);
        m_outputs.assign(m_outputs.size(), false);
    }

    bool AreFree(const CrossbarRequest& request) const
    {
        return !m_inputs[request.input] && !m_outputs[request.output];
    }

    void Match(const CrossbarRequest& request)
    {
        m_inputs[request.input] = true;
        m_outputs[request.output] = true;
    }

  private:
    std::vector<bool> m_inputs;
    std::vector<bool> m_outputs;
};

} // namespace nexsim

#endif // NEXSIM_ARBITER_H
