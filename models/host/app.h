// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_APP_H
#define NEXSIM_APP_H

#include "models/host/datapath.h"
#include "models/host/flow-advisory-table.h"

namespace nexsim
{

/** @brief An application's place on a host: an end of traffic with a datapath of its choice. */
class App : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before Attach. */
    void Connect(HostNetwork& network);

    /** @brief The way down for what this application sends. */
    DatapathPort& Port()
    {
        return *m_datapath;
    }

    /** @brief Whether its datapath has room for so much at a time: AddWriter may be called. */
    bool HoldsBackWriters() const
    {
        return m_datapath->HoldsBackWriters();
    }

    /** @brief Datapath::PrepareWhole */
    void PrepareWhole()
    {
        m_datapath->PrepareWhole();
    }

    /** @brief From now on it writes as fast as its datapath lets it. */
    void AddWriter(WriteClient& client)
    {
        m_datapath->AddWriter(client);
    }

    /**
     * @brief Its State will change during the run.
     * @throws std::invalid_argument when its datapath makes nothing of that
     */
    void PrepareStates()
    {
        m_datapath->PrepareStates();
    }

    void SetState(AppState state);

    AppState State() const
    {
        return m_state;
    }

    /** @brief The flow is this application's to send on. */
    void Open(FlowIndex flow);

    /** @brief Packets of this flow come up this application's datapath to `receiver`. */
    void Listen(FlowIndex flow, PacketSink& receiver);

    /** @brief Its table of flows that heed the host's queues; made when first asked for. */
    FlowAdvisoryTable& Advisories();

  protected:
    void DoAttach() override;

  private:
    static constexpr int64_t kAnyCore = -1;

    Core* PlaceThread() const;

    int64_t m_core = kAnyCore;
    AppState m_state = AppState::Running;
    ns3::Ptr<Datapath> m_datapath;            //!< none stands for a DirectDatapath
    ns3::Ptr<FlowAdvisoryTable> m_advisories; //!< null until it is needed
    HostNetwork* m_network = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_APP_H
