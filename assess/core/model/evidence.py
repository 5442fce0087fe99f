"""Models of rules/evidence.yaml."""

from typing import Literal

from pydantic import Field

from assess.core.model.fields import Day, FrozenModel, Id, PartialDate, Text


class Source(FrozenModel):
    """A document that claims cite, with CSL field names; absent fields are left out of the citation."""

    id: Id
    type: Text
    title: Text
    author: tuple[Text, ...] = ()
    container_title: Text = Field(default="", alias="container-title")
    publisher: Text = ""
    issued: PartialDate | None = None
    url: Text = Field(default="", alias="URL")
    nations: tuple[Id, ...] = ()
    status: Literal["in force", "superseded", "enacted, check commencement", "proposed", "guidance", "evidence"]
    status_note: Text = ""
    applies_from: Day | None = None
    applies_to: Day | None = None
    superseded_by: Id | None = None
    checked_on: Day | None = None


class Claim(FrozenModel):
    """One finding of one source, and where in the source it is."""

    id: Id
    source: Id
    pinpoint: Text
    finding: Text
    dated: Text = ""


class Evidence(FrozenModel):
    """The whole of rules/evidence.yaml."""

    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
