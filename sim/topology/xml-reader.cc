// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/xml-reader.h"

#include <fmt/format.h>

#include <new>

namespace nexsim
{

namespace
{

constexpr char kSeparator = ' '; //!< between namespace and name

std::string
WhyNotXml(std::string_view text, XML_Error error)
{
    if (text.substr(0, 2) == "\x1f\x8b")
    {
        return "this is compressed with gzip; gunzip makes the GraphML file of it";
    }
    if (error == XML_ERROR_UNKNOWN_ENCODING)
    {
        return "an unknown encoding; there are UTF-8, UTF-16, ISO-8859-1 and US-ASCII";
    }
    return fmt::format("this is not XML: {}", XML_ErrorString(error));
}

} // namespace

XmlAttributes::XmlAttributes(const XML_Char** pairs)
{
    for (; *pairs != nullptr; pairs += 2)
    {
        m_values[pairs[0]] = pairs[1];
    }
}

std::optional<std::string>
XmlAttributes::Find(const std::string& name) const
{
    const auto value = m_values.find(name);
    return value == m_values.end() ? std::nullopt : std::optional(value->second);
}

XmlReader::XmlReader(FileReport& report)
    : m_report(report), m_parser(XML_ParserCreateNS(nullptr, kSeparator), XML_ParserFree)
{
    if (!m_parser)
    {
        throw std::bad_alloc();
    }
    XML_SetUserData(m_parser.get(), this);
    XML_SetElementHandler(m_parser.get(), StartElement, EndElement);
    XML_SetCharacterDataHandler(m_parser.get(), AddText);
    XML_SetEntityDeclHandler(m_parser.get(), RefuseEntity);
}

bool
XmlReader::ReadXml(std::string_view text)
{
    const auto size = static_cast<int>(text.size());
    const XML_Status status = XML_Parse(m_parser.get(), text.data(), size, XML_TRUE);
    const XML_Error error = XML_GetErrorCode(m_parser.get());
    if (status != XML_STATUS_OK && error != XML_ERROR_ABORTED)
    {
        Error(WhyNotXml(text, error));
    }
    return status == XML_STATUS_OK;
}

size_t
XmlReader::Line() const
{
    return XML_GetCurrentLineNumber(m_parser.get());
}

void
XmlReader::Error(const std::string& message)
{
    m_report.Error(Line(), message);
}

void
XmlReader::Stop(const std::string& message)
{
    Error(message);
    m_stopped = true;
    XML_StopParser(m_parser.get(), XML_FALSE);
}

void
XmlReader::StartElement(void* self, const XML_Char* name, const XML_Char** attributes)
{
    auto* reader = static_cast<XmlReader*>(self);
    if (reader->m_stopped)
    {
        return;
    }
    const std::string_view whole(name);
    const size_t separator = whole.find(kSeparator);
    const bool isInSpace = separator != std::string_view::npos;
    reader->OnStart(isInSpace ? whole.substr(0, separator) : "",
                    isInSpace ? whole.substr(separator + 1) : whole,
                    XmlAttributes(attributes));
}

void
XmlReader::EndElement(void* self, const XML_Char* /*name*/)
{
    auto* reader = static_cast<XmlReader*>(self);
    if (!reader->m_stopped)
    {
        reader->OnEnd();
    }
}

void
XmlReader::AddText(void* self, const XML_Char* text, int size)
{
    auto* reader = static_cast<XmlReader*>(self);
    if (!reader->m_stopped)
    {
        reader->OnText(std::string_view(text, static_cast<size_t>(size)));
    }
}

void
XmlReader::RefuseEntity(void* self,
                        const XML_Char* name,
                        int /*isParameter*/,
                        const XML_Char* /*value*/,
                        int /*length*/,
                        const XML_Char* /*base*/,
                        const XML_Char* /*systemId*/,
                        const XML_Char* /*publicId*/,
                        const XML_Char* /*notation*/)
{
    static_cast<XmlReader*>(self)->Stop(
        fmt::format("the entity \"{}\" is declared; entities are not expanded, write the text "
                    "itself",
                    name));
}

} // namespace nexsim
