// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURE_NOTES_H
#define NEXSIM_CAPTURE_NOTES_H

#include <cstdint>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What was odd about the frames of a capture, counted by name. */
class CaptureNotes
{
  public:
    /**
     * @brief One more frame of which `what` holds.
     * @param what ends the sentence "3 of 20 frames ..."
     * @param frame its number, counted from 1
     * @param detail about this frame, kept of the first one; may be empty
     */
    void Add(const std::string& what, uint64_t frame, const std::string& detail);

    bool IsEmpty() const
    {
        return m_notes.empty();
    }

    /** @brief A line for each kind, in the order of its first frame, of `total` frames in all. */
    std::vector<std::string> Lines(uint64_t total) const;

  private:
    struct Note
    {
        std::string what;
        uint64_t count;
        uint64_t first; //!< frame
        std::string detail;
    };

    std::vector<Note> m_notes; //!< no two alike; a few dozen at most
};

} // namespace nexsim

#endif // NEXSIM_CAPTURE_NOTES_H
