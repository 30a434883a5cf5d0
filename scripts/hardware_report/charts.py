# SPDX-License-Identifier: Apache-2.0
"""Charts of rows, as SVG: Vega-Lite through Altair, drawn by vl-convert without a network."""

import dataclasses
import re

import altair
import vl_convert

# Okabe and Ito's colours, which people with any colour vision tell apart.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
# What vl-convert measures text with, and fonts of the same widths that a reader may have instead.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


@dataclasses.dataclass
class Metric:
    """What a chart's axis shows."""

    name: str
    title: str
    value: object  # of a row; None where there is none
    scale: altair.Scale
    format: str
    reference: float | None = None  # a line to compare with


RATIO = Metric(
    "ratio",
    "× as fast as the fastest peer (the line: equally fast)",
    lambda row: row.ratio,
    altair.Scale(type="log", base=2, nice=False, padding=12),
    "~r",
    reference=1,
)
PEAK = Metric(
    "peak",
    "fraction of the hardware's peak",
    lambda row: row.peak_fraction,
    altair.Scale(domain=[0, 1]),
    ".0%",
)
RATE = Metric(
    "rate",
    "operations (with a size: bytes) a second",
    lambda row: row.rate,
    altair.Scale(type="log", nice=False, padding=12),
    "~s",
)


def chart(rows, metric, colour="machine"):
    """SVG of the rows that have the metric; None if none has.

    Workloads that differ by size only are lines over the size; others are dots in rows, those of
    RSA beside each other by key size.
    """
    rows = [row for row in rows if metric.value(row) is not None]
    if not rows:
        return None
    data = [record(row, metric) for row in rows]
    has_sizes = all(row["size"] for row in data)
    figure = lines(data, metric, colour) if has_sizes else dots(data, metric, colour)
    specification = (
        figure.configure(font=FONT, padding={"left": 40, "right": 12, "top": 8, "bottom": 8})
        .configure_view(strokeWidth=0, fill="#fafafa")
        .configure_axis(labelFontSize=11, titleFontSize=11, labelLimit=260, gridColor="#e2e2e2")
        .configure_header(labelFontSize=12, labelFontWeight="bold", title=None)
        .configure_legend(
            labelLimit=400, columnPadding=40, orient="top", title=None, labelFontSize=12
        )
        .to_dict()
    )
    return vl_convert.vegalite_to_svg(specification)


def record(row, metric):
    size = re.search(r"-(\d+)(-dependent)?$", row.workload) if row.byte_count else None
    bits = re.search(r"rsa(\d+)-?", row.workload)
    label = row.workload
    if size:
        label = label[: size.start()] + (size[2] or "")
    elif bits:
        label = label.replace(bits[0], "", 1)
    return {
        "machine": row.machine,
        "architecture": row.architecture,
        "label": label,
        "facet": f"RSA-{bits[1]}" if bits else "",
        "size": int(size[1]) if size else 0,
        "value": metric.value(row),
    }


def unique(data, field):
    return list(dict.fromkeys(row[field] for row in data))


def colours(data, colour):
    names = unique(data, colour)
    return altair.Color(
        f"{colour}:N", scale=altair.Scale(domain=names, range=COLOURS), sort=names
    )


def dots(data, metric, colour):
    labels = unique(data, "label")
    machines = unique(data, colour)
    axis = altair.Axis(title=None, format=metric.format, tickCount=5)
    marks = altair.Chart().mark_point(filled=True, size=55, opacity=0.9).encode(
        x=altair.X("value:Q", scale=metric.scale, axis=axis),
        y=altair.Y("label:N", sort=labels, title=None),
        yOffset=altair.YOffset(f"{colour}:N", sort=machines),
        color=colours(data, colour),
        shape=altair.Shape(f"{colour}:N", sort=machines, legend=None),
    )
    facets = unique(data, "facet")
    height = len(labels) * max(16, 10 * len(machines))
    width = 620 if len(facets) == 1 else 250
    layers = [marks.properties(width=width, height=height)]
    if metric.reference is not None:
        layers.insert(0, reference(x=metric.reference))
    figure = altair.layer(*layers, data=altair.Data(values=data))
    if len(facets) > 1:
        figure = figure.facet(column=altair.Column("facet:N", sort=facets))
    return figure.properties(title=title(metric))


def lines(data, metric, colour):
    labels = unique(data, "label")
    machines = unique(data, colour)
    axis = altair.Axis(title=None, format=metric.format, tickCount=5)
    marks = altair.Chart().mark_line(point=altair.OverlayMarkDef(size=40)).encode(
        x=altair.X("size:O", title="bytes", axis=altair.Axis(labelAngle=0)),
        y=altair.Y("value:Q", scale=metric.scale, axis=axis),
        color=colours(data, colour),
        detail=f"{colour}:N",
        shape=altair.Shape(f"{colour}:N", sort=machines, legend=None),
    )
    layers = [marks.properties(width=230, height=130)]
    if metric.reference is not None:
        layers.insert(0, reference(y=metric.reference))
    figure = altair.layer(*layers, data=altair.Data(values=data)).facet(
        facet=altair.Facet("label:N", sort=labels), columns=3
    )
    return figure.properties(title=title(metric))


def title(metric):
    return altair.Title(metric.title, fontSize=12, fontWeight="normal", anchor="start")


def reference(**place):
    (channel, value), = place.items()
    return altair.Chart().mark_rule(color="#888888", strokeDash=[4, 3]).encode(
        **{channel: altair.datum(value)}
    )
