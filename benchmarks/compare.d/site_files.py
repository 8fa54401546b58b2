"""The files that every server serves: made from a fixed seed, so that each run has the same."""
import base64
import gzip
import os
import random
import shutil
import subprocess

HELLO = b"Hello, World!"
KIB = 1024
MIX = 20
TYPES = ("html", "css", "js")


def mix_names():
    return [f"mix{i:02}.{TYPES[i % len(TYPES)]}" for i in range(MIX)]


def mix_sizes():
    """0.5 to 250 KiB in even steps of the logarithm: 42 KiB on average."""
    return [round(512 * 500 ** (i / (MIX - 1))) for i in range(MIX)]


def text(size, seed):
    """Base64 of noise: all compressors take it to about three quarters, so that no server sends less than another."""
    noise = base64.encodebytes(random.Random(seed).randbytes(size))
    return noise[:size]


def write(directory):
    (directory / "1k.html").write_bytes(text(KIB, 1))
    (directory / "100k.html").write_bytes(text(100 * KIB, 2))
    with open(directory / "100m.bin", "wb") as file:
        block = text(KIB * KIB, 3)
        for _ in range(100):
            file.write(block)
    for i, (name, size) in enumerate(zip(mix_names(), mix_sizes())):
        content = text(size, 100 + i)
        (directory / name).write_bytes(content)
        (directory / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        write_brotli(directory / name)
    make_readable(directory)


def write_brotli(file):
    """Where the tool is missing, the bytes of the gzip form stand in: servers and wrk do not look at them."""
    sidecar = file.with_name(file.name + ".br")
    if shutil.which("brotli"):
        subprocess.run(["brotli", "-q", "11", "-o", str(sidecar), str(file)], check=True)
    else:
        sidecar.write_bytes(file.with_name(file.name + ".gz").read_bytes())


def brotli_is_real():
    return shutil.which("brotli") is not None


def make_readable(directory):
    """For servers whose workers run as somebody else; and sidecars are not older than what they stand for."""
    os.chmod(directory, 0o755)
    for file in directory.iterdir():
        os.chmod(file, 0o644)
        os.utime(file, (1_700_000_000, 1_700_000_000))
