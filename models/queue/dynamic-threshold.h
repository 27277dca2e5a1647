// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DYNAMIC_THRESHOLD_H
#define NEXSIM_DYNAMIC_THRESHOLD_H

#include "models/base/attribute-values.h"
#include "models/queue/buffer-manager.h"

namespace nexsim
{

/** @brief How a dynamic threshold treats the queues of one position in their ports. */
class ThresholdClass : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    Ratio alpha;
    Bytes reserve;
    bool usesHeadroom = false;
};

/**
 * @brief A queue may take Alpha times the memory that is free (Choudhury and Hahne, IEEE/ACM ToN
 * 6(2), 1998).
 *
 * Each queue has Reserve for itself. The rest of Size but Headroom is shared: a queue takes of it
 * while what it has of it, the arriving packet included, is at most Alpha times what is free of it.
 * Queues of classes with UsesHeadroom go on into Headroom. What a queue gives back comes from the
 * headroom first, then from the shared memory, then from its reserve.
 */
class DynamicThresholdBufferManager : public BufferManager
{
  public:
    static ns3::TypeId GetTypeId();

    /** @throws std::invalid_argument when reserves and headroom do not fit into Size */
    void Start() override;

  protected:
    void DoAttach() override;
    bool DoAdmit(uint32_t queue, int64_t bytes) override;
    void OnRelease(uint32_t queue, int64_t bytes) override;

    /** @brief What a queue may have of the shared memory while `free` of it is. */
    virtual int64_t Threshold(uint32_t queue, int64_t free) const;

    /** @brief What a queue has of the shared memory. */
    int64_t SharedBy(uint32_t queue) const
    {
        return queue < m_state.size() ? m_state[queue].shared : 0;
    }

    /** @brief Shared memory that is free. */
    int64_t Free() const
    {
        return m_sharedSize - m_sharedUsed;
    }

  private:
    struct QueueState
    {
        int64_t reserve = 0;
        int64_t shared = 0;   //!< bytes of the shared memory
        int64_t headroom = 0; //!< bytes of the headroom
        bool usesHeadroom = false;
    };

    void KnowQueues();

    Ratio m_alpha;
    Bytes m_reserve;
    Bytes m_headroom;
    ListValue::Elements m_classes;

    std::vector<QueueState> m_state; //!< by queue
    std::vector<int64_t> m_alphas;   //!< by queue, in 1e-9
    int64_t m_sharedSize = 0;
    int64_t m_sharedUsed = 0;
    int64_t m_headroomUsed = 0;
};

} // namespace nexsim

#endif // NEXSIM_DYNAMIC_THRESHOLD_H
