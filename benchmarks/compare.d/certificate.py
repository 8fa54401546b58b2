"""A certificate that is good for nothing but a measurement, and one cipher suite for everybody."""
import subprocess
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "changeit"
CIPHER_SUITE = "TLS_AES_128_GCM_SHA256"


@dataclass(frozen=True)
class Certificate:
    certificate: Path
    key: Path
    store: Path
    java_security: Path

    def java_flags(self):
        return [f"-Dtls={self.store}", f"-Djava.security.properties={self.java_security}"]


def make(work):
    made = Certificate(work / "certificate.pem", work / "key.pem", work / "store.p12", work / "java.security")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", str(made.key), "-out", str(made.certificate)], **quiet)
    subprocess.run(["openssl", "pkcs12", "-export", "-inkey", str(made.key), "-in", str(made.certificate), "-name",
                    "server", "-out", str(made.store), "-passout", f"pass:{PASSWORD}"], **quiet)
    # What is left of TLS 1.3 is one cipher suite
    made.java_security.write_text("jdk.tls.disabledAlgorithms=SSLv3, TLSv1, TLSv1.1, TLSv1.2, TLS_AES_256_GCM_SHA384, "
                                  "TLS_CHACHA20_POLY1305_SHA256\n")
    for file in (made.key, made.certificate, made.store, made.java_security):
        file.chmod(0o644)
    return made
