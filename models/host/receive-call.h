// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECEIVE_CALL_H
#define NEXSIM_RECEIVE_CALL_H

#include "models/base/quantity.h"
#include "models/host/core-work.h"

#include "ns3/object.h"

#include <string>

namespace nexsim
{

/**
 * @brief The system call by which a thread receives datagrams.
 *
 * The figure behind it (evidence rx.udp.recvmsg_remote_cpu) holds the system call and everything
 * per datagram but the copy of more than a few bytes.
 */
class ReceiveCall : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @throws std::invalid_argument when a figure is missing */
    virtual void Prepare(const CostTable& costs, const std::string& user) = 0;

    /** @brief Datagrams, or trains of them, that one call takes at most; it waits for none. */
    virtual int64_t Limit() const = 0;

    virtual void AddCall(CoreWork& work) const = 0;

    /** @brief Per datagram or train. */
    virtual void AddPacket(CoreWork& work) const = 0;
};

/** @brief One datagram per call. */
class RecvReceiveCall : public ReceiveCall
{
  public:
    static ns3::TypeId GetTypeId();
    void Prepare(const CostTable& costs, const std::string& user) override;
    int64_t Limit() const override;
    void AddCall(CoreWork& work) const override;
    void AddPacket(CoreWork& work) const override;

  private:
    Cost m_packet;
};

/** @brief Several datagrams per call: they share the entry into the kernel and nothing else. */
class RecvmmsgReceiveCall : public ReceiveCall
{
  public:
    static ns3::TypeId GetTypeId();
    void Prepare(const CostTable& costs, const std::string& user) override;
    int64_t Limit() const override;
    void AddCall(CoreWork& work) const override;
    void AddPacket(CoreWork& work) const override;

  private:
    Packets m_batch;
    Cost m_call;
    Cost m_packet;
};

} // namespace nexsim

#endif // NEXSIM_RECEIVE_CALL_H
