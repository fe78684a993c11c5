"""A crawl to be killed: records exchanges until it dies, and says on stdout what was acknowledged.

``python recorder.py DATA SEED``: each line is ``ack RECORD-ID SHA256-OF-THE-WIRE``.
"""

import hashlib
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from archive.collection import Collection
from tests.archive_helpers import exchange, page


def main(data: str, seed: int) -> None:
    rng = random.Random(seed)
    sizes = rng.choice([30_000, 300_000, 10**9])
    writer = Collection(Path(data)).writer(max_file=sizes, room=rng.choice([1 << 20, 64 << 20]))
    print("pid", writer.pid, flush=True)
    number = 0
    while True:
        number += 1
        time.sleep(rng.choice([0, 0.0005]))
        body = rng.randbytes(rng.choice([50, 5000, 90_000]))
        if rng.random() < 0.5:
            body = b"the same body, time and again, for revisits"
        wire = page(body)
        if rng.random() < 0.3:
            head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            wire = head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        digest = hashlib.sha256(wire).hexdigest()
        receipt = writer.record(exchange(f"http://yun.example/{seed}/{number}", wire))
        receipt.add_done_callback(lambda done, digest=digest: say(done, digest))
        if rng.random() < 0.02:
            writer.flush()


def say(done, digest: str) -> None:
    if done.exception() is None:
        sys.stdout.write(f"ack {done.result().record_id} {digest}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
