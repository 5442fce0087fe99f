"""Short ways to the bytes of a PDF."""

from typing import Any

from assess.report.quick.parts import Function, Parts


def written(_: Parts, long_way: Function) -> Function:
    """Give the bytes of a part of a PDF, the commonest kinds first."""

    def to_bytes(item: Any) -> Any:
        kind = type(item)
        if kind is bytes:
            return item
        return item.encode("ascii") if kind is str else long_way(item)

    return to_bytes


def page_references(_: Parts, long_way: Any) -> property:
    """Give the references to all pages, put together once for each number of pages."""

    def references(pdf: Any) -> Any:
        pages, kept = len(pdf.pages["Kids"]), vars(pdf)
        if kept.get("known_pages") != pages:
            kept["known_pages"], kept["known_references"] = pages, long_way.fget(pdf)
        return kept["known_references"]

    return property(references)


def stream_data(_: Parts, long_way: Any) -> property:
    """Give the bytes of a stream; of the one with all objects, which is asked for twice, put together once."""

    def data(stream: Any) -> Any:
        if stream.extra.get("Type") != "/ObjStm":
            return long_way.fget(stream)
        kept = vars(stream)
        if "known_data" not in kept:
            kept["known_data"] = long_way.fget(stream)
        return kept["known_data"]

    return property(data)
