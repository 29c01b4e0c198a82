"""The disk that an installation lies on: small enough to be filled, and slow when told to be.

With the rights of root it is an ext4 of its own in a file, so that full is full and slow is
slow. Without, it is a folder like any other.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SIZE_BYTES = 2 * 1024**3
MIN_FREE_BYTES = 256 * 1024**2
"""What the installation is told to leave free: recordings are refused below."""
_GROUPS = Path("/sys/fs/cgroup")
_OURS = "earshot-chaos"


@dataclass
class Disk:
    folder: Path
    device: str | None
    """`major:minor` of a disk of its own."""

    @property
    def can_be_full(self) -> bool:
        return self.device is not None

    @property
    def can_be_slow(self) -> bool:
        return self.device is not None and (_GROUPS / "blkio").is_dir()

    def fill(self, leave_bytes: int = 0) -> None:
        """Leave so much free, and nothing when it is zero."""
        self.make_room()
        ballast = os.open(self._ballast, os.O_WRONLY | os.O_CREAT)
        try:
            size_bytes = max(1, shutil.disk_usage(self.folder).free - leave_bytes)
            # What is free by the count and what can be had differ by some blocks.
            with suppress(OSError):
                os.posix_fallocate(ballast, 0, size_bytes)
            os.lseek(ballast, 0, os.SEEK_END)
            with suppress(OSError):
                while not leave_bytes and os.write(ballast, bytes(4096)):
                    pass
        finally:
            os.close(ballast)

    def make_room(self) -> None:
        self._ballast.unlink(missing_ok=True)

    @contextmanager
    def slow(self, process_ids: Sequence[int], writes_per_s: int) -> Iterator[None]:
        """So many writes a second of these processes, and of what they start, reach the disk."""
        group = _GROUPS / "blkio" / _OURS
        group.mkdir(exist_ok=True)
        limit = group / "blkio.throttle.write_iops_device"
        try:
            limit.write_text(f"{self.device} {writes_per_s}")
            for each in process_ids:
                with suppress(ProcessLookupError):
                    (group / "cgroup.procs").write_text(str(each))
            yield
        finally:
            limit.write_text(f"{self.device} 0")
            for line in (group / "cgroup.procs").read_text().split():
                with suppress(ProcessLookupError):
                    (group.parent / "cgroup.procs").write_text(line)
            with suppress(OSError):
                group.rmdir()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def disk() -> Iterator[Disk]:
    """A place for an installation, gone afterwards with all that is in it."""
    # Short, because the path of a Unix socket may not exceed 107 bytes.
    with tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as place:
        folder = Path(place) / "d"
        folder.mkdir()
        image = Path(place) / "image"
        if os.geteuid() != 0 or not _mount(image, folder):
            yield Disk(folder, None)
            return
        try:
            number = folder.stat().st_dev
            yield Disk(folder, f"{os.major(number)}:{os.minor(number)}")
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)


def _mount(image: Path, folder: Path) -> bool:
    with image.open("wb") as file:
        file.truncate(SIZE_BYTES)
    commands = (
        ["mkfs.ext4", "-q", "-m", "0", str(image)],
        ["mount", "-o", "loop", str(image), str(folder)],
    )
    try:
        return all(
            subprocess.run(each, check=False, capture_output=True).returncode == 0
            for each in commands
        )
    except FileNotFoundError:
        return False
