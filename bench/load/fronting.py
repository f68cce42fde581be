"""nginx in front of a served copy, as `deploy/nginx` says it: without TLS, on a free port, its files in a folder."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load.browser import Place

DEPLOYED = Path(__file__).parents[2] / "deploy" / "nginx" / "cuudinh.conf"
WORKERS = 2
STARTING_SECONDS_MAX = 10
_MAIN = """daemon off;{as_root}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
_UPSTREAM = """upstream cuudinh_pages {{ server {host}:{port}; keepalive 32; }}
upstream cuudinh_stream {{ server {host}:{stream}; }}
"""


@contextmanager
def front_of(place: Place, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run nginx with the file of the guide before a place, and give its process once it answers."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise SystemExit("There is no nginx here. Install it: apt-get install nginx-light")
    (folder / "cache").mkdir(parents=True)
    (folder / "upstream.conf").write_text(
        _UPSTREAM.format(host=place.host, port=place.port, stream=place.port + 1), "utf-8"
    )
    (folder / "site.conf").write_text(as_tried(DEPLOYED.read_text("utf-8"), folder, port), "utf-8")
    # Else its workers would be somebody who may not look into the folder.
    as_root = "" if os.geteuid() else " user root;"
    main = _MAIN.format(workers=WORKERS, folder=folder, as_root=as_root)
    (folder / "nginx.conf").write_text(main, "utf-8")
    running = subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        _wait_for(folder / "nginx.pid", running)
        yield running
    finally:
        running.terminate()
        running.wait()


def as_tried(text: str, folder: Path, port: int) -> str:
    """Give the file of the guide with its folders in one, one server on a port, and nothing of TLS."""
    _redirecting, server = text.split("server {\n    listen 443", 1)
    text = (
        _redirecting.split("server {", 1)[0]
        + f"server {{\n    listen 127.0.0.1:{port};\n"
        + server.split("\n", 1)[1]
    )
    text = re.sub(r"^ *(ssl_|listen \[|server_name ).*\n", "", text, flags=re.MULTILINE)
    # Where there is no TLS, cookies go without the prefix that asks for it (`web/cookies.py`).
    text = text.replace("__Host-", "")
    text = text.replace("/etc/nginx/cuudinh-upstream.conf", str(folder / "upstream.conf"))
    return text.replace("/var/log/nginx", str(folder)).replace("/var/cache/nginx", str(folder / "cache"))


def _wait_for(mark: Path, running: subprocess.Popen[bytes]) -> None:
    by = time.monotonic() + STARTING_SECONDS_MAX
    while not mark.exists():
        if running.poll() is not None or time.monotonic() > by:
            raise SystemExit(f"nginx does not start; it says why in {mark.parent}/error.log")
        time.sleep(0.02)
