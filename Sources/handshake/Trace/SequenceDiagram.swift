// SPDX-License-Identifier: Apache-2.0

import HandshakeEngine

/// A connection's messages between two lines for its two sides, with this side's steps beside its
/// own, as an SVG file that needs nothing else.
struct SequenceDiagram {
    let role: Trace.Role
    let peer: String
    let entries: [Trace.Entry]

    private static let width = 900
    private static let clientX = 300
    private static let serverX = 600
    private static let top = 70
    private static let rowHeight = 34

    var svg: String {
        let height = Self.top + (entries.count + 1) * Self.rowHeight
        let rows = entries.enumerated().map { index, entry in
            row(entry, y: Self.top + (index + 1) * Self.rowHeight)
        }
        let middle = (Self.clientX + Self.serverX) / 2
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(height)" \
            width="\(Self.width)" height="\(height)" font-family="sans-serif" font-size="13">
            <title>TLS 1.2, \(role.rawValue) with \(Self.escaped(peer))</title>
            <rect width="100%" height="100%" fill="white"/>
            <defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" \
            markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#24476b"/></marker></defs>
            <text x="\(middle)" y="20" text-anchor="middle" fill="#666">\
            \(role.rawValue), with \(Self.escaped(peer))</text>
            \(lifeline("client", x: Self.clientX, height: height))
            \(lifeline("server", x: Self.serverX, height: height))
            \(rows.joined(separator: "\n"))
            </svg>

            """
    }

    private func lifeline(_ name: String, x: Int, height: Int) -> String {
        """
        <text x="\(x)" y="52" text-anchor="middle" font-weight="bold">\(name)</text>
        <line x1="\(x)" y1="\(Self.top - 10)" x2="\(x)" y2="\(height - 10)" stroke="#999"/>
        """
    }

    private func row(_ entry: Trace.Entry, y: Int) -> String {
        switch entry.observation {
        case .message(let direction, let name, let byteCount):
            arrow(toServer: (direction == .sent) == (role == .client), y: y)
                + label("\(name), \(byteCount) bytes", y: y - 6) + time(entry, y: y)
        case .step(let step, let duration):
            note("\(step.rawValue), \(duration.microsecondsText)", y: y)
        }
    }

    private func arrow(toServer: Bool, y: Int) -> String {
        let (start, end) =
            toServer ? (Self.clientX, Self.serverX) : (Self.serverX, Self.clientX)
        return "<line x1=\"\(start)\" y1=\"\(y)\" x2=\"\(end)\" y2=\"\(y)\" stroke=\"#24476b\" "
            + "marker-end=\"url(#head)\"/>"
    }

    private func label(_ text: String, y: Int) -> String {
        let middle = (Self.clientX + Self.serverX) / 2
        return
            "<text x=\"\(middle)\" y=\"\(y)\" text-anchor=\"middle\">\(Self.escaped(text))</text>"
    }

    /// When a message passed, on the other side than this one's notes.
    private func time(_ entry: Trace.Entry, y: Int) -> String {
        beside(entry.time.millisecondsText, isAtClient: role == .server, y: y, color: "#999")
    }

    private func note(_ text: String, y: Int) -> String {
        beside(text, isAtClient: role == .client, y: y, color: "#8a4b08")
    }

    private func beside(_ text: String, isAtClient: Bool, y: Int, color: String) -> String {
        let x = isAtClient ? Self.clientX - 12 : Self.serverX + 12
        return "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(isAtClient ? "end" : "start")\" "
            + "fill=\"\(color)\">\(Self.escaped(text))</text>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
