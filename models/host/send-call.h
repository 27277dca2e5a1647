// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SEND_CALL_H
#define NEXSIM_SEND_CALL_H

#include "models/base/quantity.h"
#include "models/host/core-work.h"

#include "ns3/object.h"

#include <string>

namespace nexsim
{

/**
 * @brief The system call by which a thread sends datagrams.
 *
 * The figures behind it hold all that a call does up to the NIC: system call, copy, protocol, queue
 * and doorbell (evidence tx.udp.sendmsg and its fit).
 */
class SendCall : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @throws std::invalid_argument when a figure is missing */
    virtual void Prepare(const CostTable& costs, const std::string& user) = 0;

    /** @brief Packets that one call takes at most. */
    virtual int64_t Limit() const = 0;

    /** @brief All packets of a call are one piece of work, of one flow and size (UDP_SEGMENT). */
    virtual bool IsOneWork() const
    {
        return false;
    }

    virtual void AddCall(CoreWork& work) const = 0;
    virtual void AddPacket(CoreWork& work) const = 0;

    /** @brief AddWhole will be called. @throws std::invalid_argument when a figure is missing */
    virtual void PrepareWhole(const CostTable& costs, const std::string& user);

    /** @brief With IsOneWork: a call whose one packet of several segments stays whole to the NIC. */
    virtual void AddWhole(int64_t segments, CoreWork& work) const;
};

/** @brief One datagram per call. */
class SendmsgSendCall : public SendCall
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
class SendmmsgSendCall : public SendCall
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

/**
 * @brief One buffer that is cut into datagrams below most of the stack (UDP_SEGMENT): by the kernel, or
 * by the NIC where that can. The two cost their own figures each.
 */
class GsoSendCall : public SendCall
{
  public:
    static ns3::TypeId GetTypeId();
    void Prepare(const CostTable& costs, const std::string& user) override;
    int64_t Limit() const override;
    bool IsOneWork() const override;
    void AddCall(CoreWork& work) const override;
    void AddPacket(CoreWork& work) const override;
    void PrepareWhole(const CostTable& costs, const std::string& user) override;
    void AddWhole(int64_t segments, CoreWork& work) const override;

  private:
    Packets m_segments;
    Cost m_call;
    Cost m_packet;
    Cost m_wholeCall;
    Cost m_wholeSegment;
};

} // namespace nexsim

#endif // NEXSIM_SEND_CALL_H
