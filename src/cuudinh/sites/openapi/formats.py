"""The two formats of GeoReport v2: JSON as a list of objects, XML with the element names of the standard."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

# How the standard names the root element, and one record in it.
XML_NAMES = {
    "services": ("services", "service"),
    "requests": ("service_requests", "request"),
    "definition": ("service_definition", ""),
    "discovery": ("discovery", ""),
    "updates": ("service_request_updates", "request_update"),
    "errors": ("errors", "error"),
}
CHILD_NAMES = {
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
Record = Mapping[str, Any]
# What XML 1.0 cannot carry, whatever a person typed.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(
    extension: str, what: str, content: Record | Sequence[Record], *, status: int = 200
) -> HttpResponse:
    """Give the content in the format that the address asked for: `json` or `xml`."""
    if extension == "xml":
        body = to_xml(what, content)
        return HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)
    text = json.dumps(content, ensure_ascii=False)
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)


def to_xml(what: str, content: Record | Sequence[Record]) -> bytes:
    """Give the content as XML.

    >>> to_xml("services", [{"service_code": "o-ga", "metadata": True}]).decode().split("?>")[1].strip()
    '<services><service><service_code>o-ga</service_code><metadata>true</metadata></service></services>'
    """
    root_name, record_name = XML_NAMES[what]
    root = Element(root_name)
    if isinstance(content, Mapping):
        _fill(root, content)
    else:
        for record in content:
            _fill(SubElement(root, record_name), record)
    encoded: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return encoded


def _fill(element: Element, record: Record) -> None:
    for name, value in record.items():
        child = SubElement(element, name)
        if isinstance(value, list):
            for one in value:
                _put(SubElement(child, CHILD_NAMES[name]), one)
        else:
            _put(child, value)


def _put(element: Element, value: Any) -> None:
    if isinstance(value, Mapping):
        _fill(element, value)
    else:
        element.text = _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_IN_XML.sub("", str(value))
