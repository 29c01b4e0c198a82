"""Recordings with something wrong in them, the same ones for the same number."""

import gzip
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from random import Random

from tests.sounds import encoded, tone, two, wav

WHOLE_EVERY = 20
_TYPES = ("audio/wav", "audio/mpeg", "text/html", "application/zip", "", "x/" + "y" * 3000)
_NAMES = (
    *("call.wav", "../../etc/passwd", "..\\..\\boot.ini", "a\0b.wav", "/etc/shadow", "录音.mp3"),
    *("x" * 5000 + ".wav", "", ".", "..", "nul", "<script>.wav", "%2e%2e%2f.wav", "\u202egpj.wav"),
)
_HEADS = (
    b"RIFF",
    b"ID3\x04",
    b"OggS",
    b"fLaC",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"<html>",
    b"#!/bin/sh",
)


@dataclass(frozen=True)
class Spoilt:
    """The bytes of one upload, and how it is named."""

    body: bytes
    media_type: str
    file_name: str
    whole: bool = False


@cache
def whole_sounds() -> tuple[bytes, ...]:
    second = tone(0.4)
    return (
        wav(second),
        wav(*two(0.4)),
        *(wav(second, codec=codec) for codec in ("pcm_u8", "pcm_alaw", "pcm_mulaw", "adpcm_ms")),
        encoded(second, codec="flac", container="flac", suffix="flac"),
        encoded(second, codec="mp3", container="mp3", suffix="mp3"),
        encoded(second, codec="aac", container="mp4", suffix="m4a"),
    )


def spoilt_upload(number: int) -> Spoilt:
    """One to three things are wrong with it; with every twentieth nothing is."""
    random = Random(f"upload {number}")
    body = random.choice(whole_sounds())
    if number % WHOLE_EVERY == 0:
        return Spoilt(body, "audio/wav", f"{number}.wav", whole=True)
    for _ in range(random.choice((1, 1, 2, 3))):
        body = random.choice(_WAYS)(random, body)
    return Spoilt(body, random.choice(_TYPES), random.choice(_NAMES))


def _bytes_flipped(random: Random, body: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(random.randint(1, 12) if changed else 0):
        # Where headers are, most of the time: that is where readers believe what they read.
        most = min(len(changed), 200) if random.random() < 0.7 else len(changed)
        changed[random.randrange(most)] = random.choice(
            (0, 0x7F, 0x80, 0xFF, random.randrange(256))
        )
    return bytes(changed)


def _cut(random: Random, body: bytes) -> bytes:
    return body[: random.randint(0, len(body))]


def _put_in(random: Random, body: bytes) -> bytes:
    at = random.randint(0, len(body))
    return body[:at] + random.randbytes(random.choice((1, 7, 4096))) + body[at:]


def _head_changed(random: Random, body: bytes) -> bytes:
    head = random.choice(_HEADS)
    return head + body[len(head) :]


def _of_something_else(random: Random, body: bytes) -> bytes:
    return body[: random.randint(0, 60)] + random.choice(whole_sounds())


def _packed(random: Random, body: bytes) -> bytes:
    if random.random() < 0.5:
        return gzip.compress(body)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(random.choice(("a.wav", "../a.wav")), body)
    return target.getvalue()


def _grown(random: Random, body: bytes) -> bytes:
    """A megabyte of nothing, or of noise."""
    filler = b"\0" * 1_000_000 if random.random() < 0.5 else random.randbytes(1_000_000)
    return body + filler


_WAYS = (
    *(_bytes_flipped, _bytes_flipped, _cut, _put_in, _head_changed, _of_something_else, _packed),
    _grown,
)
