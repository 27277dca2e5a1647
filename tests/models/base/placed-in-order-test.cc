// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/placed-in-order.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace placed_in_order_test
{

namespace
{

using nexsim::kPlacesInOrder;
using nexsim::PlacedInOrder;
using nexsim::RoomForLater;

template <size_t Size, size_t Alignment>
struct alignas(Alignment) Thing : PlacedInOrder
{
    explicit Thing(unsigned char fill)
    {
        std::memset(bytes, fill, Size);
    }

    bool IsFilledWith(unsigned char fill) const
    {
        return bytes[0] == fill && std::memcmp(bytes, bytes + 1, Size - 1) == 0;
    }

    unsigned char bytes[Size];
};

using Small = Thing<72, 8>;
using Aligned = Thing<320, 64>;
using Other = Thing<448, 64>;
using Huge = Thing<5000, 8>;
using Page = Thing<4096, 4096>;

template <typename T>
uintptr_t
Place(const std::unique_ptr<T>& thing)
{
    return reinterpret_cast<uintptr_t>(thing.get());
}

/** Makes and destroys things of one type; each keeps what it was filled with. */
template <typename T>
class Shelf
{
  public:
    void AddOrTake(bool adds, uint8_t value)
    {
        if (adds)
        {
            Add(value);
        }
        else
        {
            Take(value);
        }
    }

    void Add(unsigned char fill)
    {
        m_things.push_back(std::make_unique<T>(fill));
        m_fills.push_back(fill);
        RC_ASSERT(Place(m_things.back()) % alignof(T) == 0U);
    }

    void Take(size_t which)
    {
        if (m_things.empty())
        {
            return;
        }
        which %= m_things.size();
        RC_ASSERT(m_things[which]->IsFilledWith(m_fills[which]));
        m_things.erase(m_things.begin() + static_cast<std::ptrdiff_t>(which));
        m_fills.erase(m_fills.begin() + static_cast<std::ptrdiff_t>(which));
    }

    void Empty()
    {
        while (!m_things.empty())
        {
            Take(0);
        }
    }

  private:
    std::vector<std::unique_ptr<T>> m_things;
    std::vector<unsigned char> m_fills;
};

} // namespace

TEST_CASE("objects of all sizes keep what they hold while others come and go, and are aligned")
{
    CHECK(rc::check([](const std::vector<std::pair<uint8_t, uint8_t>>& steps) {
        Shelf<Small> small;
        Shelf<Aligned> aligned;
        Shelf<Huge> huge;
        Shelf<Page> page;
        for (const auto& [what, value] : steps)
        {
            const bool adds = what % 2 == 0;
            switch (what / 2 % 4)
            {
            case 0:
                small.AddOrTake(adds, value);
                break;
            case 1:
                aligned.AddOrTake(adds, value);
                break;
            case 2:
                huge.AddOrTake(adds, value);
                break;
            default:
                page.AddOrTake(adds, value);
            }
        }
        small.Empty();
        aligned.Empty();
        huge.Empty();
        page.Empty();
    }));
}

TEST_CASE("what is made in a room lies there side by side, up to the first that does not fit")
{
    RoomForLater room(2 * sizeof(Other) + sizeof(Aligned));
    const auto between = std::make_unique<Other>(uint8_t{1});
    std::unique_ptr<Other> first;
    std::unique_ptr<Other> second;
    std::unique_ptr<Other> tooLarge;
    std::unique_ptr<Aligned> afterThat;
    {
        const RoomForLater::Use inRoom(room);
        first = std::make_unique<Other>(uint8_t{2});
        second = std::make_unique<Other>(uint8_t{3});
        tooLarge = std::make_unique<Other>(uint8_t{4});
        afterThat = std::make_unique<Aligned>(uint8_t{5});
    }
    const uintptr_t begin = Place(first);
    const uintptr_t end = begin + 2 * sizeof(Other) + sizeof(Aligned);
    CHECK((!kPlacesInOrder || Place(second) == begin + sizeof(Other)));
    for (const uintptr_t place : {Place(between), Place(tooLarge), Place(afterThat)})
    {
        CHECK((!kPlacesInOrder || place < begin || place >= end));
    }
    CHECK(between->IsFilledWith(1));
    CHECK(first->IsFilledWith(2));
    CHECK(second->IsFilledWith(3));
}

} // namespace placed_in_order_test
