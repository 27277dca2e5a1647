// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/models/base/gadget.h"

namespace nexsim::testing
{

NS_OBJECT_ENSURE_REGISTERED(Part);
NS_OBJECT_ENSURE_REGISTERED(NumberedPart);
NS_OBJECT_ENSURE_REGISTERED(Gadget);

ns3::TypeId
Part::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("test::Part").SetParent<ns3::Object>().SetGroupName("test");
    return tid;
}

ns3::TypeId
NumberedPart::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("test::NumberedPart")
                                       .SetParent<Part>()
                                       .SetGroupName("test")
                                       .AddConstructor<NumberedPart>()
                                       .AddAttribute("Number",
                                                     "A number.",
                                                     IntegerValue(3),
                                                     MakeQuantityAccessor(&NumberedPart::number),
                                                     MakeIntegerRangeChecker(-2, 9))
                                       .AddAttribute("Inner",
                                                     "A part of the part.",
                                                     PolicyValue(),
                                                     MakePolicyAccessor(&NumberedPart::inner),
                                                     MakePolicyChecker<Part>());
    return tid;
}

ns3::TypeId
Gadget::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("test::Gadget")
            .SetParent<ns3::Object>()
            .SetGroupName("test")
            .AddConstructor<Gadget>()
            .AddAttribute("Delay",
                          "A time.",
                          QuantityDefault(MicroSeconds(5)),
                          MakeQuantityAccessor(&Gadget::delay),
                          MakeQuantityChecker<SimTime>(NanoSeconds(1), Seconds(2)))
            .AddAttribute("Limit",
                          "Bytes, or unlimited.",
                          QuantityDefault(Bytes(kUnlimited)),
                          MakeQuantityAccessor(&Gadget::limit),
                          MakeQuantityChecker<Bytes>(Bytes(10), Bytes(kUnlimited)))
            .AddAttribute(
                "Rate",
                "A rate with a setter.",
                QuantityDefault(BitRate(1000)),
                MakeQuantityAccessor(&Gadget::SetRate, &Gadget::Rate),
                MakeQuantityChecker<BitRate>(BitRate(1), BitRate(1'000'000), Change::AtRuntime))
            .AddAttribute("Count",
                          "A plain number.",
                          IntegerValue(4),
                          MakeQuantityAccessor(&Gadget::count),
                          MakeIntegerRangeChecker(-5, 5))
            .AddAttribute("Mode",
                          "A choice.",
                          QuantityDefault(Mode::Fast),
                          MakeQuantityAccessor(&Gadget::mode),
                          MakeChoiceChecker({"slow", "fast"}))
            .AddAttribute("Part",
                          "A part.",
                          PolicyValue(),
                          MakePolicyAccessor(&Gadget::part),
                          MakePolicyChecker<Part>())
            .AddAttribute("Jitter",
                          "A law.",
                          PolicyValue(),
                          MakePolicyAccessor(&Gadget::jitter),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("Template",
                          "How to make parts.",
                          BlueprintValue(Blueprint(NumberedPart::GetTypeId())),
                          MakePolicyTemplateAccessor(&Gadget::blueprint),
                          MakePortTemplateChecker<Part>())
            .AddAttribute("Parts",
                          "Several parts.",
                          ListValue(),
                          MakeListAccessor(&Gadget::parts),
                          MakePolicyListChecker<Part>());
    return tid;
}

} // namespace nexsim::testing
