// SPDX-License-Identifier: Apache-2.0

/// Content of a record and where it lies: what a batch seals, and what every opening answers.
public struct RecordContent: Hashable, Sendable {
    /// What the record carries.
    public var contentType: ContentType
    /// Where the content lies in the buffer that it is sealed in, or was opened in or into.
    public var range: Range<Int>

    /// Content of this type that lies there.
    public init(contentType: ContentType, range: Range<Int>) {
        self.contentType = contentType
        self.range = range
    }
}
