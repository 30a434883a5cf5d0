// SPDX-License-Identifier: Apache-2.0

/// What stands in one place of what is inspected: a description, or why there is none.
struct Finding {
    /// The file, or the server's HOST:PORT.
    let source: String
    let content: Result<Description, ToolError>

    init(_ source: String, _ reason: String) {
        self.source = source
        content = .failure(ToolError(reason))
    }

    /// What `describe` makes; an error that it throws becomes the reason why it cannot be shown.
    init(_ source: String, place: String? = nil, _ describe: () throws -> Description) {
        self.source = source
        do {
            content = .success(try describe())
        } catch {
            content = .failure(ToolError(InspectedFile.reason(error, place: place)))
        }
    }

    var isFailure: Bool {
        if case .failure = content { true } else { false }
    }

    /// For JSON.
    var record: InspectionRecord {
        var record: InspectionRecord
        switch content {
        case .success(let description): record = description.record
        case .failure(let error):
            record = InspectionRecord(kind: "error")
            record.error = error.description
        }
        record.source = source
        return record
    }
}
