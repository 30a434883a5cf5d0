# SPDX-License-Identifier: Apache-2.0
"""How scripts build the examples, and run its servers on a free port."""

import contextlib
import pathlib
import socket
import subprocess
import sys
import time
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "Examples"


class Server(typing.NamedTuple):
    """A server with a flag --accelerated: its package, its program, and how load speaks to it."""
    package: pathlib.Path
    program: str
    load_options: list


SERVERS = {
    "nio-ssl": Server(EXAMPLES / "nio-ssl-server", "nio-ssl-server", []),
    "hummingbird": Server(EXAMPLES / "servers", "hummingbird-server", []),
    "grpc": Server(EXAMPLES / "servers", "grpc-server", ["--grpc"]),
}


class Serving(typing.NamedTuple):
    """A server that runs: its process, and where its output goes."""
    process: subprocess.Popen
    output: pathlib.Path


def fail(text):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {text}")


def run(*command, timeout=120, **keywords):
    command = [str(part) for part in command]
    result = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, **keywords)
    if result.returncode != 0:
        fail(f"{' '.join(command)} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
    return result.stdout


def build(package, configuration="debug"):
    """The folder of its programs. Each package has a build folder of its own."""
    parts = package.relative_to(ROOT).parts
    scratch = ROOT / ("." + "-".join(("build", *parts)).lower())
    command = ["swift", "build", "--configuration", configuration, "--package-path", package, "--scratch-path", scratch]
    if subprocess.run(command, check=False).returncode != 0:
        fail(f"{package.relative_to(ROOT)} does not build")
    return scratch / configuration


def build_servers(names, configuration="debug"):
    """The paths of the named servers' programs and of load, by their names."""
    packages = {name: SERVERS[name].package for name in names} | {"load": EXAMPLES / "servers"}
    folders = {package: build(package, configuration) for package in sorted(set(packages.values()))}
    return {name: folders[package] / (SERVERS[name].program if name in SERVERS else name)
            for name, package in packages.items()}


def make_certificate(folder, bits=2048):
    """For localhost, signed by itself: certificate.pem and key.pem."""
    run("openssl", "req", "-x509", "-newkey", f"rsa:{bits}", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem", cwd=folder)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def serving(folder, port, *command):
    """Runs a server until it answers, then what is to be done, and ends it with SIGTERM; its return code tells
    the caller how it took that."""
    output = folder / f"{pathlib.Path(command[0]).name}.log"
    with output.open("w") as file:
        process = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=file, stderr=file)
    try:
        for _ in range(100):
            time.sleep(0.1)
            with socket.socket() as client:
                if process.poll() is not None:
                    fail(f"{command[0]} ended:\n{output.read_text()}")
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield Serving(process, output)
        if process.poll() is not None:
            fail(f"{command[0]} ended with {process.returncode}:\n{output.read_text()}")
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            fail(f"{command[0]} does not end on SIGTERM:\n{output.read_text()}")
    finally:
        process.kill()
        process.wait()


def serving_example(programs, name, folder, port, is_accelerated):
    """One of SERVERS, with the certificate of the folder."""
    flag = ["--accelerated"] if is_accelerated else []
    return serving(
        folder, port, programs[name], "--chain", "certificate.pem", "--key", "key.pem", "--port", port, *flag)


def load(programs, name, folder, port, connections, *options, timeout=120):
    """New connections to one of SERVERS."""
    return run(programs["load"], "--ca", "certificate.pem", "--port", port, "--connections", connections,
               *SERVERS[name].load_options, *options, cwd=folder, timeout=timeout)
