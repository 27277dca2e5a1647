// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SENSOR_SCENE_H
#define NEXSIM_SENSOR_SCENE_H

#include "models/base/mix-quantity.h"
#include "models/base/uniform-quantity.h"
#include "models/sensor/sensor-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace nexsim::testing
{

/** @brief An attribute by name, for a blueprint. */
template <typename T>
void
Give(Blueprint& blueprint, const std::string& name, T value)
{
    blueprint.Set(name, ns3::Create<IntegerValue>(QuantityDefault(value)));
}

inline Blueprint
PlanOf(const std::string& name)
{
    return Blueprint(ns3::TypeId::LookupByName("nexsim::" + name + "TriggerPlan"));
}

/** @brief Uniform between 0 and `most`, in the base unit. */
inline Blueprint
UpTo(int64_t most)
{
    Blueprint law(UniformRandomQuantity::GetTypeId());
    law.Set("Max", ns3::Create<IntegerValue>(most));
    return law;
}

/** @brief 0 or `value`, as often. */
inline Blueprint
NoneOr(int64_t value)
{
    Blueprint none(MixItem::GetTypeId());
    Blueprint some(MixItem::GetTypeId());
    some.Set("Value", ns3::Create<IntegerValue>(value));
    Blueprint law(MixRandomQuantity::GetTypeId());
    law.SetParts("Items", {none, some});
    return law;
}

/** @brief A law that always gives `value`. */
inline Blueprint
Fixed(int64_t value)
{
    Blueprint item(MixItem::GetTypeId());
    item.Set("Value", ns3::Create<IntegerValue>(value));
    Blueprint law(MixRandomQuantity::GetTypeId());
    law.SetParts("Items", {item});
    return law;
}

/**
 * @brief Sensors on one host that share a processor there.
 *
 *     SensorScene scene;
 *     scene.processor.SetPart("Plan", PlanOf("Simultaneous"));
 *     Give(scene.sensor, "Period", MilliSeconds(30));
 *     scene.Add(4);
 *     scene.Run(Seconds(1));
 *     scene.Metrics()["frames"]
 */
class SensorScene
{
  public:
    explicit SensorScene(uint32_t seed = 1, uint64_t replication = 0)
        : net(seed, replication), host(net.AddHost("soc")), entry(net.AddEntry("video")),
          processor(SensorProcessorApp::GetTypeId()), sensor(SensorSource::GetTypeId())
    {
        sensor.Set("Lines", ns3::Create<IntegerValue>(40));
        Give(sensor, "LineSize", Bytes(100));
    }

    SensorProcessorApp& Processor()
    {
        if (m_processor == nullptr)
        {
            m_processor = dynamic_cast<SensorProcessorApp*>(&host.AddApp("isp", processor));
        }
        return *m_processor;
    }

    /** @brief So many sensors as `sensor` says now. */
    void Add(int count = 1)
    {
        for (int i = 0; i < count; ++i)
        {
            const auto source = sensor.CreateAs<SensorSource>();
            source->Connect({&host, host.FindApp("")}, {&host, &Processor()}, 1, {});
            net.AttachSource(source, entry);
            sources.push_back(source);
        }
    }

    void Run(SimTime end)
    {
        net.Run(end);
    }

    MetricMap Metrics()
    {
        return MetricMap(Processor());
    }

    MetricMap MetricsOf(size_t place)
    {
        return MetricMap(*sources.at(place));
    }

    MiniNetwork net;
    Host& host;
    RecordingEntry& entry;
    Blueprint processor;
    Blueprint sensor;
    std::vector<ns3::Ptr<SensorSource>> sources;

  private:
    SensorProcessorApp* m_processor = nullptr;
};

} // namespace nexsim::testing

#endif // NEXSIM_SENSOR_SCENE_H
