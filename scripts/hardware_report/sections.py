# SPDX-License-Identifier: Apache-2.0
"""The report's sections: text, charts and tables, before they become a page or Markdown."""

import dataclasses
import statistics

from . import charts, results


@dataclasses.dataclass
class Chart:
    name: str  # of its file
    title: str
    svg: str


@dataclasses.dataclass
class Table:
    title: str
    header: list[str]
    rows: list[list[str]]
    text_columns: int = 1  # how many of the first columns are text


@dataclasses.dataclass
class Section:
    title: str
    text: list[str]
    charts: list[Chart] = dataclasses.field(default_factory=list)
    tables: list[Table] = dataclasses.field(default_factory=list)


def sections(files):
    timed = [file for file in files if not file.is_emulated]
    emulated = [file for file in files if file.is_emulated]
    rows = [row for file in timed for row in file.rows()]
    report = [machines(files)]
    if rows:
        report += [ratios(rows), peaks(rows), rates(rows), architectures(rows)]
    if emulated:
        report.append(instructions(emulated))
    return report


# Machines

def machines(files):
    header = ["", *(file.label for file in files)]

    def line(title, value):
        return [title, *(value(file) for file in files)]

    def kernels(file):
        found = dict.fromkeys(m["kernel"] for m in file.measurements if "kernel" in m)
        return ", ".join(found) or "–"

    def peers(file):
        return "; ".join(f"{name} {version}" for name, version in file.peers.items()) or "none"

    def missing(file):
        entries = file.content.get("missing") or []
        return "; ".join(f"{e['implementation']}: {e['reason']}" for e in entries) or "none"

    def measured(file):
        if file.is_emulated:
            return "**emulated: no times**"
        virtual = file.machine.get("virtualized")
        return {None: "–", True: "on a virtual machine", False: "on hardware"}[virtual]

    def caches(file):
        sizes = file.machine.get("caches") or {}
        return ", ".join(f"{name} {size >> 10} KiB" for name, size in sizes.items()) or "–"

    def whole(file):
        interrupted = file.content.get("interrupted")
        if interrupted is None:
            return "whole"
        count = len({m["workload"] for m in file.measurements})
        return f"**interrupted: {count} of {interrupted['plannedWorkloads']} workloads**"

    rows = [
        line("architecture", lambda file: file.machine["architecture"]),
        line("CPU", lambda file: file.machine["cpu"]),
        line("design", lambda file: file.machine.get("microarchitecture", "–")),
        line("caches", caches),
        line("processors", lambda file: str(file.machine.get("processorCount", "–"))),
        line("measured", measured),
        line("run", whole),
        line("our kernels", kernels),
        line("commit", lambda file: file.build["commit"]),
        line("compiler", lambda file: file.build["compiler"]),
        line("date", lambda file: file.content.get("date", "–")),
        line("peers", peers),
        line("peers that were missing", missing),
    ]
    return Section(
        "Machines",
        ["What each file was measured on. All ratios and fractions were measured within one run on "
         "one machine; times and rates of different machines stand side by side as they are."],
        tables=[Table("Machines", header, rows, text_columns=len(header))],
    )


# Comparisons

def drawn(rows, metric, colour="machine"):
    return [
        Chart(f"{metric.name}-{slug(group)}", group, svg)
        for group, members in results.grouped(rows)
        if (svg := charts.chart(members, metric, colour)) is not None
    ]


def tabulated(rows, cell):
    """A table a group: a line a workload, a column a machine."""
    machines = list(dict.fromkeys(row.machine for row in rows))
    tables = []
    for group, members in results.grouped(rows):
        cells = {(row.workload, row.machine): cell(row) for row in members}
        workloads = list(dict.fromkeys(row.workload for row in members))
        lines = [[f"`{w}`", *(cells.get((w, m), "–") for m in machines)] for w in workloads]
        lines = [line for line in lines if any(value != "–" for value in line[1:])]
        if lines:
            tables.append(Table(group, ["workload", *machines], lines))
    return tables


def ratios(rows):
    return Section(
        "Ratio to the fastest peer",
        ["How many times as long the fastest peer that was measured on that machine takes, in the "
         "same run: above 1 ours is faster. The peer's name stands beside it; its version is in the "
         "table of machines."],
        drawn(rows, charts.RATIO),
        tabulated(rows, lambda row: "–" if row.ratio is None
                  else f"{row.ratio:.2f} ({row.peer})"),
    )


