# SPDX-License-Identifier: Apache-2.0
"""Sections as an HTML page, which needs nothing but itself, and as Markdown."""

import html
import re

TITLE = "swift-handshake: one library, several machines"

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 68rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; } h2 { margin-top: 3rem; border-bottom: 1px solid #ccc; }
h3 { margin: 2rem 0 .5rem; font-size: 1.05rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
figure { margin: 0; overflow-x: auto; }
svg { max-width: 100%; height: auto; overflow: visible; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { padding: .25rem .75rem; text-align: right; vertical-align: top;
  border-bottom: 1px solid #e2e2e2; }
th { border-bottom: 2px solid #888; }
.text { text-align: left; min-width: 9rem; }
code { font-size: .95em; white-space: nowrap; }
details { margin: 1rem 0; } summary { cursor: pointer; font-weight: 600; }
"""


def page(sections):
    parts = [
        "<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(TITLE)}</title>", f"<style>{STYLE}</style>", "</head>", "<body>",
        f"<h1>{html.escape(TITLE)}</h1>", "<nav>",
    ]
    parts += [f'<a href="#{anchor(s.title)}">{inline(s.title)}</a>' for s in sections]
    parts.append("</nav>")
    for section in sections:
        parts.append(f'<h2 id="{anchor(section.title)}">{inline(section.title)}</h2>')
        parts += [f"<p>{inline(text)}</p>" for text in section.text]
        for chart in section.charts:
            parts.append(f"<h3>{inline(chart.title)}</h3>")
            parts.append(f"<figure>{own_names(chart)}</figure>")
        tables = [table_html(table) for table in section.tables]
        if section.charts:
            for table, text in zip(section.tables, tables):
                parts.append(f"<details><summary>Table: {inline(table.title)}</summary>"
                             f"{text}</details>")
        else:
            parts += tables
    return "\n".join(parts + ["</body>", "</html>", ""])


def own_names(chart):
    """The SVG with names that no other SVG of the page has."""
    names = set(re.findall(r'\bid="([^"]+)"', chart.svg))
    svg = chart.svg
    for name in names:
        own = f"{chart.name}-{name}"
        svg = svg.replace(f'id="{name}"', f'id="{own}"')
        svg = svg.replace(f"url(#{name})", f"url(#{own})").replace(f'"#{name}"', f'"#{own}"')
    label = html.escape(f"Chart: {chart.title}. The table below has its numbers.", quote=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def table_html(table):
    def cells(tag, values):
        return "".join(
            f'<{tag}{" class=text" if i < table.text_columns else ""}>{inline(value)}</{tag}>'
            for i, value in enumerate(values)
        )

    rows = "\n".join(f"<tr>{cells('td', row)}</tr>" for row in table.rows)
    return (f'<div class="scroll"><table><thead><tr>{cells("th", table.header)}</tr></thead>\n'
            f"<tbody>{rows}</tbody></table></div>")


def inline(text):
    """`code` and **strong** of the sections' text."""
    text = html.escape(text, quote=False)
    text = re.sub(r"`([^`]*)`", r"<code>\1</code>", text)
    return re.sub(r"\*\*([^*]*)\*\*", r"<strong>\1</strong>", text)


def anchor(title):
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def markdown(sections):
    parts = [f"# {TITLE}"]
    for section in sections:
        parts += [f"## {section.title}", *section.text]
        for chart in section.charts:
            parts += [f"### {chart.title}", f"![{chart.title}](charts/{chart.name}.svg)"]
        parts += [part for table in section.tables for part in table_markdown(section, table)]
    return "\n\n".join(parts) + "\n"


def table_markdown(section, table):
    if len(section.tables) > 1:
        yield f"### {table.title}, table" if section.charts else f"### {table.title}"
    rules = ["---" if i < table.text_columns else "---:" for i in range(len(table.header))]
    lines = [table.header, rules, *table.rows]
    yield "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )
