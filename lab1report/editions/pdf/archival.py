"""Makes the PDF conform to PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).

WeasyPrint writes the tags, the profile of colours and the metadata of PDF/A. It does not
declare PDF/UA beside PDF/A, and PDF/A requires every metadata property that it does not define to
be described in the file (ISO 19005-3, 6.6.2.3.3).

Until when, by issue of https://github.com/Kozea/WeasyPrint/issues: files listed twice 2917 (mended
after 70.0); two rdf:RDF are in none yet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from weasyprint import Attachment

VARIANT = "pdf/a-3a"

_RDF = re.compile(rb"<rdf:RDF\b.*?</rdf:RDF>", re.DOTALL)
_INSIDE = re.compile(rb"^<rdf:RDF\b[^>]*>|</rdf:RDF>$")

UNIVERSAL_ACCESS = b"""\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>1</pdfuaid:part>
 </rdf:Description>
 <rdf:Description rdf:about=""
   xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
   xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
   xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas>
   <rdf:Bag>
    <rdf:li rdf:parseType="Resource">
     <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
     <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
     <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
     <pdfaSchema:property>
      <rdf:Seq>
       <rdf:li rdf:parseType="Resource">
        <pdfaProperty:name>part</pdfaProperty:name>
        <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
        <pdfaProperty:category>internal</pdfaProperty:category>
        <pdfaProperty:description>The part of ISO 14289 kept to</pdfaProperty:description>
       </rdf:li>
      </rdf:Seq>
     </pdfaSchema:property>
    </rdf:li>
   </rdf:Bag>
  </pdfaExtension:schemas>
 </rdf:Description>
</rdf:RDF>
"""

_SOURCE = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:source>{}</dc:source>
 </rdf:Description>
</rdf:RDF>
"""


def derived_from(source: str) -> Iterator[bytes]:
    """The metadata that name what the file was made from, if `source` says it."""
    if source:
        yield _SOURCE.format(escape(source)).encode()


def show_metadata(pdf: Any) -> None:
    """Leave the metadata uncompressed, so that they are found without reading the PDF.

    ISO 19005-1, 6.7.2, demands it; XMP has its packets for that.

    Args:
        pdf: the `pydyf.PDF` that a finisher of WeasyPrint is given.
    """
    for one in pdf.objects:
        if getattr(one, "extra", {}).get("Type") == "/Metadata":
            one.compress = False


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file within the PDF; `description` is what readers of PDFs show beside its name."""

    name: str
    description: str
    content: bytes


def attachments(enclosures: Sequence[Enclosure], created: datetime) -> list[Attachment]:
    """The enclosures as WeasyPrint takes them, with one date for all, so that bytes are fixed."""
    return [
        Attachment(
            string=enclosure.content,
            name=enclosure.name,
            description=enclosure.description,
            created=created,
            modified=created,
            relationship="Data",
        )
        for enclosure in sorted(enclosures, key=lambda one: one.name)  # a name tree is sorted
    ]


def mend(pdf: Any) -> None:
    """Correct what WeasyPrint writes of metadata and attached files.

    Args:
        pdf: the `pydyf.PDF` that a finisher of WeasyPrint is given, before it is written.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])  # each file is there twice
    metadata = pdf.catalog["Metadata"].split()[0]
    _join_metadata(pdf.objects[int(metadata)].stream)


def _join_metadata(stream: list[bytes]) -> None:
    """XMP has one rdf:RDF (ISO 16684-1, 7.4); WeasyPrint puts what is added into another."""
    text = b"".join(stream)
    first, *others = _RDF.findall(text)
    if others:
        start, end = text.index(first), text.rindex(others[-1]) + len(others[-1])
        descriptions = b"".join(_INSIDE.sub(b"", other) for other in others)
        joined = first.replace(b"</rdf:RDF>", descriptions + b"</rdf:RDF>")
        stream[:] = [text[:start] + joined + text[end:]]
