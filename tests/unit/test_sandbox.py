"""A process confined on Linux is really shut in, and real decoding and inference go on inside."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from gpu_backends import sandbox

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 512 << 20

PRELUDE = """
import errno, json, os, socket, subprocess, sys, threading
from pathlib import Path
from gpu_backends.sandbox import enter
readable, argument = json.loads(sys.argv[1])
confined = enter([Path(p) for p in readable], {memory})

def refused(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "allowed"
"""


def run_confined(
    code: str,
    argument: object = None,
    readable: Sequence[Path] = (),
    memory: int = MEMORY,
) -> Any:
    """Run `code` in a confined child; what it leaves in `told` comes back."""
    program = PRELUDE.format(memory=memory) + textwrap.dedent(code) + "\nprint(json.dumps(told))\n"
    given = json.dumps([[str(p) for p in readable], argument])
    child = subprocess.run(
        [sys.executable, "-c", program, given], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert child.returncode == 0, child.stderr
    return json.loads(child.stdout)


@pytest.fixture
def listening() -> Iterator[int]:
    """Port of a server that accepts on this machine, so that a refused connection is the sandbox's doing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            yield port


def test_what_is_said_to_be_in_force_covers_network_files_memory_and_programs() -> None:
    told = sandbox.describe()
    assert not told.missing, told.description
    for word in ("network", "Landlock", "memory", "programs"):
        assert word in told.description


def test_no_socket_can_be_opened(listening: int) -> None:
    told = run_confined(
        "told = [refused(lambda: socket.create_connection(('127.0.0.1', argument), timeout=2)),"
        " refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)),"
        " refused(lambda: socket.socket(socket.AF_UNIX))]",
        listening,
    )
    assert told == ["EACCES"] * 3


def test_the_network_namespace_has_no_route_even_without_the_filter() -> None:
    told = run_confined(
        "told = [Path('/proc/self/net/route').read_text().splitlines()[1:],"
        " [l.split(':')[0].strip() for l in Path('/proc/self/net/dev').read_text().splitlines()[2:]]]"
    )
    assert told == [[], ["lo"]]


def test_only_files_that_were_given_can_be_read(tmp_path: Path) -> None:
    allowed, secret = tmp_path / "allowed", tmp_path / "secret"
    allowed.write_text("evidence", encoding="utf-8")
    secret.write_text("another case", encoding="utf-8")
    told = run_confined(
        "told = [Path(argument[0]).read_text(), refused(lambda: Path(argument[1]).read_text()),"
        " refused(lambda: os.listdir(Path(argument[1]).parent)),"
        " refused(lambda: Path('/etc/passwd').read_text())]",
        [str(allowed), str(secret)],
        readable=[allowed],
    )
    assert told == ["evidence", "EACCES", "EACCES", "EACCES"]


def test_the_checkout_is_readable_only_where_code_lies() -> None:
    told = run_confined(
        "told = [refused(lambda: (Path(argument) / 'main.py').read_bytes()),"
        " refused(lambda: os.listdir(Path(argument) / 'tests')),"
        " refused(lambda: os.listdir(Path(argument) / 'engine'))]",
        str(ROOT),
    )
    assert told == ["EACCES", "EACCES", "allowed"]


def test_nothing_can_be_written(tmp_path: Path) -> None:
    code = """
    told = [refused(lambda: (Path(folder) / "new").write_text("x")) for folder in argument]
    told.append(refused(lambda: Path("/dev/shm/aima-left-behind").write_text("x")))
    """
    folders = [str(tmp_path), "/tmp"]
    assert run_confined(code, folders) == ["EACCES"] * 3
    assert run_confined(code, folders, readable=[tmp_path]) == ["EACCES"] * 3


def test_a_readable_file_cannot_be_changed(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    evidence.write_bytes(b"original")
    told = run_confined(
        "told = [refused(lambda: open(argument, 'ab')), refused(lambda: os.truncate(argument, 0)),"
        " refused(lambda: os.unlink(argument)), refused(lambda: os.rename(argument, argument + '2'))]",
        str(evidence),
        readable=[tmp_path],
    )
    assert told == ["EACCES"] * 4
    assert evidence.read_bytes() == b"original"


def test_a_file_that_was_open_before_cannot_grow(tmp_path: Path) -> None:
    code = """
    import errno, os, sys
    from gpu_backends.sandbox import enter
    output = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)
    enter([], 1 << 29)
    try:
        os.write(output, b"x")
    except OSError as error:
        print(errno.errorcode[error.errno])
    """
    grown = tmp_path / "output"
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(grown)], cwd=ROOT, capture_output=True, text=True
    )
    assert child.stdout == "EFBIG\n", child.stderr
    assert grown.read_bytes() == b""


