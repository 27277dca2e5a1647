// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WRITE_CLIENT_H
#define NEXSIM_WRITE_CLIENT_H

#include <cstdint>

namespace nexsim
{

/** @brief An application that writes as fast as its socket takes it. */
class WriteClient
{
  public:
    virtual ~WriteClient() = default;

    /**
     * @brief Its thread has nothing else to do, and the send buffer has room: write now.
     * @param packets at most; what one call of the datapath takes
     * @return false when it will never write again
     */
    virtual bool OnWritable(int64_t packets) = 0;
};

} // namespace nexsim

#endif // NEXSIM_WRITE_CLIENT_H
