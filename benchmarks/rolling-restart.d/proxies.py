"""What stands in front of the instances. None of them hides a failure: a request is sent to one instance, once."""
import csv
import socket
import subprocess
import sys
import time

from build import find
from process import free_port


class Proxy:
    package = ""
    command = ""

    def __init__(self, instances, work):
        self.instances = instances
        self.work = work
        self.port = free_port()
        self.log = work / f"{self.command}.log"
        self.process = None

    def start(self):
        executable = find(self.command)
        if not executable:
            sys.exit(f"{self.command} is missing: install the Debian package {self.package}")
        config = self.work / f"{self.command}.conf"
        config.write_text(self.config())
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([executable, *self.arguments(config)], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, cwd=self.work)
        for instance in self.instances:
            self.await_up(instance)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)

    def await_listening(self):
        for _ in range(200):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.command} did not start:\n{self.log.read_text()[-2000:]}")


class HAProxy(Proxy):
    package = command = "haproxy"
    protocol = ""  # of connections to the instances, checks included

    def config(self):
        servers = "\n".join(f"    server {each.name} 127.0.0.1:{each.port} {self.protocol}" for each in self.instances)
        return f"""
global
    stats socket {self.work}/haproxy.sock mode 600
defaults
    mode http
    timeout connect 1s
    timeout client 60s
    timeout server 20s
    # No second attempt, neither on this server nor on another: what goes wrong is seen
    retries 0
    # Kept connections to a server are used for all clients
    http-reuse always
frontend clients
    bind 127.0.0.1:{self.port}
    default_backend instances
backend instances
    balance roundrobin
    option httpchk
    # Without a host a request over HTTP/2 is malformed
    http-check send meth GET uri /ready ver HTTP/1.1 hdr Host instances
    http-check expect status 200
    default-server check inter 250ms fall 1 rise 1
{servers}
"""

    def arguments(self, config):
        return ["-db", "-f", str(config)]

    def statistics(self):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(f"{self.work}/haproxy.sock")
            connection.sendall(b"show stat\n")
            with connection.makefile() as answer:
                return {row["svname"]: row for row in csv.DictReader(answer) if row["# pxname"] == "instances"}

    def await_up(self, instance):
        self.await_listening()
        for _ in range(200):
            if self.statistics()[instance.name]["status"] == "UP":
                return
            time.sleep(0.05)
        raise RuntimeError(f"HAProxy does not see {instance.name}:\n{self.log.read_text()[-2000:]}")

    def report(self):
        complaints = []
        for name, row in self.statistics().items():
            if name != "BACKEND":
                print(f"  HAProxy to {name}: {row['stot']} requests, {row['econ']} connections failed, {row['eresp']} answers "
                      f"failed, {row['wretr']} tried again, {row['wredis']} sent elsewhere; down {row['chkdown']} times")
                complaints += [f"HAProxy counts {field} = {row[field]} for {name}"
                               for field in ("econ", "eresp", "wretr", "wredis") if row[field] != "0"]
        return complaints


class HAProxyWithHttp2(HAProxy):
    protocol = "proto h2"


class Nginx(Proxy):
    """It has no health checks: what the instance refuses, before anything was sent, is sent to another one."""
    package = "nginx-light"
    command = "nginx"

    # What an instance may answer to a new connection when it has stopped; anything else means that a request was lost
    REFUSED = "(111: Connection refused) while connecting to upstream"

    def config(self):
        servers = "\n".join(f"        server 127.0.0.1:{each.port} max_fails=1 fail_timeout=1s;" for each in self.instances)
        return f"""
daemon off;
worker_processes 1;
pid {self.work}/nginx.pid;
error_log {self.work}/nginx-error.log info;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {self.work}/body;
    proxy_temp_path {self.work}/proxy;
    fastcgi_temp_path {self.work}/fastcgi;
    uwsgi_temp_path {self.work}/uwsgi;
    scgi_temp_path {self.work}/scgi;
    upstream instances {{
{servers}
        keepalive 32;
    }}
    server {{
        listen 127.0.0.1:{self.port};
        location / {{
            proxy_pass http://instances;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_request_buffering off;
            proxy_next_upstream error;
        }}
    }}
}}
"""

    def arguments(self, config):
        return ["-c", str(config), "-e", f"{self.work}/nginx-error.log"]

    def await_up(self, instance):
        self.await_listening()
        time.sleep(1.2)  # fail_timeout: nginx asks it again

    def report(self):
        lines = (self.work / "nginx-error.log").read_text().splitlines()
        errors = [line for line in lines if "upstream" in line and "[error]" in line]
        lost = [line for line in errors if self.REFUSED not in line]
        print(f"  nginx: {len(errors) - len(lost)} connections refused and made to another instance, {len(lost)} requests lost")
        return lost[:20]


PROXIES = {"haproxy": HAProxy, "haproxy-h2": HAProxyWithHttp2, "nginx": Nginx}
