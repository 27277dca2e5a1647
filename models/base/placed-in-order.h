// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLACED_IN_ORDER_H
#define NEXSIM_PLACED_IN_ORDER_H

#include <cstddef>
#include <cstdint>
#include <new>

namespace nexsim
{

/** @brief False where a sanitizer watches each object on its own: then all lie where it likes. */
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kPlacesInOrder = false;
#elif defined(__has_feature)
constexpr bool kPlacesInOrder = !__has_feature(address_sanitizer);
#else
constexpr bool kPlacesInOrder = true;
#endif

/**
 * @brief A base whose objects lie in memory one behind the other, in the order in which they are made.
 *
 * What is made together is mostly used together, a port with its queue and its timers. A packet's way
 * through a large network then touches fewer pages than where an allocator sorts objects by size: the
 * processor remembers the addresses of about 2,000 pages of 4 KiB. Places that became free serve
 * objects of the same size. Like ns-3's reference counts this is for one thread.
 */
class PlacedInOrder
{
  public:
    // The delete below that takes a size is the one that matches, which clang-tidy does not see.
    static void* operator new(std::size_t size); // NOLINT(misc-new-delete-overloads)
    static void* operator new(std::size_t size, std::align_val_t alignment);
    static void operator delete(void* place, std::size_t size);
    static void operator delete(void* place, std::size_t size, std::align_val_t alignment);
};

/**
 * @brief Room behind the object made last, for objects that belong to it but are made later.
 *
 * What of it is not used is lost.
 */
class RoomForLater
{
  public:
    /** @param bytes for objects of whole lines of 64 B, 4096 at most; 0 keeps none */
    explicit RoomForLater(std::size_t bytes);
    RoomForLater(RoomForLater&& other) noexcept;
    RoomForLater& operator=(RoomForLater&&) = delete;

    /** @brief While it lives, objects are placed in the room, up to the first that does not fit. */
    class Use
    {
      public:
        explicit Use(RoomForLater& room);
        ~Use();
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;
    };

    /** @brief Memory that is given out from its beginning on. */
    struct Stretch
    {
        std::uintptr_t next = 0;
        std::uintptr_t end = 0;
    };

  private:
    Stretch m_stretch;
};

} // namespace nexsim

#endif // NEXSIM_PLACED_IN_ORDER_H
