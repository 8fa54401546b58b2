"""Builds what is measured: this working copy of jhttp, the Java peers, and the floor in C."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
PEERS = BENCHMARKS / "peers"
FLOOR = PEERS / "floor" / "target" / "floor"

# Command to Debian package
TOOLS = {"wrk": "wrk", "h2load": "nghttp2-client", "gcc": "gcc", "mvn": "maven", "nginx": "nginx-light", "lighttpd": "lighttpd",
         "openssl": "openssl"}


def java():
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


def find(command):
    """Daemons live where the PATH of an ordinary user does not lead."""
    return shutil.which(command) or shutil.which(command, path="/usr/sbin:/usr/local/sbin")


def require(commands):
    missing = [command for command in commands if not find(command)]
    for command in missing:
        print(f"{command} is missing: install the Debian package {TOOLS[command]}, "
              "or leave its server out with --servers", file=sys.stderr)
    if not shutil.which(java()):
        print("No java: install a JDK and set JAVA_HOME", file=sys.stderr)
        missing.append("java")
    if missing:
        sys.exit(2)


def java_lines():
    return subprocess.run([java(), "-version"], capture_output=True, text=True, check=True).stderr.splitlines()


def java_version():
    return java_lines()[1]


def java_major():
    return int(re.search(r'version "(\d+)', java_lines()[0]).group(1))


def build():
    # Neither tests nor null checks: what is measured here was checked by "mvn verify"
    subprocess.run(["mvn", "-q", "-B", "-ntp", "-f", str(PEERS / "pom.xml"), "package", "-DskipTests",
                    "-P", "!nullaway"], check=True)
    FLOOR.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-O2", "-Wall", "-o", str(FLOOR), str(PEERS / "floor" / "floor.c")], check=True)