def peaks(rows):
    return Section(
        "Fraction of the hardware's peak",
        ["A fixed count of instructions, by the time, by the best rate that register-only code "
         "reaches on that CPU. This is what carries over from one machine to another. Kernels "
         "without a peak of their own and workloads without a count are left out."],
        drawn(rows, charts.PEAK),
        tabulated(rows, lambda row: "–" if row.peak_fraction is None
                  else f"{row.peak_fraction:.0%} of {row.peak_name}"),
    )


def rates(rows):
    return Section(
        "Absolute rates",
        ["Ours, on one core (batchers and batched servers: on all their threads). They move with the "
         "clock and with neighbours on a shared machine."],
        drawn(rows, charts.RATE),
        tabulated(rows, lambda row: f"{rate(row)}, {duration(row.seconds)}"),
    )


def architectures(rows):
    names = sorted({row.architecture for row in rows})
    if len(names) < 2:
        return Section(
            "x86_64 and aarch64",
            [f"All times here were measured on {names[0]}. A file of the other architecture puts "
             "both side by side."],
        )
    by_workload = {}
    for row in rows:
        by_workload.setdefault(row.workload, {}).setdefault(row.architecture, []).append(row)
    shared = {w: by for w, by in by_workload.items() if len(by) == len(names)}

    def median(values, form):
        values = [value for value in values if value is not None]
        return form(statistics.median(values)) if values else "–"

    header = ["workload"]
    for title in ("× fastest peer", "of peak", "best rate"):
        header += [f"{title}, {name}" for name in names]
    lines = [
        [f"`{workload}`"]
        + [median([row.ratio for row in by[name]], lambda v: f"{v:.2f}") for name in names]
        + [median([row.peak_fraction for row in by[name]], lambda v: f"{v:.0%}") for name in names]
        + [rate(min(by[name], key=lambda row: row.seconds)) for name in names]
        for workload, by in shared.items()
    ]
    medians = [
        dataclasses.replace(by[name][0], peak_fraction=statistics.median(fractions))
        for by in shared.values()
        for name in names
        if (fractions := [r.peak_fraction for r in by[name] if r.peak_fraction is not None])
    ]
    drawings = drawn(medians, charts.PEAK, colour="architecture")
    for drawing in drawings:
        drawing.name = "architecture-" + drawing.name
        drawing.title = f"{drawing.title}: fraction of the peak"
    return Section(
        "x86_64 and aarch64",
        ["Workloads that were timed on both: ratios and fractions are medians over the machines of "
         "an architecture, the rate is its fastest machine's."],
        drawings,
        [Table("x86_64 and aarch64", header, lines)],
    )


# Emulated

def instructions(files):
    lines = []
    for file in files:
        for m in file.measurements:
            cycles = m.get("estimatedCycles")
            count = m.get("instructionsPerOperation")
            size = m["bytesPerOperation"]
            lines.append([
                file.label,
                f"`{m['workload']}`",
                m["implementation"],
                m.get("kernel", "–"),
                f"{count:,.0f}" if count is not None else "–",
                f"{count / size:.2f}" if count is not None and size else "–",
                f"{cycles['value']:,.0f} ({cycles['model']}, {cycles['tool']})" if cycles else "–",
            ])
    header = ["machine", "workload", "implementation", "kernel", "instructions an operation",
              "a byte", "cycles, static estimate"]
    return Section(
        "Emulated: instruction counts, no times",
        ["**These files come from an emulator.** An emulator shows that code is right and how many "
         "instructions it takes; it says nothing of how long they take. Cycles, where they are "
         "given, are a static estimate by the tool and for the model that stand beside them. None "
         "of this is in the charts above."],
        tables=[Table("Emulated", header, lines, text_columns=4)],
    )


# Numbers

def rate(row):
    if not row.byte_count:
        return f"{row.rate:,.0f}/s" if row.rate >= 100 else f"{row.rate:.3g}/s"
    return f"{row.rate / 1e9:.1f} GB/s" if row.rate >= 1e9 else f"{row.rate / 1e6:.0f} MB/s"


def duration(seconds):
    for unit, scale in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * scale >= 1:
            return f"{significant(seconds * scale)} {unit}"
    return f"{significant(seconds * 1e9)} ns"


def significant(value):
    return f"{value:.{0 if value >= 99.95 else 1 if value >= 9.995 else 2}f}"


def slug(text):
    return "-".join(text.lower().split())
