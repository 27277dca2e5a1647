// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STREAM_MEMORY_H
#define NEXSIM_STREAM_MEMORY_H

#include "models/base/quantity.h"

#include <array>
#include <deque>

namespace nexsim
{

/** @brief Which memory the write and the read pointer of a stream are in (US10986044B2 claims 1, 4). */
enum class MemoryState : uint8_t
{
    Idle,      //!< no frame of the stream is under way
    OnTheFly,  //!< both local
    Spilling,  //!< new lines go to remote memory while older ones are read from local memory
    Spilled,   //!< both remote
    Returning, //!< new lines go to local memory again while older ones are read from remote memory
};

inline constexpr size_t kMemoryStates = 5;

/** @brief Is told in which state a memory was; may look, never touch. */
class MemoryObserver
{
  public:
    virtual ~MemoryObserver() = default;

    /** @brief The state from `from` until `to`, where the last call ended; it may have been the same. */
    virtual void OnMemory(MemoryState state, SimTime from, SimTime to) = 0;
};

/**
 * @brief The lines of one sensor that wait for the processor: a local buffer that spills to a remote
 * one (US10511509B2), read first in, first out.
 *
 * Writing turns to remote memory when a line finds no room in the local one, and back when at most
 * the low mark is left in the remote one. A line that the processor takes as it comes is not stored.
 * Bytes written to a memory are those read from it and those that wait there.
 */
class StreamMemory
{
  public:
    enum class Side : uint8_t
    {
        Local,
        Remote
    };

    StreamMemory() = default;

    /** @param local capacity  @param lowMark bytes left in remote memory at which writing returns */
    StreamMemory(Bytes local, Bytes lowMark) : m_capacity(local), m_lowMark(lowMark) {}

    /** @brief Null, as at first, for none; it outlives the memory. */
    void SetObserver(MemoryObserver* observer)
    {
        m_observer = observer;
    }

    /** @brief The times of the states, and the observer, are up to now. */
    void Settle(SimTime now)
    {
        Account(now);
    }

    /** @brief A line comes and waits; times never go back. */
    Side Write(SimTime at, int64_t bytes);

    /** @brief The processor takes the oldest line, of `bytes`. */
    Side Read(SimTime at, int64_t bytes);

    /** @brief The processor takes a line as it comes. */
    void Pass(int64_t bytes)
    {
        m_passed += bytes;
    }

    /** @brief A frame is under way, or the last one is done. */
    void SetActive(SimTime at, bool active);

    MemoryState State() const;

    /** @brief Time spent in a state up to `now`. */
    SimTime TimeIn(MemoryState state, SimTime now) const;

    int64_t LocalBytes() const
    {
        return m_local;
    }

    int64_t RemoteBytes() const
    {
        return m_remote;
    }

    int64_t PassedBytes() const
    {
        return m_passed;
    }

    int64_t LocalRead() const
    {
        return m_localRead;
    }

    int64_t RemoteWritten() const
    {
        return m_remoteWritten;
    }

    int64_t RemoteRead() const
    {
        return m_remoteRead;
    }

    /** @brief The most that ever waited in remote memory since ForgetPeak. */
    int64_t PeakRemote() const
    {
        return m_peakRemote;
    }

    void ForgetPeak()
    {
        m_peakRemote = m_remote;
    }

  private:
    struct Stretch
    {
        Side side;
        int64_t bytes;
    };

    void Account(SimTime at);

    Bytes m_capacity;
    Bytes m_lowMark;
    Side m_writeSide = Side::Local;
    bool m_active = false;
    std::deque<Stretch> m_stored; //!< oldest first; neighbours differ in side
    int64_t m_local = 0;
    int64_t m_remote = 0;
    int64_t m_passed = 0;
    int64_t m_localRead = 0;
    int64_t m_remoteWritten = 0;
    int64_t m_remoteRead = 0;
    int64_t m_peakRemote = 0;
    SimTime m_accounted;
    MemoryObserver* m_observer = nullptr;
    std::array<SimTime, kMemoryStates> m_times{};
};

} // namespace nexsim

#endif // NEXSIM_STREAM_MEMORY_H
