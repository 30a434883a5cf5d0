# SPDX-License-Identifier: Apache-2.0
"""Result files of handshake-bench, and what is compared between them."""

import dataclasses
import json
import re
import statistics

GROUPS = [
    ("RSA", r"rsa"),
    ("Key derivation", r"prf|hkdf"),
    ("AES-GCM", r"aes"),
    ("TLS records", r"tls1"),
    ("Handshakes and transfers", r"handshake|engine|nio"),
]
OURS = "handshake"


class ResultError(Exception):
    """A file that cannot be compared, and why."""


@dataclasses.dataclass
class Row:
    """Our measurement of one workload on one machine, beside its fastest peer's."""

    machine: str
    architecture: str
    workload: str
    kernel: str
    byte_count: int
    seconds: float
    peak_name: str | None
    peak_fraction: float | None
    peer: str | None
    ratio: float | None

    @property
    def rate(self):
        """Operations a second, or bytes a second where an operation has bytes."""
        return (self.byte_count or 1) / self.seconds

    @property
    def group(self):
        return group_of(self.workload)


class ResultFile:
    """One file; `label` names its machine in the report."""

    def __init__(self, path):
        try:
            with open(path, encoding="utf-8") as file:
                self.content = json.load(file)
            self.machine = self.content["machine"]
            self.build = self.content["build"]
            self.measurements = self.content["measurements"]
            self.is_emulated = self.machine["emulated"]
            self.label = self.machine["name"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ResultError(f"{path} is no result file of handshake-bench: {error!r}") from error
        if self.content.get("schema") != 1:
            raise ResultError(f"{path}: schema {self.content.get('schema')}; this script reads 1: take the "
                              "scripts/report of the commit that the file is of")

    @property
    def peers(self):
        """Each peer's name and version."""
        versions = {}
        for measurement in self.measurements:
            if is_peer(measurement["implementation"]):
                versions.setdefault(measurement["implementation"], measurement["version"])
        return versions

    def rows(self):
        """A row for each workload of ours that was timed."""
        for workload, implementations in self._by_workload().items():
            ours = implementations.get(OURS)
            if ours is None or "secondsPerOperation" not in ours:
                continue
            ratios = {
                name: paired_ratio(other["secondsPerOperation"], ours["secondsPerOperation"])
                for name, other in implementations.items()
                if is_peer(name) and "secondsPerOperation" in other
            }
            peer = min(ratios, key=ratios.get, default=None)
            peak = ours.get("peak", {})
            yield Row(
                machine=self.label,
                architecture=self.machine["architecture"],
                workload=workload,
                kernel=ours.get("kernel", ""),
                byte_count=ours["bytesPerOperation"],
                seconds=ours["secondsPerOperation"]["median"],
                peak_name=peak.get("name"),
                peak_fraction=peak.get("fraction"),
                peer=peer,
                ratio=ratios.get(peer),
            )

    def _by_workload(self):
        workloads = {}
        for measurement in self.measurements:
            implementations = workloads.setdefault(title(measurement), {})
            implementations[measurement["implementation"]] = measurement
        return workloads


def load(paths):
    """The files, each with a label of its own."""
    files = [ResultFile(path) for path in paths]
    labels = [file.label for file in files]
    for index, file in enumerate(files):
        if labels.count(file.label) > 1:
            file.label += f" #{labels[:index + 1].count(file.label)}"
    return files


def repeated(files):
    """Machines that several of the files are of, each with how many."""
    names = [file.machine["name"] for file in files]
    return {name: names.count(name) for name in names if names.count(name) > 1}


def title(measurement):
    """The workload; with a key of the user's own it is another one."""
    key = measurement.get("ownKey")
    return measurement["workload"] + (f" (own key {key})" if key else "")


def is_peer(implementation):
    return implementation != OURS and not implementation.startswith(OURS + "-")


def paired_ratio(other, own):
    """How many times as long `other` takes: round by round where both were measured together."""
    samples = list(zip(other["samples"], own["samples"]))
    if samples and len(other["samples"]) == len(own["samples"]):
        return statistics.median(theirs / ours for theirs, ours in samples)
    return other["median"] / own["median"]


def group_of(workload):
    for name, expression in GROUPS:
        if re.match(expression, workload):
            return name
    return "Other"


def grouped(rows):
    """(group, its rows), in the groups' order."""
    names = [name for name, _ in GROUPS] + ["Other"]
    for name in names:
        members = [row for row in rows if row.group == name]
        if members:
            yield name, members
