"""Changes to a report that another program could make so that its pages show something else."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.verification.reports import render_standard_report

HEADLINE = (56, 570, 480, 48)
"""Where the headline stands on the first page: left, bottom, width and height in points."""
WHITE_BOX = b"q 1 1 1 rg %d %d %d %d re f Q" % HEADLINE


def make_stream(content: bytes) -> DecodedStreamObject:
    """Return a stream with this content."""
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream


def annotate(writer: PdfWriter, subtype: str, **entries: object) -> DictionaryObject:
    """Add an annotation over the headline of the first page."""
    left, bottom, width, height = HEADLINE
    box = ArrayObject(map(NumberObject, (left, bottom, left + width, bottom + height)))
    found = {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject(subtype)}
    annotation = DictionaryObject({**found, NameObject("/Rect"): box})
    annotation.update({NameObject(f"/{name}"): value for name, value in entries.items()})
    return writer.add_annotation(0, annotation)


def stamp(writer: PdfWriter) -> None:
    """Put a stamp over the headline."""
    width, height = HEADLINE[2:]
    picture = make_stream(b"1 1 1 rg 0 0 %d %d re f" % (width, height))
    picture[NameObject("/Type")], picture[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    picture[NameObject("/BBox")] = ArrayObject(map(NumberObject, (0, 0, width, height)))
    annotate(writer, "/Stamp", AP=DictionaryObject({NameObject("/N"): writer._add_object(picture)}))


def type_text(writer: PdfWriter) -> None:
    """Type text over the headline."""
    writer.add_annotation(0, FreeText(text="Ready. 96 of 100. No blockers.", rect=(40, 700, 540, 800)))


def merge_white_box(writer: PdfWriter) -> None:
    """Draw a page with a white box over each of the first three, as tools for stamping PDFs do."""
    other = PdfWriter()
    other.add_blank_page(595, 842)[NameObject("/Contents")] = make_stream(WHITE_BOX)
    saved = BytesIO()
    other.write(saved)
    for page in writer.pages[:3]:
        page.merge_page(PdfReader(saved).pages[0])


def write_white_box(writer: PdfWriter) -> None:
    """Write a white box into the content of the first page, whose units are pixels from the top."""
    page = writer.pages[0]
    box = b"q 1 1 1 rg 75 300 640 64 re f Q"
    contents = page.get_contents()
    assert contents is not None
    page[NameObject("/Contents")] = writer._add_object(make_stream(contents.get_data() + b"\n" + box))


def attach_file(writer: PdfWriter) -> None:
    """Attach another file."""
    writer.add_attachment("letter.pdf", render_standard_report())


def add_form_field(writer: PdfWriter) -> None:
    """Add a form field over the headline."""
    field = annotate(writer, "/Widget", FT=NameObject("/Tx"), T=TextStringObject("headline"))
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})


def add_script(writer: PdfWriter) -> None:
    """Add a script that runs when the file is opened."""
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('Ready')")}
    action = DictionaryObject({NameObject(name): value for name, value in script.items()})
    writer.root_object[NameObject("/OpenAction")] = action
    names = writer.root_object["/Names"]
    assert isinstance(names, DictionaryObject)
    names[NameObject("/JavaScript")] = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("ready"), action])}
    )


def add_layers(writer: PdfWriter) -> None:
    """Declare layers that can be shown and hidden."""
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject({NameObject("/OCGs"): ArrayObject()})


def open_another_file(writer: PdfWriter) -> None:
    """Show a list of files in place of the pages."""
    writer.root_object[NameObject("/Collection")] = DictionaryObject()


def add_link(writer: PdfWriter) -> None:
    """Add a link to another address."""
    action = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://example.org/ready")}
    annotate(writer, "/Link", A=DictionaryObject(action))


def add_launching_link(writer: PdfWriter) -> None:
    """Add a link with a picture of its own that starts a program."""
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
    annotate(writer, "/Link", A=action, AP=DictionaryObject())


def remove_page(writer: PdfWriter) -> None:
    """Remove the fourth page."""
    writer.remove_page(3)


def swap_pages(writer: PdfWriter) -> None:
    """Swap the fourth and the fifth page."""
    tree = writer.root_object["/Pages"]
    assert isinstance(tree, DictionaryObject)
    kids = tree["/Kids"]
    assert isinstance(kids, ArrayObject)
    kids[3], kids[4] = kids[4], kids[3]


def turn_page(writer: PdfWriter) -> None:
    """Turn the second page."""
    writer.pages[1].rotate(90)


def enlarge_page(writer: PdfWriter) -> None:
    """Make the second page larger than any that is drawn."""
    writer.pages[1].mediabox.upper_right = (FloatObject(14_000), FloatObject(14_000))


def save_in_addition(data: bytes) -> bytes:
    """Return the report with text over its headline, saved at the end of the file."""
    writer = PdfWriter(BytesIO(data), incremental=True)
    type_text(writer)
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()
