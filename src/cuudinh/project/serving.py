"""One process that keeps all others: starts them, restarts what dies, and lets nothing outlive it.

Each part runs in its own process group, so Ctrl-C reaches only this supervisor, which then asks every part
to finish, waits, and ends what is left. A part that keeps dying is started again after 0.5, 1, 2, 4 … 30
seconds; the wait is forgotten once it has lived for a minute.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module

from django.conf import settings

from cuudinh.project import (
    databases,
    forking,
    listening,
    local_database,
    observing,
    ports,
    presence,
    settings_declared,
    sign_on,
)
from cuudinh.project.forking import Forked
from cuudinh.project.greeting import FirstAnswer, greet
from cuudinh.project.listening import Readiness
from cuudinh.project.trouble import Trouble

FINISH_SECONDS_MAX = 10
# What writes down what the others did needs a moment more than they.
LAST_SECONDS_MAX = 5
STEADY_SECONDS = 60
WAIT_SECONDS_FIRST = 0.5
WAIT_SECONDS_MAX = 30.0
LOOK_SECONDS = 0.1
# How long a new process may take until it answers beside the old one.
RENEWAL_SECONDS_MAX = 120
# Until then what an old process has accepted is read.
READ_SECONDS_MAX = 1.0
LATER_SECONDS = 3.0
YEAR_SECONDS = 365 * 24 * 3600

_ENDING = {signal.SIGINT, signal.SIGTERM}


@dataclass
class Part:
    """One process of the platform and what is needed to start it again: a command, or work for a copy of this one."""

    name: str
    command: Sequence[str] | forking.Work
    process: subprocess.Popen[bytes] | Forked | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    is_renewed_beside: bool = False
    old: subprocess.Popen[bytes] | Forked | None = None
    readiness: Readiness | None = None
    finish_old_at: float = 0.0
    ends_last: bool = False
    wait_seconds: float = field(default=WAIT_SECONDS_FIRST)

    def start(self) -> None:
        """Start the process in a group of its own."""
        if callable(self.command):
            self.process = Forked(self.name, self.command)
        else:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                self.command,
                start_new_session=True,
                preexec_fn=forking.die_with_parent,  # noqa: PLW1509 - one thread
            )
        self.started_at = time.monotonic()

    def look_after(self, say: Callable[[str], None]) -> None:
        """Start the process again when it has died and its wait is over."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started_at > STEADY_SECONDS:
            self.wait_seconds = WAIT_SECONDS_FIRST
        say(f"{self.name} ended with {code}; it starts again in {self.wait_seconds:g} s")
        _end_group(self.process.pid)
        self.process = None
        self.start_again_at = now + self.wait_seconds
        self.wait_seconds = min(self.wait_seconds * 2, WAIT_SECONDS_MAX)

    def ask_to_finish(self) -> None:
        """Ask the process to finish; it passes this on to its own workers."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def renew(self) -> None:
        """Begin to replace the process: by one that answers beside it, else by an ordinary start.

        Copies answer on a socket of the supervisor, so whoever connects meanwhile is answered by either.
        """
        if self.process is None or self.process.poll() is not None or self.old:
            return
        if not (self.is_renewed_beside and callable(self.command)):
            self.process.terminate()
            return
        self.old = self.process
        self.readiness = Readiness()
        self.start()
        self.readiness.leave_to_copies()

    def finish_renewal(self) -> None:
        """Let the old process end what it has begun once the new one answers, or when that takes too long."""
        if self.old is None:
            return
        if self.old.poll() is not None:
            _end_group(self.old.pid)
            self.old = None
            self._ask_no_more()
        elif self.readiness:
            is_late = time.monotonic() - self.started_at > RENEWAL_SECONDS_MAX
            if self.readiness.is_told() or is_late:
                self._ask_no_more()
                _signal_group(self.old.pid, listening.STOP_ACCEPTING)
                self.finish_old_at = time.monotonic() + READ_SECONDS_MAX
        elif time.monotonic() > self.finish_old_at:
            self.old.terminate()

    def _ask_no_more(self) -> None:
        if self.readiness:
            self.readiness.close()
            self.readiness = None

    def end(self, by: float) -> None:
        """Wait until the moment given, then end what is left of the group."""
        if self.old:
            _end_group(self.old.pid)
        if self.process is None:
            return
        try:
            self.process.wait(max(by - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _end_group(self.process.pid)


def _end_group(group: int) -> None:
    _signal_group(group, signal.SIGKILL)


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)


class Supervisor:
    """Keeps the parts alive until it is told to stop."""

    def __init__(
        self, parts: Sequence[Part], say: Callable[[str], None], watches: Sequence[Callable[[], None]] = ()
    ) -> None:
        self.parts = parts
        self.say = say
        self.watches = watches
        self._is_stopping = False
        self._is_to_renew = False

    def run(self) -> None:
        """Start all parts, look after them until `stop`, then end them all."""
        try:
            while not self._is_stopping:
                # One renewal after the other: what is asked meanwhile waits its turn.
                if self._is_to_renew and not any(part.old for part in self.parts):
                    self._is_to_renew = False
                    for part in self.parts:
                        part.renew()
                for part in self.parts:
                    part.look_after(self.say)
                    part.finish_renewal()
                for look in self.watches:
                    look()
                time.sleep(LOOK_SECONDS)
        finally:
            self._end_all()

    def stop(self, *_: object) -> None:
        """End the run; serves as the handler of the signals too."""
        self._is_stopping = True

    def renew(self, *_: object) -> None:
        """Replace what serves without a moment in which nobody answers; serves as the handler of HUP."""
        self._is_to_renew = True

    def _end_all(self) -> None:
        by = time.monotonic() + FINISH_SECONDS_MAX
        for is_last in (False, True):
            ending = [part for part in self.parts if part.ends_last == is_last]
            for part in ending:
                part.ask_to_finish()
            for part in ending:
                part.end(by)
            by += LAST_SECONDS_MAX


def serve(host: str, port: int) -> None:
    """Run the whole platform until Ctrl-C or TERM, and greet once it answers.

    Raises `Trouble` when a port is taken. Where the parts are copies of this process, it loads once what all of
    them need; elsewhere it reads the settings only, so that the first page does not wait for it.
    """
    for needed in (port, port + 1, *([sign_on.fake_port()] if sign_on.is_fake() else [])):
        ports.refuse_busy(host, needed)
    first_answer = FirstAnswer(host, port, lambda: greet(f"http://{host}:{port}"))
    with local_database.held_if_local(_say) as database:
        if forking.can_fork():
            forking.load_common()
            _leave_the_log()
            # It imports models, which need what is set up by then.
            import_module("cuudinh.project.warming").warm()
        watches = [first_answer.look, *([local_database.Watch(database, _say).look] if database else [])]
        supervisor = Supervisor(parts(host, port), _say, watches)
        signal.signal(signal.SIGINT, supervisor.stop)
        signal.signal(signal.SIGTERM, supervisor.stop)
        # Whoever closes a terminal means the end; a service manager means a renewal.
        if not sys.stdin.isatty():
            signal.signal(signal.SIGHUP, supervisor.renew)
        supervisor.run()


def parts(host: str, port: int) -> tuple[Part, ...]:
    """Give the processes of the platform: web processes, the clerk, the live stream on the next port, and the keeper.

    All but the first start a little later: somebody waits for the first page, nobody for them.
    """
    later = time.monotonic() + LATER_SECONDS
    keeper = Part("keeper", _alone("keeper", run_keeper), start_again_at=later, ends_last=True)
    workers = settings_declared.number("WORKERS")
    pages = _serving("web", serve_pages, host, port, workers)
    stream = _serving("stream", serve_stream, host, port + 1, 1)
    return (
        Part("web", pages, is_renewed_beside=True),
        Part("clerk", _alone("clerk", run_clerk), start_again_at=later),
        Part("stream", stream, start_again_at=later, is_renewed_beside=True),
        *([keeper] if keeps_minutes() else []),
        *([Part("fake-vneid", _alone("fake-vneid", sign_on.run_fake))] if sign_on.is_fake() else []),
    )


def keeps_minutes() -> bool:
    """Whether what changes between backups is kept by a process of its own: on SQLite, unless a setting says no."""
    return bool(settings.CUUDINH_MINUTES) and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def _alone(name: str, work: forking.Work) -> Sequence[str] | forking.Work:
    """Give the work of a part that answers nobody."""
    return partial(_deaf, work) if forking.can_fork() else _command(name)


def _deaf(work: forking.Work) -> None:
    """Do the work of a part that answers nobody, without the sockets of others."""
    listening.keep_only()
    work()


def _serving(
    name: str, serve_on: Callable[..., None], host: str, port: int, workers: int
) -> Sequence[str] | forking.Work:
    """Give the work of a part that answers on a port: on sockets that listen from now on, if it is a copy."""
    if not forking.can_fork():
        return _command(name)
    return partial(serve_on, host, port, listening.listen(host, port, workers))


def _command(name: str) -> Sequence[str]:
    """Give the command that is one part, where parts are no copies."""
    return [sys.executable, "-m", "cuudinh.project.serving", name]


def serve_pages(host: str, port: int, sockets: listening.Sockets = ()) -> None:
    """Answer pages and APIs until told to finish; the workers are copies of this process."""
    granian(
        "cuudinh.project.rsgi:application",
        sockets,
        interface="rsgi",
        host=host,
        port=port,
        workers=settings_declared.number("WORKERS"),
        backpressure=listening.connections_most(),
        workers_kill_timeout=FINISH_SECONDS_MAX - 2,
        static_path_route=settings.STATIC_URL.rstrip("/"),
        static_path_mount=settings.STATIC_ROOT,
        static_path_expires=YEAR_SECONDS,
    )


def serve_stream(host: str, port: int, sockets: listening.Sockets = ()) -> None:
    """Send the wall its figures until told to finish."""
    # Screens hold their connection open for ever, so waiting for them to leave would be waiting in vain.
    granian(
        "cuudinh.project.asgi:application",
        sockets,
        interface="asgi",
        host=host,
        port=port,
        workers=1,
        workers_kill_timeout=1,
    )


def granian(application: str, sockets: listening.Sockets, **options: object) -> None:
    """Run the web server with the options of its command line, on sockets that listen already where there are some."""
    pairs = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    always = ["--log-level", "warning", "--respawn-failed-workers", "--respawn-interval", "0.5"]
    sys.argv = ["granian", *pairs, *always, application]
    if sockets:
        listening.keep_only(sockets)
        listening.use(sockets)
    # Loaded where it serves: the supervisor of a machine that cannot fork needs none of it.
    import_module("granian.cli").entrypoint()


def run_clerk() -> None:
    """Run the clerk until told to finish, its round done."""
    # The signals are awaited here, not handled: a handler could interrupt the loop while it holds a lock.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    observing.begin("clerk")
    stop = threading.Event()
    with ThreadPoolExecutor(1, thread_name_prefix="clerk") as pool:
        # It imports models, which need what is set up by now.
        loop = pool.submit(import_module("cuudinh.journal.clerk").run_forever, stop)
        loop.add_done_callback(lambda _: os.kill(os.getpid(), signal.SIGTERM))
        signal.sigwait(_ENDING)
        stop.set()
        loop.result()


def run_keeper() -> None:
    """Keep what changes between backups until told to finish."""
    observing.begin("keeper")
    # It imports models, which need what is set up by now.
    import_module("cuudinh.project.minutes.running").run_forever(_say)


def _say(sentence: str) -> None:
    sys.stderr.write(f"cuudinh: {sentence}\n")
    sys.stderr.flush()


def main() -> int:
    """Serve as the settings say: what `make run` becomes once everything is ready; or be one part, if it is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    os.umask(0o077)
    try:
        presence.hold()
        _serve(sys.argv[1:])
    except Trouble as trouble:
        _say(str(trouble))
        return 1
    return 0


def _serve(named: Sequence[str]) -> None:
    host, port = settings_declared.value("HOST"), settings_declared.number("PORT")
    if not named:
        serve(host, port)
        return
    forking.load_common()
    _leave_the_log()
    part: dict[str, forking.Work] = {
        "web": partial(serve_pages, host, port),
        "stream": partial(serve_stream, host, port + 1),
        "keeper": run_keeper,
        "fake-vneid": sign_on.run_fake,
    }
    part.get(named[0], run_clerk)()


def _leave_the_log() -> None:
    """Have all that serve leave the log of SQLite to the keeper."""
    if keeps_minutes():
        databases.leave_checkpoints(import_module("django.db").connection.settings_dict)


if __name__ == "__main__":
    sys.exit(main())
