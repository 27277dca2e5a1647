// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PCAPNG_WRITER_H
#define NEXSIM_PCAPNG_WRITER_H

#include "models/capture/capture-writer.h"

namespace nexsim
{

/** @brief Writes pcapng, one little-endian section. */
class PcapngWriter : public CaptureWriter
{
  public:
    void Begin(const std::string& comment,
               const std::vector<CaptureInterface>& interfaces,
               const CaptureSettings& settings,
               std::string& out) override;
    void Add(const CapturedFrame& frame, std::string& out) override;

  private:
    CaptureSettings m_settings;
};

} // namespace nexsim

#endif // NEXSIM_PCAPNG_WRITER_H
