"""A PostgreSQL server of our own for the tests: private folder, free port, nothing of the system touched.

The server drops durability on purpose: test databases are thrown away. Its folder is one that the user
`postgres`, as whom root runs it, can reach wherever the work tree lies.
"""

import hashlib
import re
import tempfile
from pathlib import Path

from steps import ROOT, apt_install, say

from cuudinh.project import machine
from cuudinh.project.ports import free_port
from cuudinh.project.postgres_server import DATABASE, OWNER, Server, programs
from cuudinh.project.trouble import Trouble

ADDRESS = ROOT / "var" / "pg" / "address"
_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def start() -> str:
    """Start the server unless it runs; give its address, or an empty text where that is not possible."""
    if ADDRESS.is_file() and _server().answers():
        return _server().address
    if programs() is None and not apt_install(*machine.apt_packages("postgresql").split()):
        return ""
    say("Starting a PostgreSQL server for the tests")
    ADDRESS.parent.mkdir(parents=True, exist_ok=True)
    ADDRESS.write_text(f"postgresql://{OWNER}@127.0.0.1:{free_port()}/{DATABASE}", "utf-8")
    server = _server()
    try:
        if not server.is_made():
            server.make()
        server.start()
    except Trouble as trouble:
        say(str(trouble))
        ADDRESS.unlink()
        return ""
    return server.address


def stop() -> None:
    """Stop the server, if it runs, and forget its address."""
    if ADDRESS.is_file():
        _server().stop()
    ADDRESS.unlink(missing_ok=True)


def _server() -> Server:
    """Give the server at the address that was written down when it was started."""
    address = ADDRESS.read_text("utf-8").strip()
    port = re.findall(r":(\d+)/", address)[0]
    fast = [word for name in _NOT_SAFE for word in ("-c", name)]
    listens = ["-p", port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Server(Path(tempfile.gettempdir()) / f"cuudinh-postgres-{mark}", address, (*listens, *fast))
