// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LEARNING_BRIDGE_H
#define NEXSIM_LEARNING_BRIDGE_H

#include "models/base/component.h"
#include "models/link/frame.h"
#include "models/switch/mac-table.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Decides where a switch sends frames: by learned address, else everywhere.
 *
 * Frames pass only over the ports in the tree, on which there are no loops; whoever builds the
 * network says which these are (SpanningTree).
 */
class LearningBridge : public Component
{
  public:
    LearningBridge(int64_t capacity, SimTime ageing) : m_table(capacity, ageing) {}

    /** @brief The ports that frames may use, ascending; what was learned is forgotten. */
    void SetTree(std::vector<uint32_t> ports);

    /**
     * @brief Learns from the frame's source, and says where the frame goes.
     * @param in the port it came in on
     * @return ports, valid until the next call; none where the frame ends here, see Refusal
     */
    const std::vector<uint32_t>& PortsFor(const Frame& frame, uint32_t in);

    /** @brief Why PortsFor has just given no port. */
    DropReason& Refusal() const
    {
        return *m_refusal;
    }

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    bool IsInTree(uint32_t port) const;

    MacTable m_table;
    std::vector<uint32_t> m_tree;
    std::vector<uint32_t> m_out;
    DropReason* m_refusal = nullptr;
    DropReason* m_notInTree = nullptr;
    DropReason* m_alone = nullptr;
    DropReason* m_reserved = nullptr;
    int64_t m_flooded = 0;
    int64_t m_unlearned = 0;
};

} // namespace nexsim

#endif // NEXSIM_LEARNING_BRIDGE_H