def test_no_other_program_or_process_can_be_started() -> None:
    told = run_confined(
        "told = [refused(lambda: subprocess.run(['/bin/sh', '-c', 'true'])),"
        " refused(lambda: os.execv('/bin/sh', ['sh'])), refused(os.fork),"
        " refused(lambda: os.kill(os.getppid(), 0))]"
    )
    assert told == ["EACCES"] * 4


def test_threads_can_still_be_started() -> None:
    told = run_confined(
        "told = []\nthread = threading.Thread(target=told.append, args=(1,))\nthread.start()\nthread.join()"
    )
    assert told == [1]


def test_memory_beyond_the_limit_is_refused_and_below_is_given() -> None:
    told = run_confined(
        """
        told = [len(bytearray(argument // 2))]
        try:
            told.append(len(bytearray(argument * 2)))
        except MemoryError:
            told.append("refused")
        """,
        MEMORY,
    )
    assert told == [MEMORY // 2, "refused"]


def test_privileges_and_limits_cannot_be_taken_back() -> None:
    told = run_confined(
        """
        import ctypes, resource
        libc = ctypes.CDLL(None, use_errno=True)
        told = [libc.unshare(0x10000000), ctypes.get_errno() == errno.EACCES]
        try:
            resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            told.append("raised")
        except (OSError, ValueError):
            told.append("refused")
        status = dict(l.split(":\\t", 1) for l in Path("/proc/self/status").read_text().splitlines())
        told.append(status["CapEff"])
        """
    )
    assert told == [-1, True, "refused", "0000000000000000"]


def test_a_worker_dies_with_its_parent() -> None:
    child = (
        "import time; from gpu_backends.sandbox import enter\n"
        "enter([], 1 << 29); print(1, flush=True); time.sleep(60)"
    )
    parent = (
        "import subprocess, sys\n"
        f"c = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE)\n"
        "c.stdout.readline(); print(c.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        status = Path(f"/proc/{pid}/stat")
        assert status.exists()
        process.kill()
        process.wait()
        for _ in range(100):
            # an unreaped orphan may stay as a zombie where nothing collects it
            if not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] in "ZX":
                return
            subprocess.run(["sleep", "0.05"], check=True)
    pytest.fail("the child outlived its parent by five seconds")


def test_real_decoding_and_inference_continue_inside(media: Callable[[str], Path], models: Path) -> None:
    """Libraries are imported inside on purpose: workers load some of them lazily."""
    told = run_confined(
        """
        import numpy as np
        import av, cv2, onnxruntime
        video, detector, speech = argument
        with av.open(video) as container:
            picture = next(container.decode(video=0)).to_ndarray(format="bgr24")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(detector, options, providers=["CPUExecutionProvider"])
        faces = cv2.FaceDetectorYN.create(detector, "", picture.shape[1::-1])
        found = faces.detect(picture)[1]
        from faster_whisper import WhisperModel
        model = WhisperModel(speech, device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
        encoded = model.encode(np.zeros((80, 3000), np.float32))
        told = [len(session.get_inputs()), len(found), list(encoded.shape)]
        """,
        [
            str(media("obama_speech.mp4")),
            str(models / "face-detection-yunet" / "yunet_fp32.onnx"),
            str(models / "speech-whisper-base"),
        ],
        readable=[media("obama_speech.mp4"), models],
        memory=2 << 30,
    )
    assert told[0] >= 1
    assert told[1] >= 1
    assert told[2][0] == 1
