"""Groups of records between the crawl and the disk, and what is said of each once it is there."""

from dataclasses import dataclass, field

from archive import cdxj, values, warcfile
from archive.capture import Recorded, RecordLocation
from archive.entries import Entry
from archive.records import Record


@dataclass(slots=True)
class Batch:
    """Groups on their way to the disk. ``principals`` are the places of the records receipts are for."""

    records: list[Record] = field(default_factory=list)
    members: list[list[bytes]] = field(default_factory=list)
    principals: list[int] = field(default_factory=list)
    spools: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, group: list[Record], *, principal: bool = True) -> None:
        """A group of records, packed."""
        packed = [warcfile.member(record) for record in group]
        if principal:
            self.principals.append(len(self.records))
        self.records += group
        self.members += packed
        self.size += sum(len(part) for parts in packed for part in parts)
        self.size += sum(len(piece) for record in group for piece in record.block)


def index_line(record: Record, location: RecordLocation) -> bytes | None:
    """The CDXJ line of a record just written."""
    return cdxj.line(
        record_type=record.type,
        target_uri=record.target_uri or "",
        date=record.date,
        content_type=record.content_type,
        payload_digest=record.payload_digest,
        block=record.block,
        location=location,
    )


def entry_of(record: Record, filename: str, offset: int, length: int) -> Entry:
    """The ledger's entry of a record just written."""
    return Entry(
        record_id=record.record_id,
        location=RecordLocation(filename=filename, offset=offset, length=length),
        type=record.type,
        concurrent_to=record.concurrent_to,
        content_type=record.content_type if record.type == "metadata" else None,
        refers_to=record.refers_to,
    )


def receipt_of(record: Record, entry: Entry) -> Recorded:
    """What the crawl gets for it."""
    return Recorded(
        record_id=record.record_id,
        location=entry.location,
        payload_digest=record.payload_digest,
        record_type=record.type,  # type: ignore[arg-type]  # a principal is one of RecordType
        date=values.parse_date(record.date),
    )
