// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_XML_READER_H
#define NEXSIM_XML_READER_H

#include "sim/topology/file-report.h"

#include <expat.h>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexsim
{

/** @brief An element's attributes, by name. */
class XmlAttributes
{
  public:
    /** @param pairs name and value in turn, null behind the last, as expat has them */
    explicit XmlAttributes(const XML_Char** pairs);

    std::optional<std::string> Find(const std::string& name) const;

    /** @brief Empty where it is missing. */
    std::string Get(const std::string& name) const
    {
        return Find(name).value_or("");
    }

  private:
    std::map<std::string, std::string> m_values;
};

/** @brief Reads an XML text from its beginning to its end, and tells a derived class what comes. */
class XmlReader
{
  public:
    explicit XmlReader(FileReport& report);
    virtual ~XmlReader() = default;
    XmlReader(const XmlReader&) = delete;
    XmlReader& operator=(const XmlReader&) = delete;

  protected:
    /** @return whether it was read whole; if not, why is in the report */
    bool ReadXml(std::string_view text);

    /** @param space of names that the element is in; empty for none */
    virtual void OnStart(std::string_view space,
                         std::string_view name,
                         const XmlAttributes& attributes) = 0;
    virtual void OnEnd() = 0;
    virtual void OnText(std::string_view text) = 0;

    /** @brief The report, to be added to. */
    FileReport& Report()
    {
        return m_report;
    }

    /** @brief Where the reader is, from 1. */
    size_t Line() const;

    void Error(const std::string& message);

    /** @brief An error after which the rest of the text is not looked at. */
    void Stop(const std::string& message);

  private:
    static void XMLCALL StartElement(void* self, const XML_Char* name, const XML_Char** attributes);
    static void XMLCALL EndElement(void* self, const XML_Char* name);
    static void XMLCALL AddText(void* self, const XML_Char* text, int size);
    static void XMLCALL RefuseEntity(void* self,
                                     const XML_Char* name,
                                     int isParameter,
                                     const XML_Char* value,
                                     int length,
                                     const XML_Char* base,
                                     const XML_Char* systemId,
                                     const XML_Char* publicId,
                                     const XML_Char* notation);

    FileReport& m_report;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> m_parser;
    bool m_stopped = false;
};

} // namespace nexsim

#endif // NEXSIM_XML_READER_H
