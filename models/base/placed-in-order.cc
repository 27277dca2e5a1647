// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/placed-in-order.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::size_t kUnit = 16;                      //!< sizes and places are multiples of it
constexpr std::size_t kLine = 64;                      //!< sizes that are multiples of it lie on it
constexpr std::size_t kLargest = 4096;                 //!< what is larger lies where malloc likes
constexpr std::size_t kSlab = std::size_t{256} * 1024; //!< never given back

struct FreePlace
{
    FreePlace* next;
};

using Stretch = RoomForLater::Stretch;

Stretch g_slab;
Stretch* g_room = nullptr;                             // of the RoomForLater in use
std::array<FreePlace*, kLargest / kUnit + 1> g_free{}; // by size in units

std::size_t
RoundUp(std::size_t value, std::size_t to)
{
    return (value + to - 1) / to * to;
}

bool
IsOrdinary(std::size_t size, std::size_t alignment)
{
    return kPlacesInOrder && size <= kLargest &&
           (alignment <= kUnit || (alignment <= kLine && size % kLine == 0));
}

/** @return null where it does not fit */
void*
TakeFrom(Stretch& stretch, std::size_t size)
{
    const std::uintptr_t place = RoundUp(stretch.next, size % kLine == 0 ? kLine : kUnit);
    if (place + size > stretch.end)
    {
        return nullptr;
    }
    stretch.next = place + size;
    return reinterpret_cast<void*>(place);
}

void*
TakeFromSlab(std::size_t size)
{
    if (void* const place = TakeFrom(g_slab, size))
    {
        return place;
    }
    g_slab.next = reinterpret_cast<std::uintptr_t>(::operator new(kSlab, std::align_val_t(kLine)));
    g_slab.end = g_slab.next + kSlab;
    return TakeFrom(g_slab, size);
}

void*
Take(std::size_t size)
{
    size = RoundUp(size, kUnit);
    if (g_room != nullptr)
    {
        if (void* const place = TakeFrom(*g_room, size))
        {
            return place;
        }
        g_room = nullptr;
    }
    FreePlace*& freed = g_free[size / kUnit];
    if (freed != nullptr)
    {
        FreePlace* const place = freed;
        freed = place->next;
        return place;
    }
    return TakeFromSlab(size);
}

void
GiveBack(void* place, std::size_t size)
{
    FreePlace*& freed = g_free[RoundUp(size, kUnit) / kUnit];
    freed = new (place) FreePlace{freed};
}

} // namespace

void*
PlacedInOrder::operator new(std::size_t size) // NOLINT(misc-new-delete-overloads)
{
    return IsOrdinary(size, kUnit) ? Take(size) : ::operator new(size);
}

void*
PlacedInOrder::operator new(std::size_t size, std::align_val_t alignment)
{
    return IsOrdinary(size, static_cast<std::size_t>(alignment)) ? Take(size)
                                                                 : ::operator new(size, alignment);
}

void
PlacedInOrder::operator delete(void* place, std::size_t size)
{
    if (IsOrdinary(size, kUnit))
    {
        GiveBack(place, size);
        return;
    }
    ::operator delete(place);
}

void
PlacedInOrder::operator delete(void* place, std::size_t size, std::align_val_t alignment)
{
    if (IsOrdinary(size, static_cast<std::size_t>(alignment)))
    {
        GiveBack(place, size);
        return;
    }
    ::operator delete(place, alignment);
}

RoomForLater::RoomForLater(std::size_t bytes)
{
    if (bytes > 0 && kPlacesInOrder)
    {
        bytes = std::min(RoundUp(bytes, kLine), kLargest);
        m_stretch.next = reinterpret_cast<std::uintptr_t>(TakeFromSlab(bytes));
        m_stretch.end = m_stretch.next + bytes;
    }
}

RoomForLater::RoomForLater(RoomForLater&& other) noexcept
    : m_stretch(std::exchange(other.m_stretch, Stretch()))
{
}

RoomForLater::Use::Use(RoomForLater& room)
{
    g_room = &room.m_stretch;
}

RoomForLater::Use::~Use()
{
    g_room = nullptr;
}

} // namespace nexsim
